"""The signatures that names come to: those that say the same are made once.

A batch of addresses names the same few places again and again. What is named in a text is a sequence of numbers, and
equal sequences are one signature.

>>> import numpy as np
>>> wordings = Wordings()
>>> one, other = wordings.of(0, np.array([800, 1600, 800, 1600]), np.array([0, 0, 1, 1]), np.array([True, True]))
>>> one, one is other
((800, 1600, 'text:han'), True)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from nkrisk_geo.arrays import Flags, Ints
from nkrisk_geo.forking import Turn
from nkrisk_geo.native import Sequences
from nkrisk_geo.ragged import stretches
from nkrisk_geo.signature import FIELDS, HAN, NAME_AT, TWICE, Item, Signature

MOST_WORDINGS = 100_000
"""Signatures of names that are made once; when there are more, all are made anew. More than a batch has texts."""
MOST_NAMES = 60
"""Names of one text that are heard, the first ones: an address has a dozen. What they mean is weighed name by name and place
by place, and a text of a thousand would cost a million times what an address does."""


NAMED_BITS = 40
"""Bits of a name in a role."""


class Wordings:
    """The signatures that names come to, each made once. Safe under threads."""

    def __init__(self) -> None:
        self._lock = Turn()
        self._forget()

    def _forget(self) -> None:
        self._sequences, self._made = Sequences(MOST_WORDINGS), list[Signature]()
        self._whole = True

    def of(self, field: int, packed: Ints, text: Ints, chinese: Flags) -> list[Signature]:
        """The signature of each of some texts.

        Args:
            field: the number of the field.
            packed: names in roles, as numbers.
            text: the text of each; texts ascend.
            chinese: for each text, is it written in Chinese? A note behind its names says so.
        """
        # A number that no name has, behind the names of each text: the note, or none.
        ends = np.searchsorted(text, np.arange(len(chinese)), side="right")
        numbers, lengths = np.insert(packed, ends, -1 - chinese), np.diff(ends, prepend=0) + 1
        with self._lock:
            if (
                not self._whole
            ):  # somebody broke off between numbering and making, or a fork fell between them
                self._forget()
            self._whole = False
            found, new = self._sequences.numbered(numbers, lengths) or self._numbered_anew(numbers, lengths)
            self._made += _worded(field, packed, ends[new] - lengths[new] + 1, ends[new], chinese[new])
            self._whole = True
            return [*map(self._made.__getitem__, found.tolist())]

    def _numbered_anew(self, numbers: Ints, lengths: Ints) -> tuple[Ints, Ints]:
        """The same when there was no more room."""
        self._forget()
        self._whole = False
        found = self._sequences.numbered(numbers, lengths)
        if found is None:  # more in one batch than are kept at all
            raise MemoryError
        return found


def _worded(field: int, packed: Ints, starts: Ints, ends: Ints, chinese: Flags) -> list[Signature]:
    """The signatures of stretches of names; behind each a note if the text is written in Chinese."""
    owner, row = stretches(starts, ends - starts)
    names, bounds = packed[row].tolist(), np.append(0, np.cumsum(ends - starts)).tolist()
    tails = ((), (f"{FIELDS[field]}:{HAN}",))
    made: list[Signature] = [
        (*names[start:end], *tails[han])
        for start, end, han in zip(bounds, bounds[1:], chinese.tolist(), strict=False)
    ]
    keys = np.sort(owner << NAMED_BITS | packed[row])
    again = keys[1:][keys[1:] == keys[:-1]] >> NAMED_BITS
    for text in {*again.tolist(), *np.flatnonzero(ends - starts > MOST_NAMES).tolist()}:
        several = tuple(dict.fromkeys(_with_repetitions(field, names[bounds[text] : bounds[text + 1]])))
        made[text] = (*several[:MOST_NAMES], *tails[int(chinese[text])])
    return made


def _with_repetitions(number: int, named: Iterable[int | str]) -> Iterator[Item]:
    """The names of a text, each that is said again followed by a note that it is."""
    seen = set()
    for item in named:
        yield item
        if item in seen and isinstance(item, int):
            yield f"{FIELDS[number]}:{TWICE}{'han' if item & 1 else 'latin'}/{item >> NAME_AT}"
        seen.add(item)
