"""The signature of a record: what its reading comes down to, as a tuple that can be looked up.

Two records with the same signature have the same answer. A signature holds names with their
roles and generics, postcodes by their first four digits, area codes and typed division codes,
for the text and for each field beside it. It leaves out what cannot change a decision: roads,
numbers, unknown words, repetitions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, cast

from nkrisk_geo.gazetteer.roles import Generic, Role
from nkrisk_geo.model.fields import BESIDE

Item = int | str | tuple["Signature", ...]
"""A name in a role as a number, a code as a string, or the signatures of the parts that a text
of several addresses has."""
Signature = tuple[Item, ...]
Plain = tuple[int | str, ...]
"""A signature without parts."""

FIELDS = ("text", *BESIDE, "coordinates")
"""The fields of a record, in the order in which a signature has them."""

FIELD_BITS, GENERIC_BITS, ROLE_BITS = 4, 4, 5
"""Bits of an item that is a name: those of its field, generic and role. Below them is one for
the script, above them the name."""
GENERIC_AT = 1 + FIELD_BITS
ROLE_AT = GENERIC_AT + GENERIC_BITS
NAME_AT = ROLE_AT + ROLE_BITS
FIELD_MASK = (1 << FIELD_BITS) - 1
GENERIC_MASK = (1 << GENERIC_BITS) - 1
ROLE_MASK = (1 << ROLE_BITS) - 1

HAN, TWICE = "han", "2"
"""What a note says: the text is written in Chinese; a name is said again."""


class SignatureItem(NamedTuple):
    """One item of a signature, taken apart.

    `kind` is `name`, `han`, or that of a code: see `nkrisk_geo.engine.codes`, and `b` for six
    digits that are a division code and may be a postcode.
    """

    field: str
    kind: str
    value: str
    script: str = ""
    name: int = -1
    role: Role = Role.PLAIN
    generic: Generic = Generic.NONE


def split_parts(
    signatures: Sequence[Signature],
) -> tuple[list[Plain], dict[int, list[Plain]]]:
    """Signatures without their parts, and the parts of those that have some, by their numbers.

    Parts stand last.
    """
    plain = [*signatures]
    parts: dict[int, list[Plain]] = {}
    for number, signature in enumerate(signatures):
        # Only parts are tuples, and they stand last.
        last = signature[-1] if signature else 0
        if isinstance(last, tuple):
            plain[number] = signature[:-1]
            parts[number] = [*cast("tuple[Plain, ...]", last)]
    return cast("list[Plain]", plain), parts


_ROLES, _GENERICS = tuple(sorted(Role)), tuple(Generic)


def unpack(item: int | str) -> SignatureItem:
    """An item of a signature taken apart."""
    if isinstance(item, str):
        field, _, code = item.rpartition(":")
        if code.startswith(TWICE):
            script, _, number = code[1:].partition("/")
            return SignatureItem(field, TWICE, "", script, int(number))
        if code == HAN:
            return SignatureItem(field or "text", HAN, "")
        return SignatureItem(field or "text", code[0], code[1:])
    script, name = name_of(item)
    field = FIELDS[item >> 1 & FIELD_MASK]
    role = _ROLES[item >> ROLE_AT & ROLE_MASK]
    generic = _GENERICS[item >> GENERIC_AT & GENERIC_MASK]
    return SignatureItem(field, "name", "", script, name, role, generic)


def of_text(item: int | str) -> bool:
    """Does an item stand in the text, and in no field beside it?"""
    return unpack(item).field == FIELDS[0]


def name_of(item: int) -> tuple[str, int]:
    """Script and number of the name of an item."""
    return ("han" if item & 1 else "latin"), item >> NAME_AT
