"""Names as they come out of damage that follows a rule: vowels dropped, a comma for an apostrophe, a people without its generic.

Exporters' systems drop vowels to fit a line (DNDNG, LNNG); keyboards and conversions make XI,AN of XI'AN; converters of
Chinese read 宽甸满族 out and leave 自治县 away. All of them are marked `generated`; what is no other word by chance is weak
all the same and never decides against the rest of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

Row = Mapping[str, str]
Damaged = tuple[str, str, str, str, str]
"""Unit, name, kind, source, note."""

OURS = ("21", "22")
PEOPLES = {
    "满族": ("manzu",),
    "蒙古族": ("mengguzu", "menggu"),
    "朝鲜族": ("chaoxianzu", "chaoxian"),
}
"""Peoples in the names of both provinces' autonomous divisions, as they are read out: whole, and where a field ended."""
COMMA, READ_OUT = (
    "a comma for an apostrophe, by rule",
    "official name less its generic, by rule",
)
SHORTEST_SKELETON = 4
"""Consonants that are no abbreviation of something else by chance."""


def skeleton(pinyin: str) -> str:
    """A name without its vowels.

    >>> skeleton("liao ning"), skeleton("lü shun kou")
    ('lnng', 'lshnk')
    """
    return re.sub(r"[aeiouüv\s]", "", pinyin)


def without_vowels(divisions: Sequence[Row], words: Iterable[str]) -> Iterator[Damaged]:
    """DNDNG: where it is no generic word. What comes out alike in another province has it too, and all of them are weak."""
    bearers: dict[str, list[Row]] = {}
    for row in divisions:
        bearers.setdefault(skeleton(row["pinyin"]), []).append(row)
    taken = {*words}
    for bare, rows in bearers.items():
        if (
            len(bare) < SHORTEST_SKELETON
            or bare in taken
            or not any(row["code"].startswith(OURS) for row in rows)
        ):
            continue
        shared = len({row["code"][:2] for row in rows}) > 1
        for row in rows:
            note = "weak: others come out alike" if shared else ""
            yield (
                row["code"],
                bare.upper(),
                "vowelless",
                "vowels dropped, by rule",
                note,
            )


def with_comma(rows: Iterable[Row]) -> Iterator[Damaged]:
    """XI,AN: in all of China, so that none of two namesakes is heard alone."""
    for row in rows:
        if "'" in row["name_en"]:
            yield (
                row["code"],
                row["name_en"].replace("'", ","),
                "misspelling",
                COMMA,
                "",
            )


def with_people(
    divisions: Iterable[Row], shorts: Mapping[str, Sequence[str]]
) -> Iterator[Damaged]:
    """Kuandianmanzu, Changbaichaoxian: the official name read out, less its generic.

    Args:
        divisions: their rows.
        shorts: pinyin of further short names of a division (喀左), by code.
    """
    for row in divisions:
        people = next(
            (people for people in PEOPLES if f"{people}自治" in row["name_zh"]), None
        )
        if people and row["code"].startswith(OURS):
            for stem in (row["pinyin"].replace(" ", ""), *shorts.get(row["code"], ())):
                for word in PEOPLES[people]:
                    yield (
                        row["code"],
                        stem.capitalize() + word,
                        "read_out",
                        READ_OUT,
                        "",
                    )
