"""The names that the compiled engine shares with Python, as a header, and their hash for both.

python -m handbook.vocabulary        writes src/engine/names.h and src/nkrisk_geo/engine/abi.py
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from enum import IntEnum, IntFlag
from pathlib import Path

from nkrisk_geo.engine.signature import FIELDS
from nkrisk_geo.gazetteer.address_words import CLASSES
from nkrisk_geo.gazetteer.judgement import CLUES
from nkrisk_geo.gazetteer.name_kinds import NameKind
from nkrisk_geo.gazetteer.roles import ROLE_RULE, Generic, Role
from nkrisk_geo.gazetteer.vocabulary import (
    CODES_HEARD,
    HOW,
    LABELS,
    LEVELS,
    NUMBERS,
    OF_NAMES,
    OF_SETS,
    OF_TEXTS,
    TABLES,
    CodeKind,
    Ending,
    SpeltFlag,
    UnitFlag,
    identifier,
)
from nkrisk_geo.gazetteer.word_lists import LISTS
from nkrisk_geo.model.fields import BASES
from nkrisk_geo.resolver.basis import BASE_BITS, BASE_OF_CLUE

SOURCES = Path(__file__).resolve().parents[1] / "src"
HEADER, HASH = (
    SOURCES / "engine" / "names.h",
    SOURCES / "nkrisk_geo" / "engine" / "abi.py",
)


def _enum(prefix: str, names: Iterable[str]) -> Iterator[str]:
    """An enum of names numbered from 0 on, and how many they are."""
    every = [f"{prefix}_{identifier(name)}" for name in names] + [f"{prefix}S"]
    yield "enum {"
    yield from (f"    {name}," for name in every)
    yield "};"


def _flags(prefix: str, flags: type[IntFlag]) -> Iterator[str]:
    yield "enum {"
    yield from (f"    {prefix}_{flag.name} = {flag.value}," for flag in flags)
    yield "};"


def _numbered(several: type[IntEnum]) -> list[str]:
    """The names of an enum by number; numbers that none has are called so."""
    names = {each.value: each.name for each in several}
    return [names.get(number, f"unused {number}") for number in range(max(names) + 1)]


def _rules_of_roles() -> Iterator[str]:
    yield "static const int RULE_OF_ROLE[ROLES] = {"
    yield from (
        f"    [ROLE_{role.name}] = RULE_{identifier(ROLE_RULE[role])}," for role in Role
    )
    yield "};"


def _parts_of_clues() -> Iterator[str]:
    yield f"enum {{ BASE_BITS = {BASE_BITS} }};"
    yield "static const uint8_t BASE_OF_CLUE[RULES][FIELDS] = {"
    for row in BASE_OF_CLUE:
        yield f"    {{{', '.join(map(str, row))}}},"
    yield "};"


def _lines() -> Iterator[str]:
    yield from _enum("FIELD", FIELDS)
    yield from _enum("ROLE", _numbered(Role))
    yield from _enum("GENERIC", _numbered(Generic))
    yield from _enum("KIND", _numbered(NameKind))
    yield from _enum("LEVEL", LEVELS)
    yield from _enum("LABEL", LABELS)
    yield from _enum("WORD", CLASSES)
    yield from _enum("RULE", (*CLUES, "none"))
    yield from _rules_of_roles()
    yield from _enum("BASE", BASES)
    yield from _parts_of_clues()
    yield from _enum("ENDING", _numbered(Ending))
    yield from _enum("CODE", _numbered(CodeKind))
    yield f"enum {{ CODES_HEARD = {CODES_HEARD} }};"
    yield from _flags("UNIT", UnitFlag)
    yield from _flags("NAME", SpeltFlag)
    yield from _enum(
        "HOW", (reason.value if reason else status.value for status, reason in HOW)
    )
    yield from _enum("J", NUMBERS)
    yield from _enum("LIST", LISTS)
    yield from _enum("TABLE", TABLES)
    yield from _enum("IN_TEXTS", OF_TEXTS)
    yield from _enum("IN_NAMES", OF_NAMES)
    yield from _enum("IN_SET", OF_SETS)
    yield "static const uint8_t BYTES_OF_ITEM[TABLES] = {"
    yield from (
        f"    [TABLE_{identifier(name)}] = {item[1]}," for name, item in TABLES.items()
    )
    yield "};"


def names_hash() -> int:
    """A hash of all names and numbers."""
    return int.from_bytes(
        hashlib.sha256("\n".join(_lines()).encode()).digest()[:8], "big"
    )


def header() -> str:
    """The text of `names.h`."""
    lines = (
        "/* Written by `python -m handbook.vocabulary`: what both languages call the same numbers. */",
        "",
        "#ifndef NK_NAMES_H",
        "#define NK_NAMES_H",
        "",
        "#include <stdint.h>",
        "",
        f"#define NK_NAMES_HASH UINT64_C({names_hash():#018x})",
        "",
        *_lines(),
        "",
        "#endif",
        "",
    )
    return "\n".join(lines)


def module() -> str:
    """The text of `abi.py`."""
    return f'"""Written by `python -m handbook.vocabulary`."""\n\nNAMES_HASH = 0x{names_hash():016X}\n'


def main() -> None:
    """Writes both."""
    HEADER.write_text(header(), "utf-8")
    HASH.write_text(module(), "utf-8")


if __name__ == "__main__":
    main()
