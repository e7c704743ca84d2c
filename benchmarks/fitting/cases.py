"""Labelled addresses as cases: a signature, what is true of it, and how much it counts.

Texts of one signature are one case for each truth, because the library cannot tell them apart. Two halves are made by the
signature, so that near-duplicates, which differ in house numbers, fall into the same. Of each source and part of the world
only so many signatures are taken, or the register would drown the rest.

The folder of labelled addresses is no part of the project; its closed part is never read.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nkrisk_geo.engine.signature import Signature
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.name_kinds import ABROAD
from nkrisk_geo.gazetteer.units import CHINA
from nkrisk_geo.resolver.resolution import get_resolver

MOST = 1000
"""Signatures taken of one source and part of the world."""
WORTH = {"dev": 3.0, "neural_addr_parsing_2019": 0.3}
"""What a signature of a source counts, 1 for the others. The first has checked labels; the last says only China."""
LEFT_OUT = ("geo_gold_ne_china",)
"""Sources of the north-east that have no like from elsewhere: they would teach that whatever is unclear lies there."""
NORTH_EAST = ("210000", "220000")
WATCHED = ("liaoning", "jilin", "dprk-border")
"""Zones into which a false alarm is the worse error."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Truth:
    """What is true of a text.

    Attributes:
        levels: units of which one is right, for each level that counts, from the widest.
        outside: members of each watched zone that the place surely is not in.
        named: does the text name a place at all? If not, only a wrong one is an error.
        part: of the world: `north-east`, `China` or `abroad`.
    """

    levels: tuple[frozenset[int], ...]
    outside: tuple[frozenset[int], ...]
    named: bool
    part: str


@dataclass(frozen=True)
class Case:
    """A signature with a truth, where it is from, and how many texts it stands for (see `_amounts`)."""

    signature: Signature
    truth: Truth
    source: str
    amount: float

    @property
    def half(self) -> int:
        """0 or 1."""
        return _hash(self.signature)[0] & 1


def read(folder: Path, gazetteer: Gazetteer) -> list[Case]:
    """The cases of a folder of labelled addresses, ordered by signature."""
    signer, judge = get_resolver(gazetteer).table_signer, Judge(gazetteer)
    cases: list[Case] = []
    for path in (folder / "dev.jsonl", *sorted((folder / "pool").glob("*.jsonl.gz"))):
        source = path.name.partition(".")[0]
        if source in LEFT_OUT:
            continue
        labelled = (
            (signer.signature({"text": row["text"]}), judge.truth(row))
            for row in _rows(path)
        )
        cases += gather(
            source, ((signature, truth) for signature, truth in labelled if truth)
        )
    return sorted(cases, key=lambda case: _hash(case.signature))


def gather(source: str, labelled: Iterable[tuple[Signature, Truth]]) -> Iterator[Case]:
    """The cases of one source: of each part of the world the first `MOST` signatures in the order of their hashes."""
    parts: dict[str, dict[Signature, Counter[Truth]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for signature, truth in labelled:
        parts[truth.part][signature][truth] += 1
    for tallies in parts.values():
        for signature in sorted(tallies, key=_hash)[:MOST]:
            for truth, amount in _amounts(tallies[signature]):
                yield Case(signature, truth, source, amount * WORTH.get(source, 1.0))


def _amounts(tally: Counter[Truth]) -> Iterator[tuple[Truth, float]]:
    """Truths in proportion; together they grow with the logarithm of the rows, which repeat each other."""
    rows = tally.total()
    for truth, count in tally.items():
        yield truth, (1.0 + float(np.log(rows))) * count / rows


def _rows(path: Path) -> Iterator[Row]:
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        yield from map(json.loads, lines)


def _hash(signature: Signature) -> bytes:
    return hashlib.sha256(repr(signature).encode()).digest()


class Judge:
    """Reads labels over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._names = {
            name: number for number, name in enumerate(gazetteer.names["latin"])
        }
        provinces = (
            unit for unit, level in enumerate(gazetteer.levels) if level == "province"
        )
        self._territories = {
            gazetteer.country(unit): gazetteer.codes[unit] for unit in provinces
        }
        self._north_east = self._units(NORTH_EAST)
        members = {zone.id: zone.members for zone in gazetteer.zones}
        self._watched = [self._units(members[zone]) for zone in WATCHED]

    def truth(self, row: Row) -> Truth | None:
        """What a row's label says, None where it says nothing that can be used."""
        label = row["expected"]
        divisions = self._divisions(label)
        if divisions and divisions[0] <= self._north_east:
            return self._truth(divisions, "north-east", row.get("resolvable") != "no")
        levels = divisions[:1] or [self._country(label.get("country"))]
        if not levels[0]:
            return None
        part = (
            "China"
            if all(CHINA in self._gazetteer.path(unit) for unit in levels[0])
            else "abroad"
        )
        return self._truth(levels, part, row.get("resolvable") != "no")

    def _truth(self, levels: list[frozenset[int]], part: str, named: bool) -> Truth:
        outside = tuple(
            zone for zone in self._watched if self._is_outside(levels[-1], zone)
        )
        return Truth(tuple(levels), outside, named, part)

    def _is_outside(self, units: frozenset[int], zone: frozenset[int]) -> bool:
        """Is no unit in a member of the zone, or around one?"""
        path = self._gazetteer.path
        return all(zone.isdisjoint(path(unit)) for unit in units) and all(
            units.isdisjoint(path(member)) for member in zone
        )

    def _divisions(self, label: Row) -> list[frozenset[int]]:
        """Units of the province, prefecture and county that a label gives."""
        levels = (
            ("province_code",),
            ("prefecture_code", "prefecture_code_2023"),
            ("county_adcode",),
        )
        found = [
            self._units(str(label[key]) for key in keys if label.get(key))
            for keys in levels
        ]
        return [units for units in found if units]

    def _country(self, country: str | None) -> frozenset[int]:
        """The unit of a country's code or name; none for what is no country."""
        gazetteer = self._gazetteer
        if not country:
            return frozenset()
        territory = (
            self._territories.get(country, country) if country != "CN" else country
        )
        if units := self._units([territory]):
            return units
        name = self._names.get(
            "".join(filter(str.isalnum, gazetteer.normalizer.fold(country))), None
        )
        meant = gazetteer.meanings("latin", name) if name is not None else []
        return frozenset(
            unit
            for unit, kind in meant
            if kind not in ABROAD and gazetteer.countries[unit]
        )

    def _units(self, codes: Iterable[str]) -> frozenset[int]:
        number, retired = self._gazetteer.number, self._gazetteer.retired
        return frozenset(
            unit
            for code in codes
            for unit in ([number[code]] if code in number else retired.get(code, ()))
        )
