"""Pieces: labelled stretches of a folded text, and the way back to the raw one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from nkrisk_geo.model import Component

LABELS = (
    "country", "province", "prefecture", "county", "township", "village", "devzone", "road", "road_number", "building",
    "floor", "room", "po_box", "postcode", "company", "poi", "person", "other",
)  # fmt: skip
"""What a component can be, from the wide to the narrow, then what stands beside the place.

`person` is what is behind a floor or a room, other than a company: a shop, a department, a person.
"""


class Piece(NamedTuple):
    """A labelled stretch; half-open offsets in the text that the reader at hand works on."""

    label: str
    start: int
    end: int


RANK = {"country": 0, "province": 1, "prefecture": 2, "county": 3, "township": 4}
"""Labels of divisions from the wide to the narrow."""


MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})
"""Beijing, Tianjin, Shanghai, Chongqing: provinces that stand in the place of a prefecture."""


class Division(NamedTuple):
    """A division named in a text. `unit` is None where only its generic says what it is."""

    label: str
    start: int
    end: int
    unit: int | None


def moved(pieces: Iterable[Piece], by: int) -> Iterator[Piece]:
    """The pieces with their offsets moved to the right."""
    return (Piece(label, start + by, end + by) for label, start, end in pieces)


def components(raw: str, offsets: Sequence[int], pieces: Iterable[Piece]) -> tuple[Component, ...]:
    """Pieces of the folded text as components of the raw text.

    Args:
        raw: the text as it was given.
        offsets: `Normalizer.offsets(raw)`.
        pieces: in order, not overlapping.
    """
    after = _afters(offsets)
    found: list[Component] = []
    reached = 0
    for label, first, last in pieces:
        start, end = max(offsets[first], reached), after[last - 1]
        while start < end and raw[start].isspace():
            start += 1
        while start < end and raw[end - 1].isspace():
            end -= 1
        if start < end:
            found.append(Component(label, start, end, raw[start:end]))
            reached = end
    return tuple(found)


def _afters(offsets: Sequence[int]) -> list[int]:
    """For each folded character the raw offset behind the raw character it came from."""
    after = [0] * (len(offsets) - 1)
    following = offsets[-1]
    for at in range(len(after) - 1, -1, -1):
        if offsets[at] < offsets[at + 1]:
            following = offsets[at + 1]
        after[at] = following
    return after
