"""Numbers in Chinese addresses: what each counts, by its word, and without one by what stands before it.

人民路18号        a house on the road; 21-25号 is a range of them, 18-2号 the second part of house 18
和平小区8-3-502    building, entrance, room: the last is the smallest
12楼1203         a room
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from nkrisk_geo.address.pieces import Piece
from nkrisk_geo.address.words import COUNTED

PLACES = frozenset(
    {"country", "province", "prefecture", "county", "township", "village", "devzone"}
)
NAMED = frozenset({"poi", "company"})
_PARTS = re.compile(r"[^-~/、]+")
_TWO = re.compile(r"([0-9]{1,6})[-~]([0-9]{1,6})")
_LONGEST_RANGE = 12
"""Houses or rooms between the ends of a range; numbers farther apart are two of different kinds."""
_POSTCODE = 6
"""Digits of a postcode: a bare number of so many is one."""
_ROOM = 3
"""Digits from which on a number is more often a room, whose first digits are the floor, than a building."""


class Before(NamedTuple):
    """What stands before a number: the label of the last piece, and whether that is a short name without a generic.

    Such a name is more often a hamlet than an estate.
    """

    label: str
    is_short: bool


def kind_of(match: re.Match[str]) -> str:
    """What the word behind a number counts, empty when there is none."""
    return next((kind for kind in COUNTED if match[kind]), "")


def read_number(text: str, match: re.Match[str], before: Before) -> Iterator[Piece]:
    """The pieces of a number; offsets in the text.

    Args:
        text: in which `match` was found.
        match: of `TOKEN`, with a value.
        before: what stands before it.
    """
    kind = kind_of(match)
    start, end = match.span()
    value = match.end("value")
    if kind == "lane":
        kind = "road_number" if before.label == "road" and match[kind] == "弄" else "road"
    elif kind == "street":
        kind = "building" if before.label in NAMED else "road"
    elif kind == "number":
        kind = _numbered(text[start:value], before)
    if not kind and end - start == _POSTCODE and text[start:end].isdecimal():
        kind = "postcode"
    is_range = _is_range(text[start:value])
    if is_range and not kind and value - start > 2 * _ROOM:
        kind = _bare(_ROOM, 1, before.label)
    if kind in ("road", "village", "postcode") or (kind and is_range):
        yield Piece(kind, start, end)
    else:
        yield from _chain(text, (start, value, end), kind, before)


def _is_range(value: str) -> bool:
    """Is a value a range of houses, floors or rooms (21-25), no two numbers of different kinds (18-502)?"""
    two = _TWO.fullmatch(value)
    return two is not None and 0 < int(two[2]) - int(two[1]) <= _LONGEST_RANGE


def _numbered(value: str, before: Before) -> str:
    """The label of a number with 号."""
    if before.label in ("floor", "room"):
        return "room"
    if before.label == "building":
        return "room" if len(value) >= _ROOM else "building"
    if before.label not in ("road_number", *NAMED) or before.is_short:
        return "road_number"
    return "room" if before.label != "road_number" and len(_last(value)) > _ROOM else "building"


def _last(value: str) -> str:
    return value[max(value.rfind(mark) for mark in "-~/、") + 1 :]


def _chain(text: str, span: tuple[int, int, int], kind: str, before: Before) -> Iterator[Piece]:
    """Numbers joined by hyphens, 8-3-502: the last is the room or what its word says, those before it buildings."""
    start, value, end = span
    parts = list(_PARTS.finditer(text, start, value))
    label, reached = before.label, start
    for left, part in zip(range(len(parts), 0, -1), parts, strict=True):
        if part.start() > reached:
            yield Piece("other", reached, part.start())
        if left == 1 and kind:
            label = "building" if kind == "road_number" and len(parts) > 1 else kind
        elif left == 1 and len(parts) == 2 and len(part.group()) < _ROOM and label == "building":
            label = "building"
        else:
            label = _bare(len(part.group()), left, label)
        reached = end if left == 1 else part.end()
        yield Piece(label, part.start(), reached)


def _bare(digits: int, left: int, before: str) -> str:
    """The label of a number without a word, by what stands before it and how many numbers are left."""
    if before == "road" or before in PLACES or not before:
        return "road_number"
    if before in ("floor", "room"):
        return "room"
    if left > 1:
        return "building"
    return "room" if before == "building" or digits >= _ROOM else "building"
