"""South Korea's provinces, cities, counties and districts, in Korean and romanized, abolished ones too.

A text that says 강남구 is in Seoul, whatever the DPRK's county Kangnam is called; 고성군 is on both sides. The code of legal
divisions has them all in Hangul. The Latin forms follow from the two romanizations in use (`fetch.hangul`); nothing in the
registries has them as a list.

Towns and quarters of the South that share the Hangul of a division of Liaoning or Jilin (사평, 용정) are listed beside them:
such a name alone is open.

Run as `python -m fetch.korea` from `gazetteer/`, after names and `fetch.transcribed`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from fetch.hangul import mccune, revised
from fetch.names import OURS, table
from fetch.upstream import folder, pins, write_table

HEADER = (
    "code",
    "level",
    "parent",
    "name_ko",
    "stem_ko",
    "revised",
    "mccune",
    "status",
    "source",
)
GENERICS = re.compile("(특별자치도|특별자치시|특별시|광역시|직할시|도|시|군|구)$")
QUARTERS = re.compile("(?<=..)(읍|면|동|가|로|리)$")
WORDS = {
    "특별자치도": "do", "특별자치시": "si", "특별시": "si", "광역시": "si", "직할시": "si", "도": "do", "시": "si",
    "군": "gun", "구": "gu",
}  # fmt: skip
STATUS = {"존재": "active", "폐지": "abolished"}
PROVINCE, COUNTY = "00000000", "00000"
"""How the codes of provinces end, and those of cities, counties and districts."""


class Listed(NamedTuple):
    """A row of the code: ten digits, the names from the province down, whether it is in force."""

    code: str
    names: tuple[str, ...]
    status: str


def listed() -> Iterator[Listed]:
    """Every division of the code."""
    path = next((folder("addresskr") / "addresskr").glob("법정동코드*.txt"))
    for line in path.read_text("cp949").splitlines()[1:]:
        code, names, status = line.split("\t")
        yield Listed(code, tuple(names.split()), STATUS[status])


def divisions() -> Iterator[tuple[str, ...]]:
    """Provinces, and cities, counties and districts in them."""
    source = f"addresskr {pins()['addresskr']['version']}"
    for row in listed():
        name = row.names[-1]
        generic = GENERICS.search(name)
        if (
            not row.code.endswith(COUNTY) or generic is None
        ):  # 부산진 is a branch office
            continue
        stem, word = name[: generic.start()], WORDS[generic[0]]
        level = "province" if row.code.endswith(PROVINCE) else "county"
        latin = (f"{revised(stem)}-{word}", f"{mccune(stem)}-{word}")
        yield (
            row.code,
            level,
            " ".join(row.names[:-1]),
            name,
            stem,
            *latin,
            row.status,
            source,
        )


def quarters() -> Iterator[tuple[str, int, str]]:
    """Names of towns, quarters and villages that a place in the north-east or in the DPRK has too; how many have it, the source.

    Villages count beside villages only: there is one of any name.
    """
    source = f"addresskr {pins()['addresskr']['version']}"
    towns, villages = Counter[str](), Counter[str]()
    for row in listed():
        name, stem = row.names[-1], QUARTERS.sub("", row.names[-1])
        if row.code.endswith(COUNTY):
            continue
        (towns if row.code.endswith("00") else villages).update({name, stem})
    every = towns + villages
    yield from (
        (name, towns[name], source) for name in ours() & {*towns} if len(name) > 1
    )
    yield from (
        (name, every[name], source)
        for name in (northern() & {*every}) - ours()
        if len(name) > 1
    )


def ours() -> set[str]:
    """Hangul names of divisions of Liaoning and Jilin."""
    return {
        row["name"]
        for name in ("names", "names_transcribed")
        for row in table("facts", name)
        if row["script"] == "Hang" and row["unit"].startswith(OURS)
    }


def northern() -> set[str]:
    """Hangul names of towns and villages of the DPRK, cities and counties aside."""
    listed = {
        name
        for row in table("cc-by", "kp_places")
        for name in (row["name_ko"], *row["variants"].split(";"))
        if name.endswith(("동", "리", "읍", "면"))
    }
    cities = (row for row in table("cc-by", "foreign_cities") if row["iso2"] == "KP")
    return listed | {
        name
        for row in cities
        for name in row["names"].split(";")
        if "가" <= name[:1] <= "힣"
    }


def main() -> None:
    """Write `facts/kr_divisions.csv` and `facts/kr_quarters.csv`."""
    write_table("facts", "kr_divisions", HEADER, sorted(divisions()))
    write_table(
        "facts", "kr_quarters", ("name_ko", "places", "source"), sorted(quarters())
    )


if __name__ == "__main__":
    main()
