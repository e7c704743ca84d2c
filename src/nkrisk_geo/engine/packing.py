"""Signatures as numbers, as the compiled engine takes them; `packed.h` in `src/engine` has the layout of an item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.arrays import Ints
from nkrisk_geo.gazetteer import ELSEWHERE, Gazetteer
from nkrisk_geo.signature import FIELDS, HAN, TWICE, Plain, Signature
from nkrisk_geo.vocabulary import CODE_KINDS, CodeKind

CODE_BIT = 1 << 62
_FIELD_AT, _KIND_AT, _DIGITS_AT, _VALUE_AT = 1, 5, 10, 14
_MOST_CODES = 1 << 17
"""Packed codes that are remembered; there are few different ones, but whoever makes them up could go on for ever."""


class Packed(NamedTuple):
    """Signatures as numbers: see `NkRecords` in `engine.h`.

    `first` is where the items of each begin.
    """

    items: Ints
    shape: NDArray[np.int32]
    points: NDArray[np.int32]
    ends: NDArray[np.int32]
    first: Ints


class Packer:
    """Packs signatures over one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._codes: dict[str, int] = {}
        self._regions = {code: number for number, code in enumerate(gazetteer.subdivisions)}

    def packed(self, signatures: Sequence[Signature | None]) -> Packed:
        """Signatures as numbers."""
        items, shape, points, ends = self.lists(signatures)
        return Packed(
            np.array(items, np.int64),
            np.array(shape, np.int32),
            np.array(points, np.int32),
            np.array(ends, np.int32),
            _firsts(shape, len(signatures)),
        )

    def lists(
        self, signatures: Sequence[Signature | None]
    ) -> tuple[list[int], list[int], list[int], list[int]]:
        """The same as lists: items, shape, points and their ends."""
        items, shape = list[int](), list[int]()
        points, ends = list[int](), list[int]()
        for plain, parts in map(_apart, signatures):
            shape += (len(plain), len(parts), *map(len, parts))
            for each in (plain, *parts):
                items += [
                    item if isinstance(item, int) else self._codes.get(item) or self._code(item, points, ends)
                    for item in each
                ]
        return items, shape, points, ends

    def _code(self, item: str, points: list[int], ends: list[int]) -> int:
        """A code as a number, remembered unless it is a point; what a point says is put behind `points`."""
        field, _, code = item.rpartition(":")
        kind = CODE_KINDS["han" if code == "han" else code[0]]
        value = code[1:]
        base = CODE_BIT | FIELDS.index(field) << _FIELD_AT | kind << _KIND_AT
        if kind is CodeKind.POINT:
            points += self._point(value)
            ends.append(len(points) // 2)
            return base | len(ends) - 1 << _VALUE_AT
        if kind is CodeKind.CHINESE:
            found = base
        elif kind is CodeKind.REGION:
            found = base | self._regions[value] << _VALUE_AT
        elif kind is CodeKind.TWICE:
            script, _, number = value.partition("/")
            found = base | (script == "han") | int(number) << _VALUE_AT
        else:
            found = base | len(value) << _DIGITS_AT | int(value) << _VALUE_AT
        if len(self._codes) >= _MOST_CODES:
            self._codes.clear()
        self._codes[item] = found
        return found

    def _point(self, value: str) -> Iterator[int]:
        """What a point says, as pairs of a unit and its part."""
        for each in value.split():
            code, _, part = each.partition("=")
            yield -1 if code == ELSEWHERE else self._gazetteer.number[code]
            yield int(part)

    # --- tables ------------------------------------------------------------------------------------------------


def _firsts(shape: Sequence[int], count: int) -> Ints:
    """Where the items of each record begin."""
    found, at, numbers = np.empty(count, np.int64), 0, iter(shape)
    for number in range(count):
        found[number] = at
        at += next(numbers) + sum(next(numbers) for _ in range(next(numbers)))
    return found


def _apart(signature: Signature | None) -> tuple[Plain, tuple[Plain, ...]]:
    """A signature without its parts, which stand last, and the parts."""
    last = signature[-1] if signature else 0
    if signature and isinstance(last, tuple):
        return cast("Plain", signature[:-1]), cast("tuple[Plain, ...]", last)
    return cast("Plain", signature or ()), ()


def note(item: int) -> str:
    """What a note says that the engine has put behind names: the text is written in Chinese, a name is said twice."""
    if item >> _KIND_AT & 31 == CodeKind.CHINESE:
        return HAN
    return f"{TWICE}{'han' if item & 1 else 'latin'}/{item >> _VALUE_AT & 0x7FFFFFFF}"


def unnoted(items: Sequence[int], sizes: Sequence[int], field: str) -> Signature:
    """The items of a text, and of its parts, as a signature of a field."""
    if items and max(items) >= CODE_BIT:
        named: Sequence[int | str] = [item if item < CODE_BIT else f"{field}:{note(item)}" for item in items]
    else:
        named = items
    if len(sizes) == 2:  # no parts
        return tuple(named)
    count, _, first, _ = sizes
    return (*named[:count], (tuple(named[count : count + first]), tuple(named[count + first :])))
