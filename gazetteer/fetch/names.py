"""Names of units besides the official ones: what trade records, maps and the neighbours' languages call a place.

A place of the north-east has many names: an official and a short one (in divisions.csv and townships.csv, not repeated
here), postal-map and Wade-Giles romanizations, former names with the years they held (安东 until 1965), the
Chinese-Korean and the South Korean form (단동, 단둥), Russian and Japanese ones, misspellings. Those that people wrote
down are in `facts/names_curated.csv`; the rest follows from a rule and is marked `generated`: it is weak and never
decides alone. Guilin is no spelling of Jilin.

Run as `python -m fetch.names` from `gazetteer/`, after divisions, townships, areas and history.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from pypinyin import lazy_pinyin

from fetch import damage
from fetch.divisions import Division, divisions
from fetch.romanize import english, pinyin, short_name
from fetch.upstream import GAZETTEER, folder, pins, write_table

HEADER = (
    "unit",
    "name",
    "lang",
    "script",
    "kind",
    "valid_from",
    "valid_to",
    "generated",
    "source",
    "note",
)
KINDS = {
    "official",
    "short",
    "english",
    "pinyin",
    "postal_map",
    "wade_giles",
    "former",
    "korean",
    "korean_south",
    "russian",
    "japanese",
    "abbreviation",
    "misspelling",
    "machine_pinyin",
    "vowelless",
    "read_out",
    "translated",
}
OURS = ("21", "22")
# Subdivision codes that are country codes as well belong to the countries.
NOT_BARE = {"HK", "MO", "TW"}
RUSSIAN_CORRECTIONS = {
    "Шеньян": "Шэньян",
    "Яньбянь-Корейский АО": "Яньбянь-Корейский автономный округ",
}


ZONE_GENERICS = (
    ("边境经济合作区", "边境合作区", "边合区"),
    ("经济技术开发区", "经济开发区", "经开区"),
    ("高新技术产业开发区", "高新技术开发区", "高新技术产业园区", "高新园区", "高新区"),
    ("综合保税区", "综保区"),
)
"""What zones are called; names in one row stand for each other, longer ones first."""
ENGLISH_GENERICS = (
    (
        "Border Economic Cooperation Zone",
        "Border Economic Zone",
        "Border Cooperation Zone",
    ),
    (
        "Economic and Technological Development Zone",
        "Economic Technological Development Zone",
        "Economic and Technical Development Zone",
        "Economic Technical Development Zone",
        "Economic and Technological Development Area",
        "Economic Technological Development Area",
        "Economic and Development Zone",
        "Economic Development Zone",
        "Economic Development Area",
    ),
    (
        "High-tech Industrial Development Zone",
        "High-tech Industry Development Zone",
        "High-tech Development Zone",
        "High-tech Industrial Park",
        "High-tech Industrial Zone",
        "High-tech Zone",
        "Hi-tech Industrial Development Zone",
        "Hi-tech Development Zone",
        "Hi-tech Zone",
    ),
)
"""The same in English; & is read as nothing."""


class Name(NamedTuple):
    """A row of the table."""

    unit: str
    name: str
    lang: str
    script: str
    kind: str
    valid_from: str
    valid_to: str
    generated: str
    source: str
    note: str


def table(bucket: str, name: str) -> list[dict[str, str]]:
    """The rows of a gazetteer table."""
    with (GAZETTEER / bucket / f"{name}.csv").open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def script(name: str) -> str:
    """The script of a name by its first telling character (ISO 15924)."""
    ranges = (
        ("Kana", "\u3040", "\u30ff"),
        ("Hani", "\u4e00", "\u9fff"),
        ("Hang", "\uac00", "\ud7af"),
        ("Cyrl", "\u0400", "\u04ff"),
    )
    return next(
        (
            code
            for code, low, high in ranges
            if any(low <= sign <= high for sign in name)
        ),
        "Latn",
    )


def fold(name: str) -> str:
    """Names that differ only in case, accents, spaces and hyphens are one."""
    bare = "".join(
        sign
        for sign in unicodedata.normalize("NFKD", name)
        if not unicodedata.combining(sign)
    )
    return re.sub(r"[\s'’.-]", "", bare).casefold() if script(name) == "Latn" else name


def by_rule(
    unit: str, name: str, lang: str, kind: str, source: str, note: str = ""
) -> Name:
    return Name(unit, name, lang, script(name), kind, "", "", "1", source, note)


def iso_codes() -> Iterator[Name]:
    """CN-LN and the like for every province; the bare two letters are weak."""
    version = f"pycountry {pins()['pycountry']['version']} (ISO 3166-2)"
    path = folder("pycountry") / "pycountry" / "databases" / "iso3166-2.json"
    provinces = {
        short_name(unit.name, unit.level): unit
        for unit in divisions()
        if unit.level == "province"
    }
    sounds = {
        fold(english(pinyin(unit.name, short))): unit.code
        for short, unit in provinces.items()
    }
    sounds |= {"neimongol": "150000", "hongkongsar": "810000", "macaosar": "820000"}
    for row in json.loads(path.read_text("utf8"))["3166-2"]:
        if row["code"].startswith("CN-"):
            unit = _iso_unit(row["code"], row["name"], sounds)
            yield by_rule(unit, row["code"], "en", "abbreviation", version)._replace(
                generated="0"
            )
            if row["code"][3:] not in NOT_BARE:
                yield by_rule(
                    unit,
                    row["code"][3:],
                    "en",
                    "abbreviation",
                    version,
                    "weak: two letters",
                )


def _iso_unit(code: str, name: str, sounds: dict[str, str]) -> str:
    """The province behind an ISO name; Shanxi and Shaanxi sound alike and go by their code."""
    alike = {"CN-SN": "610000", "CN-SX": "140000"}
    stem = re.sub(r" (?:Sheng|Shi|Zizhiqu|.*zu Zizhiqu|Uygur Zizhiqu)$", "", name)
    return alike.get(code) or sounds[fold(stem)]


def autonomous_shorts(units: Iterable[Division]) -> Iterator[Name]:
    """长白县 for 长白朝鲜族自治县, 延边州 for 延边朝鲜族自治州: the generic without the people."""
    for unit in units:
        found = re.search("自治([县旗州])$", unit.name)
        if found:
            short = short_name(unit.name, unit.level) + found[1]
            yield by_rule(
                unit.code,
                short,
                "zh",
                "short",
                "short form of an autonomous division, by rule",
            )


def ethnic_townships() -> Iterator[Name]:
    """延和乡 for 延和朝鲜族乡."""
    for row in table("cc-by", "townships"):
        if re.search("族[乡镇]$", row["name_zh"]):
            short = row["short_zh"] + row["name_zh"][-1]
            yield by_rule(
                row["code"],
                short,
                "zh",
                "short",
                "short form of an ethnic township, by rule",
            )


def our_units() -> list[dict[str, str]]:
    """Divisions and townships of both provinces."""
    ours = [row for row in table("cc-by", "divisions") if row["code"].startswith(OURS)]
    return ours + table("cc-by", "townships")


def machine_pinyin() -> Iterator[Name]:
    """What a converter makes of a name when it misses the place-name reading: Huichun, Zhangbai, Zhaoyang."""
    source = "pypinyin 0.55.0 without the overrides"
    for row in our_units():
        for context in (row["name_zh"], row["short_zh"]):
            sounds = " ".join(lazy_pinyin(context)[: len(row["short_zh"])]).replace(
                "v", "ü"
            )
            if sounds != row["pinyin"]:
                yield by_rule(
                    row["code"], english(sounds), "en", "machine_pinyin", source
                )


def spelling_variants() -> Iterator[Name]:
    """ü typed as v or yu; 堡, which local use reads bao, bu or pu."""
    for row in our_units():
        sounds = row["pinyin"].split()
        for letter in ("v", "yu") if "ü" in row["pinyin"] else ():
            name = (
                english(row["pinyin"]).replace("ü", letter).replace("Ü", letter.upper())
            )
            yield by_rule(
                row["code"],
                name,
                "en",
                "pinyin",
                "spelling of ü on keyboards and in passports",
            )
        for at, sign in enumerate(row["short_zh"]):
            for reading in {"bao", "bu", "pu"} - {sounds[at]} if sign == "堡" else ():
                name = english(" ".join([*sounds[:at], reading, *sounds[at + 1 :]]))
                yield by_rule(
                    row["code"], name, "en", "pinyin", "reading of 堡 in local use"
                )


def romanized_formers() -> Iterator[Name]:
    """Pinyin of both provinces' retired names where one unit has followed, unless a division of today sounds so."""
    shorts = {row["code"]: row["short_zh"] for row in table("cc-by", "divisions")}
    taken = {row["short_zh"] for row in our_units()} | {"郊区"}
    sounds = {row["pinyin"] for row in table("cc-by", "divisions")}
    for row in table("cc-by", "history"):
        heir = row["successor"]
        if (
            row["code"].startswith(OURS)
            and heir in shorts
            and row["short_zh"] not in taken
        ):
            spaced = pinyin(row["name_zh"], row["short_zh"])
            name = by_rule(
                heir, english(spaced), "en", "former", f"pinyin of {row['name_zh']}"
            )
            if spaced not in sounds:
                yield name._replace(valid_from=row["first"], valid_to=row["last"])


def russian() -> Iterator[Name]:
    """Russian names of provinces and prefectures, all China, two of them corrected."""
    source = f"zh2ru-idterms {pins()['zh2ru-idterms']['version']}"
    codes = {unit.name: unit.code for unit in divisions() if unit.level != "county"}
    file = folder("zh2ru-idterms") / "zh2ru_idterms" / "data" / "terms.db"
    with sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True) as terms:
        rows = terms.execute(
            "select name_zh, name_ru from geo_province union select name_zh, name_ru from geo_city"
        ).fetchall()
    for chinese, name in rows:
        if chinese in codes and name:
            correct = RUSSIAN_CORRECTIONS.get(name, name)
            yield by_rule(codes[chinese], correct, "ru", "russian", source)._replace(
                generated="0"
            )


def zone_names() -> Iterator[Name]:
    """丹东市边境经济合作区, 丹东边合区: a zone with the full and the short name of its division and with each of its generics."""
    chains, source = _around(), "names of zones, by rule"
    for row in table("facts", "areas"):
        stem, words = _parted(row["name_zh"], ZONE_GENERICS)
        for lead, own in _leads(stem, chains[row["county"]]) if words else ():
            yield from (
                by_rule(row["code"], lead + own + word, "zh", "short", source)
                for word in words
            )
        stem, words = _parted(row["name_en"], ENGLISH_GENERICS)
        if _sounds_alone(stem, {full for full, _ in chains[row["county"]]}):
            yield from (
                by_rule(row["code"], stem + word, "en", "english", source)
                for word in words
            )


def _parted(name: str, generics: Sequence[Sequence[str]]) -> tuple[str, Sequence[str]]:
    """A zone's name without its generic, and all generics that stand for that one; none where it has none of them."""
    for words in generics:
        generic = next((word for word in words if name.endswith(word)), None)
        if generic:
            return name.removesuffix(generic), words
    return name, ()


def _sounds_alone(stem: str, around: set[str]) -> bool:
    """Is a zone called after divisions around it, and no other in China sounds so?

    Jinshan is in Shanghai as well, and a city's districts are called after anything.
    """
    places, words = _sounds(), stem.split()
    leads = [fold(" ".join(words[: at + 1])) for at in range(len(words))]
    found = [places[lead] for lead in leads if lead in places]
    return all(names <= around for names in found) and any(
        not name.endswith("区") for names in found for name in names
    )


@cache
def _sounds() -> dict[str, set[str]]:
    """Chinese names of all divisions by how they sound."""
    places: dict[str, set[str]] = {}
    for row in table("cc-by", "divisions"):
        places.setdefault(fold(row["name_en"]), set()).add(row["name_zh"])
    return places


def _around() -> dict[str, list[tuple[str, str]]]:
    """Full and short names of each division and of those around it, from the inside out."""
    units = {row["code"]: row for row in table("cc-by", "divisions")}
    found: dict[str, list[tuple[str, str]]] = {}
    for code in sorted(units, key=lambda code: len(code.rstrip("0"))):
        row = units[code]
        found[code] = [(row["name_zh"], row["short_zh"]), *found.get(row["parent"], [])]
    return found


def _leads(stem: str, around: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Division, as it is written in full and in short, and the zone's own name.

    Of what leads the name the innermost division counts, and no province.

    >>> [*_leads("吉林船营", [("船营区", "船营"), ("吉林市", "吉林"), ("吉林省", "吉林")])]
    [('船营区', ''), ('船营', '')]
    >>> [*_leads("营口辽河", [("老边区", "老边"), ("营口市", "营口"), ("辽宁省", "辽宁")])]
    [('营口市', '辽河'), ('营口', '辽河')]
    """
    outer = {"", *(name for names in around for name in names)}
    for full, short in around[:-1]:
        before, found, rest = stem.rpartition(short)
        if found and before in outer:
            own = rest.removeprefix(full.removeprefix(short))
            yield from ((full, own), (short, own))
            return


def damaged() -> Iterator[Name]:
    """DNDNG, XI,AN, Kuandianmanzu."""
    units, words = (
        table("cc-by", "divisions"),
        {row["word"] for row in table("facts", "words")},
    )
    shorts: dict[str, list[str]] = {}
    for row in table("facts", "names_curated"):
        if row["kind"] == "short" and re.fullmatch("[\u4e00-\u9fff]{2}", row["name"]):
            shorts.setdefault(row["unit"], []).append("".join(lazy_pinyin(row["name"])))
    found = (
        *damage.without_vowels(units, words),
        *damage.with_comma(units),
        *damage.with_people(units, shorts),
    )
    yield from (
        by_rule(unit, name, "en", kind, source, note)
        for unit, name, kind, source, note in found
    )


def curated() -> Iterator[Name]:
    return (Name(**row) for row in table("facts", "names_curated"))


def known() -> set[tuple[str, str]]:
    """What the tables of divisions, townships and areas already say."""
    found = set()
    for bucket, name in (
        ("cc-by", "divisions"),
        ("cc-by", "townships"),
        ("facts", "areas"),
    ):
        for row in table(bucket, name):
            for form in (
                row["name_zh"],
                row["short_zh"],
                row["name_en"],
                english(row["pinyin"]),
            ):
                found.add((row["code"], fold(form)))
    return found


def collected() -> list[Name]:
    """Every name once for its unit, the curated before the rule-made."""
    sources = (
        curated(), iso_codes(), russian(), autonomous_shorts(divisions()), ethnic_townships(), romanized_formers(),
        machine_pinyin(), spelling_variants(), zone_names(), damaged(),
    )  # fmt: skip
    seen, names = known(), []
    for name in (name for found in sources for name in found):
        key = (name.unit, fold(name.name))
        if key not in seen:
            seen.add(key)
            names.append(name)
    return sorted(names)


def check(names: list[Name]) -> None:
    """Units exist, kinds are known, every row has a source, Guilin is not Jilin."""
    tables = (
        ("cc-by", "divisions"),
        ("cc-by", "townships"),
        ("facts", "areas"),
        ("facts", "crossings"),
    )
    units = {
        row.get("code") or row["id"]
        for bucket, name in tables
        for row in table(bucket, name)
    }
    assert {name.unit for name in names} <= units, {name.unit for name in names} - units
    assert {name.kind for name in names} <= KINDS and all(name.source for name in names)
    assert not any(
        "guilin" in fold(name.name) for name in names if name.unit.startswith("22")
    ), "Guilin is in Guangxi"
    have = {(name.unit, fold(name.name)) for name in names}
    for unit, name in (
        ("222404", "huichun"),
        ("220623", "zhangbai"),
        ("211300", "zhaoyang"),
        ("210224", "zhanghai"),
    ):
        assert (unit, name) in have, name
    assert {
        ("210600", "antung"),
        ("210000", "cnln"),
        ("220000", "jl"),
        ("220721", "前郭县"),
        ("222400", "延边州"),
    } <= have


def main() -> None:
    names = collected()
    check(names)
    write_table("facts", "names", HEADER, names)


if __name__ == "__main__":
    main()
