"""Signatures as numbers, as the compiled engine takes them.

`packed.h` in `src/engine` has the layout of an item.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from nkrisk_geo.engine.signature import FIELDS, HAN, TWICE, Item, Signature
from nkrisk_geo.gazetteer.facts import ELSEWHERE
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.vocabulary import CODE_KINDS, CODE_LETTERS, CodeKind
from nkrisk_geo.native.locks import cached_property

if TYPE_CHECKING:
    from nkrisk_geo.native.arrays import Ints

CODE_BIT = 1 << 62
PART_ITEM = -1
"""What stands before the items of each of several addresses."""
EMPTY = -2
"""All that a record has in which every field is empty."""
_FIELD_AT, _KIND_AT, _DIGITS_AT, _VALUE_AT = 1, 5, 10, 14
_FIELD, _KIND, _DIGITS, _VALUE = 15, 31, 15, (1 << 31) - 1
_SHARE_BITS = 5
_REMEMBERED = 10_000


def without_parts(items: Sequence[int]) -> Sequence[int]:
    """The items of a record without those of the several addresses in it."""
    return items[: items.index(PART_ITEM)] if PART_ITEM in items else items


class Packer:
    """Packs items over one gazetteer. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.code = lru_cache(_REMEMBERED)(self._code)
        """A code as numbers: several for a point, one for any other."""

    @cached_property
    def _regions(self) -> dict[str, int]:
        """The number of each state or province by its code."""
        return {code: number for number, code in enumerate(self._region_codes)}

    @cached_property
    def _region_codes(self) -> list[str]:
        return [*self._gazetteer.subdivisions]

    # --- to numbers -------------------------------------------------------------------

    def items(self, signature: Signature | None) -> list[int]:
        """A signature as numbers."""
        found = list[int]()
        for item in signature or ():
            if isinstance(item, tuple):
                for part in item:
                    found += (PART_ITEM, *self.items(part))
            elif isinstance(item, int):
                found.append(item)
            else:
                found += self.code(item)
        return found

    def _code(self, item: str) -> tuple[int, ...]:
        field, _, code = item.rpartition(":")
        kind = CODE_KINDS[HAN if code == HAN else code[0]]
        base = CODE_BIT | FIELDS.index(field) << _FIELD_AT | kind << _KIND_AT
        if kind is CodeKind.POINT:
            places = self._point(code[1:])
            return tuple([base | each << _VALUE_AT for each in places])
        return (base | self._value(kind, code[1:]),)

    def _value(self, kind: CodeKind, value: str) -> int:
        if kind is CodeKind.CHINESE:
            return 0
        if kind is CodeKind.REGION:
            return self._regions[value] << _VALUE_AT
        if kind is CodeKind.TWICE:
            script, _, number = value.partition("/")
            return (script == "han") | int(number) << _VALUE_AT
        return len(value) << _DIGITS_AT | int(value) << _VALUE_AT

    def _point(self, value: str) -> Iterator[int]:
        """What a point says, place by place."""
        for each in value.split():
            code, _, part = each.partition("=")
            unit = -1 if code == ELSEWHERE else self._gazetteer.number[code]
            yield unit + 1 << _SHARE_BITS | int(part)

    # --- back -------------------------------------------------------------------------

    def region(self, number: int) -> str:
        """The code of the state or province that an item says."""
        return self._region_codes[value_of(number)]

    def _item(self, number: int) -> int | str:
        """An item from its number; of a point no more than that it is one."""
        if number < CODE_BIT:
            return number
        kind = CodeKind(kind_of_code(number))
        field = field_of(number)
        if kind is CodeKind.CHINESE:
            return f"{field}:{HAN}"
        if kind is CodeKind.TWICE:
            return (
                f"{field}:{TWICE}{'han' if number & 1 else 'latin'}/{value_of(number)}"
            )
        if kind is CodeKind.REGION:
            return f"{field}:s{self.region(number)}"
        if kind is CodeKind.POINT:
            return f"{field}:g"
        return f"{field}:{CODE_LETTERS[kind]}{digits_text(number)}"

    def signature(self, numbers: Sequence[int]) -> Signature:
        """A signature from its numbers, for people and tests."""
        found = list[list[Item]]([[]])
        for number in numbers:
            if number == PART_ITEM:
                found.append([])
            elif _is_kind(number, CodeKind.POINT):
                self._put_place(found[-1], number)
            else:
                found[-1].append(self._item(number))
        plain, *parts = map(tuple, found)
        return cast("Signature", (*plain, tuple(parts)) if parts else plain)

    def _put_place(self, items: list[Item], number: int) -> None:
        """Put a place of a point behind those before it."""
        unit, part = divmod(value_of(number), 1 << _SHARE_BITS)
        place = f"{self._gazetteer.codes[unit - 1] if unit else ELSEWHERE}={part}"
        last = items[-1] if items else None
        if isinstance(last, str) and last.startswith("coordinates:g"):
            items[-1] = f"{last} {place}"
        else:
            items.append(f"coordinates:g{place}")


def field_of(number: int) -> str:
    """The field in which an item stands."""
    return FIELDS[number >> _FIELD_AT & _FIELD]


def value_of(number: int) -> int:
    """What a code says as a number: its digits, the number of a name or of a region."""
    return number >> _VALUE_AT & _VALUE


def digits_text(number: int) -> str:
    """The digits of a code."""
    # Postcodes may begin with zeros, which the number alone has lost.
    digits = number >> _DIGITS_AT & _DIGITS
    return f"{value_of(number):0{digits}}"


def kind_of_code(number: int) -> int:
    """What a code is, a `CodeKind`."""
    return number >> _KIND_AT & _KIND


def is_name(number: int) -> bool:
    """Is an item a name?"""
    return 0 <= number < CODE_BIT


def digits_of(items: Ints) -> tuple[Ints, Ints]:
    """How many digits codes have, and what they say as numbers."""
    return items >> _DIGITS_AT & _DIGITS, items >> _VALUE_AT & _VALUE


def is_region(number: int) -> bool:
    """Is an item the code of a state or province?"""
    return _is_kind(number, CodeKind.REGION)


def _is_kind(number: int, kind: CodeKind) -> bool:
    return number >= CODE_BIT and kind_of_code(number) == kind
