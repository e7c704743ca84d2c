"""Signatures to weigh in two ways: of texts put together from the gazetteer's names, of records, of items at random.

`KINDS` has what makes some of a kind. What is made depends on a seed alone.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random

from tests import asked

from nkrisk_geo.engine.signature import (
    FIELDS,
    GENERIC_AT,
    NAME_AT,
    ROLE_AT,
    Item,
    Signature,
)
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.roles import Generic, Role
from nkrisk_geo.resolver.resolution import get_resolver
from nkrisk_geo.text.registration import credit_check

CASES = Path(__file__).parent / "cases"
GAZETTEER = Gazetteer.default()
PLACES = [unit for unit in GAZETTEER.every if GAZETTEER.levels[unit] != "country"]
COUNTIES = [unit for unit in PLACES if GAZETTEER.levels[unit] == "county"]
COUNTRIES = [unit for unit in GAZETTEER.every if GAZETTEER.levels[unit] == "country"]
DIVISIONS = [code for code in GAZETTEER.codes if len(code) == 6 and code.isdigit()]
POSTCODES, AREAS = [*GAZETTEER.postcode_prefixes], [*GAZETTEER.phone_areas]
CALLING_CODES, RETIRED, SUBDIVISIONS = (
    [*GAZETTEER.calling_codes],
    [*GAZETTEER.retired],
    [*GAZETTEER.subdivisions],
)
GENERICS = {
    "province": ("Province", "Prov."), "prefecture": ("City", "Shi", "Prefecture"), "township": ("Town", "Zhen", "Subdistrict"),
    "county": ("City", "County", "District", "Xian", "Qu"), "area": ("Development Zone", "Port"),
}  # fmt: skip
ROADS = (
    "人民路12号",
    "大街8号",
    "路",
    "街道",
    "胡同3号",
    "大道",
    "村",
    "工业园",
    "火车站",
    "港",
    "大厦",
)
ALPHABETIC_ROADS = (
    "Road",
    "Street No.5",
    "Rd. 12",
    "Building",
    "Village",
    "Port",
    "Railway Station",
    "Industrial Zone",
    "Ave",
)
FIRMS = ("机械有限公司", "水产食品有限公司", "贸易公司沈阳分公司", "银行", "饭店")
ALPHABETIC_FIRMS = (
    "Trading Co., Ltd.",
    "Machinery Co Ltd",
    "Seafood",
    "Hotel",
    "Bank Dalian Branch",
    "Import & Export Corp",
)
SEPARATORS = ("", "", " ", ",", "，", " / ")
PARTING = (
    ", ",
    " ",
    "，",
    "; ",
    "\n",
    " / ",
    " | ",
    " FACTORY: ",
    "；经营地址：",
    " 2) ",
)
ENDS = (
    "中国",
    "China",
    "P.R. China",
    "KOREA",
    "South Korea",
    "DPRK",
    "朝鲜",
    "한국",
    "북한",
    "Japan",
    "Россия",
    "越南",
    "Taiwan",
)
NEAR = (
    "210603",
    "210681",
    "210624",
    "222404",
    "220581",
    "222426",
    "KP",
    "KR",
    "RU",
    "210000",
    "310000",
    "JP",
    "elsewhere",
)


def around(random: Random) -> list[int]:
    """A place and what is around it, from the wide to the narrow, some left out."""
    chain = [*reversed(GAZETTEER.ancestors(random.choice(PLACES)))][1:]
    return [unit for unit in chain if random.random() < 0.75] or chain[-1:]


def chinese(random: Random) -> str:
    """A Chinese address."""
    names = [GAZETTEER.names_zh[unit] for unit in around(random)]
    if random.random() < 0.4:
        names = [name.rstrip("省市区县镇乡") or name for name in names]
    if random.random() < 0.3:
        names.insert(random.randrange(len(names) + 1), random.choice(GAZETTEER.names["han"]))
    if random.random() < 0.3:
        names.append(random.choice(GAZETTEER.names["han"]) + random.choice(ROADS + FIRMS))
    if random.random() < 0.1:
        random.shuffle(names)
    if random.random() < 0.1:
        names.append(random.choice(names))
    return random.choice(SEPARATORS).join(names)


def alphabetic(random: Random) -> str:
    """An address in an alphabet, from the narrow to the wide."""
    names = []
    for unit in reversed(around(random)):
        generics = GENERICS.get(GAZETTEER.levels[unit], ("",))
        name = GAZETTEER.names_en[unit]
        names.append(f"{name} {random.choice(generics)}" if random.random() < 0.5 else name)
    if random.random() < 0.3:
        names.insert(random.randrange(len(names) + 1), random.choice(GAZETTEER.names["latin"]))
    if random.random() < 0.3:
        words = random.choice(ALPHABETIC_ROADS + ALPHABETIC_FIRMS)
        names.insert(0, f"{random.choice(GAZETTEER.names['latin'])} {words}")
    if random.random() < 0.15:
        names.append(random.choice(names))
    text = random.choice((", ", ", ", " ")).join(names)
    return misspelt(random, text) if random.random() < 0.15 else text


def misspelt(random: Random, text: str) -> str:
    """With one letter left out, doubled or another."""
    at = random.randrange(max(1, len(text)))
    return (
        text[:at]
        + random.choice(("", text[at : at + 1] * 2, random.choice("aeinghu")))
        + text[at + 1 :]
    )


def coded(random: Random) -> str:
    """A code as it stands in a text."""
    digits = "".join(random.choices("0123456789", k=7))
    area = random.choice(AREAS)
    code = random.choice(DIVISIONS)
    return random.choice(
        (
            f"{random.choice(POSTCODES)}{digits}"[:6],
            f"tel 0{area}-{digits}",
            f"+86 {area} {digits}",
            f"+{random.choice(CALLING_CODES)} {digits}",
            f"adcode {code}",
            code,
            random.choice(RETIRED),
            registered(code),
        )
    )


def registered(division: str) -> str:
    """A credit code that a division gave."""
    number = f"91{division}MA0QC0000"
    return number + credit_check(number)


def address(random: Random) -> str:
    """An address, with codes and a country or without."""
    text = random.choice((chinese, alphabetic))(random)
    if random.random() < 0.3:
        text += " " + coded(random)
    if random.random() < 0.1:
        text += " " + coded(random)
    if random.random() < 0.3:
        text += random.choice((", ", " ")) + (
            random.choice(ENDS) if random.random() < 0.7 else country(random)
        )
    return text


def country(random: Random) -> str:
    unit = random.choice(COUNTRIES)
    return random.choice(
        (GAZETTEER.names_en[unit], GAZETTEER.names_zh[unit], GAZETTEER.codes[unit])
    )


def text(random: Random) -> str:
    """A text of one address, or of several."""
    if random.random() < 0.1:
        return shared(random)
    several = random.choices((1, 2, 3), (8, 2, 1))[0]
    return random.choice(PARTING).join(address(random) for _ in range(several))


def shared(random: Random) -> str:
    """Two chains of names in one line, with a name that both may have: DONGGANG CITY, DANDONG, NINGBO, ZHEJIANG."""
    names, words = GAZETTEER.names_en, list[str]()
    for unit in random.sample(COUNTIES, 2):
        inner, *outer = GAZETTEER.ancestors(unit)[:-1]
        first = f"{names[inner]} {random.choice(GENERICS['county'])}"
        words += [first] if random.random() < 0.6 else []
        words += [names[each] for each in outer]
    return ", ".join(words)


def point(random: Random) -> str:
    """What a point says: where it can lie, in twentieths."""
    first, second = random.sample(NEAR, 2)
    parts = random.randint(1, 20)
    return f"{first}={parts}" + (f" {second}={20 - parts}" if parts < 20 else "")


def firm(random: Random) -> str:
    if random.random() < 0.5:
        return random.choice(GAZETTEER.names["han"]) + random.choice(FIRMS)
    return f"{random.choice(GAZETTEER.names['latin'])} {random.choice(ALPHABETIC_FIRMS)}"


def name(random: Random) -> str:
    unit = random.choice(PLACES)
    return random.choice(
        (
            GAZETTEER.names_en[unit],
            GAZETTEER.names_zh[unit],
            random.choice(GAZETTEER.names["latin"]),
        )
    )


VALUES: Mapping[str, Callable[[Random], str]] = {
    "text": text,
    "city": name,
    "region": lambda random: name(random) if random.random() < 0.5 else random.choice(SUBDIVISIONS),
    "country": lambda random: random.choice((*ENDS, "CN", "KP", "KR")) if random.random() < 0.7 else country(random),
    "postcode": lambda random: f"{random.choice(POSTCODES)}0000"[:6],
    "phone": lambda random: f"0{random.choice(AREAS)}-2123456",
    "company": firm,
    "registration": lambda random: registered(random.choice(("210600", "220101", "110105", "222404", "210696"))),
    "port": lambda random: random.choice((name(random), "Dalian", "大连港", "Busan")),
    "coordinates": point,
}  # fmt: skip


def record(random: Random) -> dict[str, str]:
    """A record of some fields."""
    chosen = {field for field in FIELDS[1:] if random.random() < 0.3}
    if random.random() < 0.8 or not chosen:
        chosen.add("text")
    return {field: VALUES.get(field, name)(random) for field in FIELDS if field in chosen}


# --- items at random ---------------------------------------------------------------------------------------------------


def item(random: Random) -> int | str:
    """A name in any role, or any code, in any field."""
    number = random.choices(range(len(FIELDS)), (20, *[1] * (len(FIELDS) - 1)))[0]
    if random.random() < 0.25:
        return f"{FIELDS[number]}:{code(random)}"
    script = random.choice(("han", "latin"))
    first, role = (
        len(GAZETTEER.names[script]),
        random.choice((Role.TYPED, Role.PLAIN, Role.LAST, *Role)),
    )
    chosen = random.randrange(first)
    if script == "han" and random.random() < 0.1:  # these are heard as local names alone
        late = len(GAZETTEER.table("late_letters"))
        chosen, role = first + random.randrange(late), Role.LOCAL
    generic = random.choice((Generic.NONE, *Generic))
    return packed(number, script, chosen, role, generic)


def packed(number: int, script: str, name: int, role: Role, generic: Generic) -> int:
    """A name in a role as an item of a field."""
    return int(
        name << NAME_AT | role << ROLE_AT | generic << GENERIC_AT | number << 1 | (script == "han")
    )


def code(random: Random) -> str:
    digits = "".join(random.choices("0123456789", k=6))
    division = random.choice(DIVISIONS)
    return random.choice(
        (
            "han",
            f"p{random.choice(POSTCODES)}{digits}"[:5],
            f"p{digits[:4]}",
            f"a{random.choice((division, digits, random.choice(RETIRED)))}",
            f"b{random.choice((division, random.choice(RETIRED)))}",
            f"{random.choice('tT')}{random.choice(AREAS)}",
            f"c{random.choice((random.choice(CALLING_CODES), digits[:3], '850', '82'))}",
            f"r{random.choice((division, digits, division[:4] + '71'))}",
            f"s{random.choice(SUBDIVISIONS)}",
            f"2{random.choice(('han/', 'latin/'))}{random.randrange(20_000)}",
            f"g{point(random)}",
        )
    )


def at_random(random: Random, known: list[Item]) -> Signature:
    """Items, half of them such as stand in texts; in one of six the parts of several addresses."""

    def some(most: int) -> tuple[int | str, ...]:
        chosen = (
            random.choice(known) if random.random() < 0.5 else item(random)
            for _ in range(random.randint(0, most))
        )
        items = [*dict.fromkeys(each for each in chosen if not isinstance(each, tuple))]
        points = [each for each in items if isinstance(each, str) and ":g" in each]
        return tuple(each for each in items if each not in points[1:])  # a record has one

    plain = some(9)
    if random.random() < 1 / 6:
        return (*plain, tuple(some(5) for _ in range(random.randint(2, 4))))
    return plain


# --- by kind -----------------------------------------------------------------------------------------------------------


def cases() -> Iterator[dict[str, str]]:
    """The records of the tables of cases."""
    for path in sorted(CASES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for value in filter(None, map(row.get, ("text", "stronger", "weaker"))):
                    fields = json.loads(value) if value.startswith("{") else {"text": value}
                    yield {name: str(each) for name, each in fields.items() if name in FIELDS}


def of_cases(_: int) -> list[Signature]:
    return get_resolver().table_signer.signatures([each for each in cases() if each])


def of_texts(count: int) -> list[Signature]:
    random = Random(1)
    return asked.signatures([text(random) for _ in range(count)])


def of_records(count: int) -> list[Signature]:
    random = Random(2)
    return get_resolver().table_signer.signatures([record(random) for _ in range(count)])


def of_items(count: int) -> list[Signature]:
    random = Random(3)
    known = [each for signature in of_texts(min(count, 2000)) for each in signature]
    return [at_random(random, known) for _ in range(count)]


KINDS: Mapping[str, Callable[[int], list[Signature]]] = {
    "cases": of_cases,
    "texts": of_texts,
    "records": of_records,
    "items": of_items,
}
