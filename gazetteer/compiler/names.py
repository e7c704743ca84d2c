"""Every name of every unit, folded and squeezed, with what it refers to.

References say what a name is to a unit (see `NameKind`). Townships elsewhere in China are foils: their names refer to their
county, so that a same-named place far away is known without being a unit of its own.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from compiler.spellings import korean_forms, pinyin_forms, russian_forms
from compiler.tables import Row, judgement, squeeze, table
from compiler.units import TERRITORIES, Units, city_shares
from nkrisk_geo.gazetteer.name_kinds import NameKind, reference
from nkrisk_geo.gazetteer.vocabulary import KIND_LABELS

Reference = tuple[str, int, NameKind]
"""(name as written, unit number, kind)."""

KINDS = {
    "official": NameKind.FULL, "short": NameKind.SHORT, "english": NameKind.ROMANIZED, "pinyin": NameKind.ROMANIZED,
    "postal_map": NameKind.FOREIGN, "wade_giles": NameKind.FOREIGN, "former": NameKind.FORMER,
    "korean": NameKind.FOREIGN, "korean_south": NameKind.FOREIGN, "russian": NameKind.FOREIGN, "japanese": NameKind.FOREIGN,
    "korean_latin": NameKind.FOREIGN,
    "abbreviation": NameKind.ABBREVIATION, "misspelling": NameKind.MISSPELT, "machine_pinyin": NameKind.MISSPELT,
    "vowelless": NameKind.GENERATED, "read_out": NameKind.ROMANIZED, "translated": NameKind.GENERATED,
}  # fmt: skip
MIN_LATIN, MIN_HAN = 4, 2
UNTYPED = frozenset(
    {NameKind.SHORT, NameKind.CITY, NameKind.TOWNSHIP_SHORT, NameKind.GENERATED}
)
"""Kinds of names without a generic: one that equals a generic word (BANK, 新区) is none."""
GENERIC_WORDS = {
    row["word"] for row in table("facts/words") if row["class"] != "common"
}
DPRK_GENERICS = {"시": ("市", "City"), "군": ("郡", "County")}
READ_OUT = ("japanese", "korean_latin")
"""Kinds of names that a rule made of readings, and that hardly anybody writes."""
READ = ("Unihan", "Loanword Orthography")
"""Sources of the names that were read character by character."""
UNDIVIDED_PROVINCES = ("Hwanghae", "Hamgyong", "Pyongan", "Phyongan")
"""DPRK provinces by the names that they had before they were divided into north and south."""
LATIN_GENERICS = {
    row["word"] for row in table("facts/words") if row["script"] == "latin"
}
SUFFIXES = ("市", "区", "县", "旗", "州", "镇", "乡", "街道")
ZONES = ("区", "园", "场", "局", "湾")
ROADS = ("路", "街", "道", "里", "桥", "巷")
"""Subdistricts are called after roads (人民路街道); without the generic the road is meant."""
STREET_WORDS = (
    "avenue",
    "ave",
    "street",
    "st",
    "dajie",
    "jie",
    "road",
    "rd",
    "outerstreet",
    "outerst",
)
OURS = ("21", "22")
KOREAN_SYLLABLES = 3
"""Syllables of a transcription that no place in Korea is called by chance."""
HANGUL_GENERICS = ("시", "구", "현", "기", "성", "자치주", "자치구", "지구", "맹")
"""Those of China's divisions in Korean texts."""
HANGUL_CITIES = ("시", "직할시", "특별시")
LATIN_ENDINGS = {"gu": ("gu", "ku"), "gun": ("gun", "kun")}
"""What southern generics are in the two romanizations."""
SHORTEST_ALONE = 2
"""Characters of a Japanese municipality that says little by itself: 津市."""
BARE_STEM = 5
"""Letters of a romanized stem that counts without its generic."""
BY_LAND = frozenset({"road", "rail", "rail+road", "rail+river", "russia"})
"""Kinds of crossings that a county's name with 口岸 can mean; its harbours are 港."""
AIRPORTS = ("Airport", "International Airport")
CROSSING_WORDS = ("port", "kouan", "border port", "crossing")
TOWNSHIP_KINDS = frozenset({"town", "township", "subdistrict"})
COUNTRY_KINDS = {
    "bare": NameKind.GENERATED,
    "alpha2": NameKind.CODE,
    "alpha3": NameKind.CODE,
    "abbreviation": NameKind.ABBREVIATION,
}


def compile_names(references: Iterator[Reference]) -> dict[str, dict[str, object]]:
    """The name tables of one bucket by script, sorted by name.

    A generic that is written behind a hyphen (-dong) keeps it, so that it is no name by itself.
    """
    index: dict[str, dict[str, dict[int, None]]] = {"han": {}, "latin": {}}
    for name, unit, kind in references:
        script, form = squeeze(name)
        if name.startswith("-"):
            _keep_strongest(index[script].setdefault(name, {}), unit, kind)
            continue
        if kind in UNTYPED and form in GENERIC_WORDS:
            continue
        if (
            script == "latin"
            and "," in name
            and kind in (NameKind.FULL, NameKind.MISSPELT)
        ):
            parts = [squeeze(part)[1] for part in name.split(",")]
            _keep_strongest(index[script].setdefault(",".join(parts), {}), unit, kind)
            if len(parts[-1]) == 1 or kind == NameKind.MISSPELT:
                continue  # KOREA, N. without its comma would be KOREAN, and XI,AN is Xi'an
        short = kind in (NameKind.ABBREVIATION, NameKind.CODE)
        if len(form) >= (1 if short else MIN_LATIN if script == "latin" else MIN_HAN):
            _keep_strongest(index[script].setdefault(form, {}), unit, kind)
    return {script: _columns(names) for script, names in index.items()}


def _columns(names: dict[str, dict[int, None]]) -> dict[str, object]:
    """Sorted names, where the references of each start, and the references."""
    text = sorted(names)
    starts = itertools.accumulate((len(names[name]) for name in text), initial=0)
    return {
        "text": text,
        "start": [*starts],
        "refs": [ref for name in text for ref in sorted(names[name])],
    }


def _keep_strongest(references: dict[int, None], unit: int, kind: NameKind) -> None:
    """Add a reference unless the name already refers to the unit more strongly."""
    lowest = reference(unit, 0)
    same = [each for each in references if lowest <= each < reference(unit + 1, 0)]
    if all(lowest + kind < each for each in same):
        for each in same:
            del references[each]
        references[lowest + kind] = None


def cc_by_names(units: Units) -> Iterator[Reference]:
    """Divisions, Liaoning and Jilin townships, GeoNames' names, cities abroad."""
    number = units.number
    for row in (
        *table("cc-by/divisions"),
        *(row for row in table("cc-by/townships") if row["status"] == "active"),
    ):
        unit = number[row["code"]]
        yield row["name_zh"], unit, NameKind.FULL
        if "kind" not in row or not row["short_zh"].endswith(ROADS):
            yield row["short_zh"], unit, NameKind.SHORT
        yield row["name_en"], unit, NameKind.ROMANIZED
        yield from (
            (form, unit, NameKind.ROMANIZED) for form in pinyin_forms(row["pinyin"])
        )
        if row.get("kind") in TOWNSHIP_KINDS:
            # 乡 become 镇 and 镇 become 街道; registers keep the old word for years.
            yield from (
                (row["short_zh"] + suffix, unit, NameKind.RENAMED)
                for suffix in ("乡", "镇", "街道")
            )
    yield from listed_names("cc-by/names_geonames", number)
    yield from _former_names(number)
    yield from _dprk_names(number)
    own = _northern()
    for row in table("cc-by/foreign_cities"):
        country = row["iso2"]
        unit = number.get(
            country,
            number.get({v: k for k, v in TERRITORIES.items()}.get(country, ""), -1),
        )
        for name in {row["name"], *filter(None, row["names"].split(";"))}:
            kind = kind_abroad(city_shares()[row["id"]])
            if country == "KP" and name in _quarters():
                yield name, unit, NameKind.GENERATED
            elif country != "KP" or squeeze(name)[1] not in own:
                yield name, unit, kind
                if country == "KR" and re.fullmatch("[가-힣]{2,3}", name):
                    yield name + "시", unit, kind


def kind_abroad(share: float) -> NameKind:
    """The kind of a name of a city abroad, by the share of its country's records that name it."""
    kinds = (NameKind.CITY, NameKind.TOWN_ABROAD, NameKind.VILLAGE_ABROAD)
    least = [judgement()[f"least share abroad: {KIND_LABELS[kind]}"] for kind in kinds]
    return next(
        (kind for kind, part in zip(kinds, least, strict=True) if share >= part),
        NameKind.HAMLET_ABROAD,
    )


def _former_names(number: dict[str, int]) -> Iterator[Reference]:
    """Names of retired divisions: 扶余县 leads to 扶余市.

    A name that a unit of today in the province has is none (扶余市 is no longer 松原市); of two units that had a name the
    last one counts.
    """
    current = {(row["code"][:2], row["name_zh"]) for row in table("cc-by/divisions")}
    latest: dict[tuple[str, str], Row] = {}
    for row in table("cc-by/history"):
        key = (row["code"][:2], row["name_zh"])
        if key not in current and row["last"] >= latest.get(key, row)["last"]:
            latest[key] = row
    for row in latest.values():
        for successor in row["successor"].split(";"):
            yield row["name_zh"], number[successor], NameKind.FORMER


def _dprk_names(number: dict[str, int]) -> Iterator[Reference]:
    """Cities and counties of the DPRK; its provinces stand for the country, unless the South has one of the name."""
    southern = {
        squeeze(row["name"])[1]
        for row in table("facts/foreign_regions")
        if row["iso2"] == "KR"
    }
    for row in table("cc-by/kp_places"):
        province = re.fullmatch("KP-(0[2-9]|10)", row["id"])
        unit = number["KP"] if province else number[row["id"]]
        bare = _bare_counties(row) | _quarters()
        for name in (*_place_spellings(row), *_with_generics(row)):
            shared = province and squeeze(name)[1] in southern
            weak = NameKind.GENERATED if name in bare else NameKind.ROMANIZED
            yield name, unit, NameKind.CITY if shared else weak
    for name in UNDIVIDED_PROVINCES:
        yield name, number["KP"], NameKind.ROMANIZED


def _bare_counties(row: Row) -> set[str]:
    """The Hangul names of a county of the DPRK without its generic: 금강 is a river, 위원 a committee member, 개성 a character.

    Those of cities are known by themselves: 신의주, 청진.
    """
    names = _place_spellings(row)
    if any(
        re.fullmatch("[가-힣]{3,}", name) and name.endswith(HANGUL_CITIES)
        for name in names
    ):
        return set()
    return {name for name in names if re.fullmatch("[가-힣]{2}", name)}


def _japanese_places(number: dict[str, int]) -> Iterator[Reference]:
    """Japan's municipalities; behind their prefecture where a division of China has the characters: 白山市 is in Jilin too.

    Wards of Tokyo (北区, 江东区) are called as districts are in any city.
    """
    chinese = {
        row[column]
        for column in ("name_zh", "short_zh")
        for row in (*table("cc-by/divisions"), *table("cc-by/history"))
    }
    for row in table("facts/jp_divisions"):
        name = row["name_ja"]
        alone = (
            squeeze(name)[1] not in chinese
            and name[-1] != "区"
            and len(name) > SHORTEST_ALONE
        )
        yield name if alone else row["prefecture"] + name, number["JP"], NameKind.CITY


@cache
def _quarters() -> frozenset[str]:
    """Hangul names that towns, quarters or villages of the South have as well."""
    return frozenset(row["name_ko"] for row in table("facts/kr_quarters"))


@cache
def _northern() -> frozenset[str]:
    """Forms of the names of places in the DPRK."""
    return frozenset(
        squeeze(name)[1]
        for row in table("cc-by/kp_places")
        for name in _place_spellings(row)
    )


def _southern_names() -> Iterator[str]:
    """South Korea's divisions: 강남구, 강남, GANGNAM-GU, KANGNAM-KU; a bare romanized stem where China has none of the name.

    JINAN and ANYANG are more often China's. McCune-Reischauer's stems are there where the DPRK has one.
    """
    chinese = {row["pinyin"].replace(" ", "") for row in table("cc-by/divisions")}
    for row in table("facts/kr_divisions"):
        yield row["name_ko"]
        if len(row["stem_ko"]) > 1:
            yield row["stem_ko"]
        for system in ("revised", "mccune"):
            stem, generic = row[system].split("-")
            if len(row["stem_ko"]) == 1:
                continue  # CHUNG-GU is in Pyongyang too
            yield from (
                f"{stem}-{word}" for word in LATIN_ENDINGS.get(generic, (generic,))
            )
            form = squeeze(stem)[1]
            listed = system == "revised" or (
                form in _northern() and row["stem_ko"] in _northern()
            )
            if listed and len(form) >= BARE_STEM and form not in chinese:
                yield stem


def _southern_places(number: dict[str, int]) -> Iterator[Reference]:
    """What speaks for South Korea, and more softly where the DPRK has a place of the name too: 고성군, 철원군.

    Other words of the text have to say on which side such a place is: one of 250 divisions has a two-hundredth of the South's
    records. A bare stem in Hangul is the South's (강남, 이천), one in Latin may be a place of other countries as well.
    """
    for name in _southern_names():
        shared = squeeze(name)[1] in _northern() and not re.fullmatch(
            "[가-힣]{2}", name
        )
        bare = (
            NameKind.VILLAGE_ABROAD
            if re.fullmatch("[A-Za-z']+", name)
            else NameKind.CITY
        )
        yield name, number["KR"], NameKind.TOWN_ABROAD if shared else bare
    yield from (
        (name, number["KR"], NameKind.HAMLET_ABROAD) for name in sorted(_quarters())
    )


@cache
def _southern() -> frozenset[str]:
    """Forms of the names of places in South Korea."""
    cities = (
        name
        for row in table("cc-by/foreign_cities")
        for name in (row["name"], *row["names"].split(";"))
        if row["iso2"] == "KR"
    )
    places = (
        name for row in table("facts/kr_places") for name in _place_spellings(row)
    )
    return frozenset(
        squeeze(name)[1] for name in (*cities, *places, *_southern_names())
    )


def _with_generics(row: Row) -> Iterator[str]:
    """满浦市, MUSAN COUNTY: a place of the DPRK with the generic that one of its Korean names has.

    The names of these units have none to tell whether a generic in a text fits. A name that the South has as well (CHONGJU,
    SUNCHON) stays open with its generic too.
    """
    names = [
        name for name in _place_spellings(row) if squeeze(name)[1] not in _southern()
    ]
    for korean, (chinese, english) in DPRK_GENERICS.items():
        if any(
            re.fullmatch(f"[가-힣]{{2,}}{korean}", name)
            for name in _place_spellings(row)
        ):
            yield from (
                f"{name} {english}"
                for name in names
                if re.fullmatch("[A-Z][a-z]+", name)
            )
            yield from (
                name + chinese
                for name in names
                if re.fullmatch("[\u4e00-\u9fff]{2,3}", name)
            )


def listed_names(name: str, number: dict[str, int]) -> Iterator[Reference]:
    """The rows of a table of names. What a rule made is weak whatever its kind, and so is a row whose note says so."""
    rows = (*table("cc-by/divisions"), *table("cc-by/townships"))
    short = {row["short_zh"] for row in rows}
    english = {row["code"]: squeeze(row["name_en"])[1] for row in rows}
    full = {row["code"]: row["name_zh"] for row in table("cc-by/divisions")}
    for row in table(name):
        rest = squeeze(row["name"])[1].removeprefix(english.get(row["unit"], " "))
        generic = rest in LATIN_GENERICS and row["kind"] != "read_out"
        if generic or row["unit"] not in number:
            continue  # the grammar reads QINGYUAN COUNTY for every Qingyuan alike
        if row["kind"] == "japanese" and squeeze(row["name"]) == squeeze(
            full.get(row["unit"], "")
        ):
            continue  # 丹東市, whose characters fold to the official ones
        kind = _listed_kind(row)
        if (
            kind is NameKind.SHORT
            and row["name"].endswith(SUFFIXES)
            and row["name"] not in short
        ):
            kind = (
                NameKind.FULL
            )  # 宽甸县 is short for 宽甸满族自治县 and still has its generic
        yield row["name"], number[row["unit"]], kind
        if (
            row["generated"] == "1"
            and row["script"] == "Hang"
            and row["unit"] in full
            and not _is_whole(row)
        ):
            alone = NameKind.MISSPELT if row["unit"] in _shared() else NameKind.FOREIGN
            yield from (
                (form, number[row["unit"]], alone)
                for form in korean_forms(row["name"], full[row["unit"]])
            )
        if (
            row["kind"] == "russian"
            and row["unit"] in full
            and row["unit"].startswith(OURS)
        ):
            weak = (row["unit"], squeeze(row["name"])[1]) in _weak()
            standing = NameKind.ABBREVIATION if weak else _standing(row)
            yield from (
                (form, number[row["unit"]], standing)
                for form in russian_forms(row["name"], full[row["unit"]])
            )


def _listed_kind(row: Row) -> NameKind:
    """The kind of a listed name, its short forms aside."""
    kind = KINDS[row["kind"]]
    if (row["unit"], squeeze(row["name"])[1]) in _weak():
        kind = NameKind.ABBREVIATION  # weighs as little: KIRIN is a brewer
    if row.get("valid_to") and kind is NameKind.FOREIGN:
        kind = NameKind.FORMER  # ANTUNG is a spelling of a name that was changed
    if row["generated"] == "1" and row["script"] not in ("Hani", "Hans", "Hant"):
        kind = _standing(row)
    return NameKind.CODE if row["name"].startswith("CN-") else kind  # ISO 3166-2


def _is_whole(row: Row) -> bool:
    """Is it a Korean name of one of China's divisions with its generic: 남강구?"""
    return (
        row["script"] == "Hang"
        and row["name"].endswith(HANGUL_GENERICS)
        and row["kind"].startswith("korean")
    )


def _standing(row: Row) -> NameKind:
    """The kind of a name that a rule made.

    Palladius' Cyrillic and Seoul's transcription are standards that people write by: such a name is as good as one that was
    seen where no other division of China sounds so. Wade-Giles looks like other words too often.
    """
    unique = row["unit"] not in _shared()
    if row["kind"] in ("english", "read_out"):
        return (
            NameKind.ROMANIZED
        )  # a zone with another of its usual generics, and KUANDIANMANZU
    if row["kind"] == "misspelling":
        return NameKind.MISSPELT  # XI,AN is nothing else
    if row["kind"] == "russian":
        return NameKind.FOREIGN if unique else NameKind.MISSPELT
    if row["kind"] == "vowelless" and row["note"].startswith("weak"):
        return NameKind.ABBREVIATION  # HNCHN is Hunchun and Hanchuan
    if row["kind"] in READ_OUT:
        return (
            NameKind.ABBREVIATION
        )  # weighs as little: つうか is currency, Pusin may be anything
    if _is_whole(row) and row["source"].startswith(READ):
        return NameKind.FOREIGN if unique else NameKind.MISSPELT
    if row["kind"] == "korean_south" and unique:
        return (
            NameKind.FOREIGN
            if len(row["name"]) >= KOREAN_SYLLABLES
            else NameKind.MISSPELT
        )
    return (
        NameKind.MISSPELT
        if row["kind"] == "wade_giles" and unique
        else NameKind.GENERATED
    )


@cache
def _weak() -> frozenset[tuple[str, str]]:
    """Unit and form of the names that are something else today; abbreviations are weak anyway."""
    return frozenset(
        (row["unit"], squeeze(row["name"])[1])
        for row in table("facts/names")
        if row["note"].startswith("weak") and row["kind"] != "abbreviation"
    )


@cache
def _shared() -> frozenset[str]:
    """Divisions that share their romanized name with one in another prefecture."""
    places: dict[str, set[str]] = {}
    for row in table("cc-by/divisions"):
        places.setdefault(squeeze(row["name_en"])[1], set()).add(row["code"][:4])
    return frozenset(
        row["code"]
        for row in table("cc-by/divisions")
        if len(places[squeeze(row["name_en"])[1]]) > 1
    )


def facts_names(units: Units) -> Iterator[Reference]:
    """Countries, DPRK places, areas, crossings, UN/LOCODE, listed and former names, China's other townships."""
    number = units.number
    yield from _country_names(number)
    yield from listed_names("facts/names", number)
    yield from listed_names("facts/names_transcribed", number)
    yield from _spanning(number)
    yield from _place_names(number)
    yield from _landmark_streets(number)
    current = {(row["code"][:2], row["name_zh"]) for row in table("cc-by/divisions")}
    last: dict[tuple[str, str], str] = {}
    for row in table("cc-by/history"):
        key = (row["code"][:2], row["name_zh"])
        last[key] = max(row["last"], last.get(key, ""))
    for row in table("cc-by/history"):
        key = (row["code"][:2], row["name_zh"])
        if key in current:
            continue  # a unit of today has the name: 扶余市 is no longer 松原市
        kind = NameKind.FORMER if row["last"] == last[key] else NameKind.GENERATED
        for successor in row["successor"].split(";"):
            yield row["name_zh"], number[successor], kind
    stems = {row["code"]: row["short_zh"] for row in table("cc-by/divisions")}
    for row in table("facts/foil_townships"):
        if (
            row["name_zh"].endswith(("镇", "乡", "街道", "苏木"))
            and row["name_zh"] not in GENERIC_WORDS
        ):
            seat = row["short_zh"] == stems.get(row["county"])
            yield (
                row["name_zh"],
                number[row["county"]],
                NameKind.SEAT if seat else NameKind.TOWNSHIP,
            )
    yield from _short_foils(number)


def _spanning(number: dict[str, int]) -> Iterator[Reference]:
    """Names of what lies in several counties, for each of these: 大连高新区 and a street of 甘井子区 agree.

    Such a name means a county as seldom as that of a township does. The county that the unit is counted to is around it anyway.
    """
    parents = {row["code"]: row["county"] for row in table("facts/areas")}
    spans = {
        number[row["unit"]]: {*row["spans"].split(";")} - {parents.get(row["unit"], "")}
        for row in table("facts/spans")
    }
    for name, unit, kind in itertools.chain(
        _area_names(number), listed_names("facts/names", number)
    ):
        if unit in spans and kind is not NameKind.ABBREVIATION:
            yield from (
                (name, number[county], NameKind.TOWNSHIP_SHORT)
                for county in sorted(spans[unit])
            )


_VILLAGE = re.compile("(?:村|社区|屯)$")


def village_names(units: Units) -> Iterator[Reference]:
    """Villages by their bare names, which tell same-named townships apart; none that is a division's (海城村镇银行)."""
    taken = {row["short_zh"] for row in table("cc-by/divisions")}
    for row in table("facts/villages"):
        if row["name"].removesuffix("村") not in taken:
            yield (
                _VILLAGE.sub("", row["name"]),
                units.number[row["unit"]],
                NameKind.VILLAGE,
            )


def locality_names(units: Units) -> Iterator[Reference]:
    """Quarters and roads of districts that share their name; none called after a province, as roads are anywhere."""
    wide = {
        row["short_zh"]
        for row in table("cc-by/divisions")
        if row["level"] == "province"
    }
    for row in table("facts/localities"):
        if row["name"].rstrip("路街道里巷") in wide:
            continue
        yield row["name"], units.number[row["unit"]], NameKind.LOCALITY


def regional_table(units: Units) -> dict[str, object]:
    """Words for roads and quarters that one region uses more than others, `#` for a number, in the form of name tables."""
    found: dict[str, dict[int, None]] = {}
    for row in table("facts/regional_words"):
        found.setdefault(row["word"], {})[
            reference(units.number[row["unit"]], NameKind.LOCALITY)
        ] = None
    return _columns(found)


def _landmark_streets(number: dict[str, int]) -> Iterator[Reference]:
    """Streets that only one city has: 建国门外大街, JIANGUOMENWAI AVENUE. With their generic, or the road would be set aside."""
    for row in table("facts/landmark_streets"):
        unit = number[row["unit"]]
        yield from (
            (row["name_zh"] + word, unit, NameKind.SHORT) for word in ("大街", "街")
        )
        joined = row["pinyin"].replace(" ", "")
        yield from ((joined + word, unit, NameKind.ROMANIZED) for word in STREET_WORDS)


def _country_names(number: dict[str, int]) -> Iterator[Reference]:
    territories = {iso2: code for code, iso2 in TERRITORIES.items()}
    for row in table("facts/countries"):
        unit = number[territories.get(row["iso2"], row["iso2"])]
        yield row["name"], unit, COUNTRY_KINDS.get(row["kind"], NameKind.FULL)
    for row in table("facts/foreign_regions"):
        yield (
            row["name"],
            number[territories.get(row["iso2"], row["iso2"])],
            NameKind.CITY,
        )


def _place_names(number: dict[str, int]) -> Iterator[Reference]:
    for row in table("facts/kr_places"):
        yield from (
            (name, number["KR"], NameKind.CITY) for name in _place_spellings(row)
        )
    yield from _southern_places(number)
    yield from _japanese_places(number)
    for row in table("facts/korean_generics"):
        yield f"-{row['word']}", number[row["country"]], NameKind.GENERATED
    yield from _area_names(number)
    yield from _airport_names(number)
    yield from _crossing_names(number)
    for row in table("facts/locodes"):
        if row["county"] in number and not row["county"].endswith("0000"):
            yield row["code"], number[row["county"]], NameKind.CODE


def _area_names(number: dict[str, int]) -> Iterator[Reference]:
    """Development zones, farms and forestry bureaus."""
    for row in table("facts/areas"):
        unit = number[row["code"]]
        yield row["name_zh"], unit, NameKind.FULL
        if "kind" not in row or not row["short_zh"].endswith(ROADS):
            yield (
                row["short_zh"],
                unit,
                NameKind.FULL if row["short_zh"].endswith(ZONES) else NameKind.SHORT,
            )
        yield row["name_en"], unit, NameKind.ROMANIZED
        yield from (
            (form, unit, NameKind.ROMANIZED) for form in pinyin_forms(row["pinyin"])
        )


def _airport_names(number: dict[str, int]) -> Iterator[Reference]:
    """丹东浪头国际机场, LANGTOU AIRPORT: with the city and without, where something else is left of the name.

    The town that an airport is called after is meant a little as well, so that the two agree where both are named.
    """
    shorts = {row["short_zh"] for row in table("cc-by/divisions")}
    for row in table("facts/airports"):
        unit, stem = number[row["code"][:3]], row["name_zh"].removesuffix("机场")
        bare, places = (
            stem[2:] if stem[:2] in shorts and len(stem) != 3 else stem,
            row["name_en"].split(" ", 1),
        )
        chinese = [
            name + word for name in {stem, bare} - {""} for word in ("机场", "国际机场")
        ]
        latin = [
            f"{name} {word}"
            for name in {row["name_en"], *places[1:]}
            for word in AIRPORTS
        ]
        yield from ((name, unit, NameKind.FULL) for name in sorted(chinese))
        yield from ((name, unit, NameKind.ROMANIZED) for name in sorted(latin))
        for town in table("cc-by/townships"):
            if (
                bare
                and town["short_zh"] == bare
                and town["county"][:4] == row["unit"][:4]
                and town["code"] in number
            ):
                yield from (
                    (name, number[town["code"]], NameKind.TOWNSHIP_SHORT)
                    for name in sorted((*chinese, *latin))
                )


def _place_spellings(row: Row) -> list[str]:
    """Every spelling of a Korean place."""
    names = [
        row["name_en"],
        row["name_zh"],
        row["name_ko"],
        row["name_ru"],
        *row["variants"].split(";"),
    ]
    return [name for name in names if name]


def _crossing_names(number: dict[str, int]) -> Iterator[Reference]:
    """圈河口岸, QUANHE PORT: with the word for a crossing; alone only where no township has the name."""
    towns = {row["short_zh"] for row in table("cc-by/townships")}
    cities = {
        row["name_en"]
        for row in table("cc-by/divisions")
        if row["level"] == "prefecture"
    }
    for row in table("facts/crossings"):
        unit = number[row["id"]]
        chinese = re.split(r"[(（/]", row["name_zh"])[0].removesuffix("口岸")
        english = re.split(r" - | \(|/", row["name_en"])[0]
        yield chinese + "口岸", unit, NameKind.FULL
        if english not in cities:  # DANDONG PORT is the sea port, not the bridge
            yield from (
                (f"{english} {word}", unit, NameKind.FULL) for word in CROSSING_WORDS
            )
        if chinese not in towns and row["kind"] in ("road", "rail"):
            yield chinese, unit, NameKind.SHORT
            yield english, unit, NameKind.ROMANIZED
    yield from _county_crossings(number)


def _county_crossings(number: dict[str, int]) -> Iterator[Reference]:
    """图们口岸, TUMEN PORT: any of the crossings of a county, where no other division of China has its name or sounds so."""
    counties = {row["code"]: row for row in table("cc-by/divisions")}
    shorts = Counter(row["short_zh"] for row in counties.values())
    for row in table("facts/crossings"):
        county, unit = counties[row["county"]], number[row["id"]]
        district = county["name_zh"].endswith("区")
        if district or row["kind"] not in BY_LAND or shorts[county["short_zh"]] > 1:
            continue
        yield county["short_zh"] + "口岸", unit, NameKind.FULL
        if row["county"] not in _shared():
            yield from (
                (f"{county['name_en']} {word}", unit, NameKind.FULL)
                for word in CROSSING_WORDS
            )


def _short_foils(number: dict[str, int]) -> Iterator[Reference]:
    """Short and romanized names of townships elsewhere, those only that equal a name in Liaoning or Jilin."""
    ours = [
        row
        for row in (*table("cc-by/townships"), *table("cc-by/divisions"))
        if row["code"][:2] in ("21", "22")
    ]
    short = {row["short_zh"] for row in ours}
    latin = {row["pinyin"].replace(" ", "") for row in ours}
    for row in table("facts/foil_townships"):
        unit = number[row["county"]]
        if row["short_zh"] in short and not row["short_zh"].endswith(ROADS):
            yield row["short_zh"], unit, NameKind.TOWNSHIP_SHORT
        if row["pinyin"].replace(" ", "") in latin:
            yield from (
                (form, unit, NameKind.TOWNSHIP_SHORT)
                for form in pinyin_forms(row["pinyin"])
            )
