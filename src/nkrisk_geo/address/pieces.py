"""From the stretches that the engine labels in a folded text to the components of the raw one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from nkrisk_geo.engine.components import Piece
from nkrisk_geo.gazetteer.vocabulary import LABELS
from nkrisk_geo.model import Component


def to_components(
    raw: str, offsets: Sequence[int] | None, pieces: Iterable[Piece]
) -> tuple[Component, ...]:
    """The components of a raw text, without the white space around them.

    Args:
        raw: the text as it was given.
        offsets: `Normalizer.offsets(raw)`, None where they are those of the text itself.
        pieces: labelled stretches of the folded text, in order, not overlapping.
    """
    found = list[Component]()
    in_raw = pieces if offsets is None else _in_raw(offsets, pieces)
    for label, start, end in in_raw:
        text = raw[start:end]
        words = text.strip()
        # In the raw text there may be more around a piece than in the folded one.
        if words:
            first = start + len(text) - len(text.lstrip())
            last = first + len(words)
            found.append(Component(LABELS[label], first, last, words))
    return tuple(found)


def _in_raw(offsets: Sequence[int], pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces with their offsets in the raw text.

    A raw character that folds to several belongs to the first.
    """
    after, reached = _afters(offsets), 0
    for label, first, last in pieces:
        start = max(offsets[first], reached)
        end = after[last - 1]
        if start < end:
            yield label, start, end
            reached = end


def _afters(offsets: Sequence[int]) -> list[int]:
    """For each folded character the raw offset behind the raw character it came from."""
    # The last offset is no character's: it is the length of the raw text.
    count = len(offsets) - 1
    after = [0] * count
    following = offsets[-1]
    for at in reversed(range(count)):
        if offsets[at] < offsets[at + 1]:
            following = offsets[at + 1]
        after[at] = following
    return after
