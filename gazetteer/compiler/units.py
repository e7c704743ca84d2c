"""Units with their numbers: countries, areas and crossings (facts), then divisions, townships, DPRK places (cc-by).

`mass` is the prior weight of a unit: China's counties sum to one by `prior.csv`, a division has the sum of what is in
it, a township its part of its county. Countries other than China share `mass: abroad` as trade records name them; the prior
only matters where nothing else speaks. `trade` says of a division of China how much oftener trade records in alphabets name it
than divisions of its kind and size: it tells places apart that share a romanized name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache

from compiler.tables import judgement, table

TERRITORIES = {"710000": "TW", "810000": "HK", "820000": "MO"}


@dataclass
class Units:
    """The columns of the unit table of one bucket; `number` is shared between the buckets."""

    number: dict[str, int]
    columns: dict[str, list[object]] = field(
        default_factory=lambda: {
            "code": [],
            "level": [],
            "parent": [],
            "en": [],
            "zh": [],
            "mass": [],
            "trade": [],
        }
    )

    def add(
        self,
        code: str,
        level: str,
        parent: str | None,
        en: str,
        zh: str,
        mass: float,
        trade: float = 1.0,
    ) -> None:
        if code in self.number:
            raise ValueError(f"two units have the code {code}")
        self.number[code] = len(self.number)
        values = (
            code,
            level,
            parent,
            en,
            zh,
            float(f"{mass:.4g}"),
            float(f"{trade:.4g}"),
        )
        for column, value in zip(self.columns.values(), values, strict=True):
            column.append(value)

    def link(self) -> None:
        """Parents by number, once all units are there."""
        self.columns["parent"] = [
            -1 if code is None else self.number[str(code)]
            for code in self.columns["parent"]
        ]


def division_mass() -> dict[str, float]:
    """Prior weight of every division of China by code."""
    counties = {row["unit"]: float(row["weight"]) for row in table("cc-by/prior")}
    total = sum(counties.values())
    parents = {row["code"]: row["parent"] for row in table("cc-by/divisions")}
    mass = dict.fromkeys(parents, 0.0)
    for county, weight in counties.items():
        unit = county
        while unit in parents:
            mass[unit] += weight / total
            unit = parents[unit]
    floor = min(filter(None, mass.values()))
    return {
        code: judgement()["mass: territory"]
        if code in TERRITORIES
        else mass[code] or floor
        for code in parents
    }


@cache
def records(kind: str) -> Counter[str]:
    """Trade records by place: of a country, a division of China or a city abroad."""
    return Counter(
        {
            row["place"]: int(row["records"])
            for row in table("facts/trade_records")
            if row["kind"] == kind
        }
    )


def country_mass() -> dict[str, float]:
    """Prior weight of every country but China and its territories."""
    own = {"CN", *TERRITORIES.values()}
    counted = {
        iso2: (records("country")[iso2] + judgement()["mass: records of every country"])
        ** judgement()["mass: evenness"]
        for iso2 in sorted({row["iso2"] for row in table("facts/countries")} - own)
    }
    whole = sum(counted.values())
    return {
        iso2: judgement()["mass: abroad"] * number / whole
        for iso2, number in counted.items()
    }


def division_trade(mass: dict[str, float]) -> dict[str, float]:
    """How much oftener trade records name each division of China than is to be expected of its kind and `mass`.

    Kinds are cities (prefectures or counties), counties, districts: of an urban district records speak forty times as often as of
    a county of its size.
    """
    kinds = {
        row["code"]: (row["level"], row["name_zh"][-1])
        for row in table("cc-by/divisions")
    }
    named, found, size = (
        records("division"),
        Counter[tuple[str, str]](),
        defaultdict[tuple[str, str], float](float),
    )
    for code, kind in kinds.items():
        found[kind] += named[code]
        size[kind] += mass[code]
    usual = {
        code: found[kind] / size[kind] * mass[code] for code, kind in kinds.items()
    }
    doubt = judgement()["mass: doubt"]
    return {code: (doubt + named[code]) / (doubt + usual[code]) for code in kinds}


@cache
def city_shares() -> dict[str, float]:
    """Share of every city abroad in the records of its country, or in its inhabitants where records hardly name the city."""
    rows = table("cc-by/foreign_cities")
    people, named = Counter[str](), Counter[str]()
    for row in rows:
        people[row["iso2"]] += int(row["population"])
        named[row["iso2"]] += records("city")[row["id"]]
    return {
        row["id"]: records("city")[row["id"]] / named[row["iso2"]]
        if records("city")[row["id"]] >= judgement()["mass: enough records"]
        else int(row["population"]) / max(people[row["iso2"]], 1)
        for row in rows
    }


def build_units() -> tuple[Units, Units]:
    """The unit tables of `facts` and `cc-by`."""
    numbers: dict[str, int] = {}
    facts, cc_by = Units(numbers), Units(numbers)
    mass = division_mass()
    _add_countries(facts)
    _add_places(facts, mass)
    _add_divisions(cc_by, mass)
    _add_dprk(cc_by)
    facts.link()
    cc_by.link()
    return facts, cc_by


def _add_countries(units: Units) -> None:
    chinese, english = _country_names("zh"), _country_names("en")
    units.add("CN", "country", None, english["CN"], chinese["CN"], 1.0)
    for iso2, mass in country_mass().items():
        units.add(
            iso2, "country", None, english.get(iso2, iso2), chinese.get(iso2, ""), mass
        )


def _country_names(lang: str) -> dict[str, str]:
    """The name to show for each country: the shortest short one, inverted forms ("Korea, Republic of") last."""
    rows = [row for row in table("facts/countries") if row["lang"] == lang]
    rows.sort(
        key=lambda row: (
            row["source"] == "hand",
            row["kind"] not in ("short", "native"),
            "," in row["name"],
            len(row["name"]),
            row["name"],
        )
    )
    return {row["iso2"]: row["name"] for row in reversed(rows)}


def _add_places(units: Units, mass: dict[str, float]) -> None:
    for row in table("facts/areas"):
        parent = row["county"]
        share = judgement()["mass: area of its county"]
        units.add(
            row["code"],
            "area",
            parent,
            row["name_en"],
            row["name_zh"],
            mass[parent] * share,
        )
    for row in table("facts/crossings"):
        units.add(
            row["id"],
            "crossing",
            row["county"],
            row["name_en"],
            row["name_zh"],
            mass[row["county"]] * judgement()["mass: crossing of its county"],
        )
    for row in table("facts/airports"):
        mass_here, english = (
            mass[row["unit"]] * judgement()["mass: crossing of its county"],
            f"{row['name_en']} Airport",
        )
        units.add(
            row["code"][:3], "area", row["unit"], english, row["name_zh"], mass_here
        )


def _add_dprk(units: Units) -> None:
    for row in table("cc-by/kp_places"):
        units.add(
            row["id"],
            "city",
            "KP",
            row["name_en"],
            row["name_zh"],
            judgement()["mass: place of the DPRK"],
        )


def _add_divisions(units: Units, mass: dict[str, float]) -> None:
    trade = division_trade(mass)
    for row in table("cc-by/divisions"):
        code, names = row["code"], (row["name_en"], row["name_zh"])
        units.add(code, row["level"], row["parent"], *names, mass[code], trade[code])
    towns = [row for row in table("cc-by/townships") if row["status"] == "active"]
    stems = {row["code"]: row["short_zh"] for row in table("cc-by/divisions")}
    seat = judgement()["mass: seat in townships"]
    shares = {
        row["code"]: seat if row["short_zh"] == stems[row["county"]] else 1.0
        for row in towns
    }
    in_county = defaultdict[str, float](float)
    for row in towns:
        in_county[row["county"]] += shares[row["code"]]
    for row in towns:
        units.add(
            row["code"],
            "township",
            row["county"],
            row["name_en"],
            row["name_zh"],
            mass[row["county"]] * shares[row["code"]] / in_county[row["county"]],
        )
