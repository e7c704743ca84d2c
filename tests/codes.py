"""What a code says in plain Python: a postcode, a telephone number, a point. Part of the reference (`tests.reference`).

A code is as loud for each place that it can mean, and the louder the less these stand for together. A point is the louder for
a place the likelier it lies there.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from nkrisk_geo.engine.signature import SignatureItem
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.units import CHINA

JUDGEMENT = Gazetteer.default().judgement
SHARE_OF_CHINA, LEAST_PRIOR = (
    JUDGEMENT["prior: China"],
    JUDGEMENT["least prior under a point"],
)
RARITY, RARITY_FROM = JUDGEMENT["rarity"], JUDGEMENT["rarity from"]
CODE_RULE = {
    "p": "postcode", "a": "adcode", "b": "division code or postcode", "s": "region code", "c": "calling code", "g": "coordinates",
    "r": "registration", "t": "telephone area", "T": "telephone area", "2": "name said twice", "han": "",
}  # fmt: skip

Voice = Mapping[int, float]
"""Weights by unit."""


class Codes:
    """The voices of codes over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    # --- places ------------------------------------------------------------------------------------------------

    def within(self, inner: int, outer: int) -> bool:
        return outer in self.gazetteer.path(inner)

    def mass(self, units: Iterable[int]) -> float:
        return sum(self.gazetteer.prior_weight[unit] for unit in units)

    def prior(self, unit: int) -> float:
        return self.gazetteer.prior_weight[unit] * (
            SHARE_OF_CHINA if self.within(unit, CHINA) else 1.0
        )

    # --- codes -------------------------------------------------------------------------------------------------

    def code(self, found: SignatureItem) -> tuple[str, Voice]:
        """The rule and voice of what is no name; see `nkrisk_geo.engine.signature.SignatureItem`."""
        rule = CODE_RULE[found.kind]
        if rule == "coordinates":
            return rule, self.coordinates(found.value)
        units = self.meant(found)
        if rule in ("postcode", "adcode", "registration", "telephone area"):
            return rule, self.equal(rule, units)
        voice = dict.fromkeys(units, JUDGEMENT.clue(rule) if rule else 0.0)
        if rule == "division code or postcode":
            voice |= self.equal("postcode", self.postcode(found.value))
        return rule, voice

    def equal(self, rule: str, units: Sequence[int]) -> dict[int, float]:
        """A voice that is as loud for each of some units; what stands for little is louder."""
        return (
            dict.fromkeys(units, JUDGEMENT.clue(rule) + rarity(self.mass(units))) if units else {}
        )

    def meant(self, found: SignatureItem) -> Sequence[int]:
        """The units that a code can mean."""
        value, known = found.value, self.gazetteer
        several: Iterable[Sequence[int]] = ()
        match found.kind:
            case "p":
                return self.postcode(value)
            case "a" | "b":
                return self.adcode(value)
            case "s":
                return known.subdivisions[value]
            case "t" | "T":
                return known.phone_areas.get(value, ())
            case "2":
                return self.twice(found)
            case "c":  # the longest code that is one
                several = (known.calling_codes.get(value[:digits], ()) for digits in (3, 2, 1))
            case "r":  # offices have codes of their own: then what is around them is meant
                several = (
                    self.adcode(code) for code in (value, f"{value[:4]}00", f"{value[:2]}0000")
                )
        return next(filter(None, several), ())

    def postcode(self, value: str) -> Sequence[int]:
        prefixes = self.gazetteer.postcode_prefixes
        return next(
            (prefixes[value[:digits]] for digits in (4, 3, 2) if value[:digits] in prefixes),
            (),
        )

    def adcode(self, value: str) -> Sequence[int]:
        number = self.gazetteer.number.get(value)
        return self.gazetteer.retired.get(value, ()) if number is None else (number,)

    def coordinates(self, value: str) -> Voice:
        """A point speaks for where it can lie, the louder the less there is: a wrong one lies anywhere."""
        parts = {
            code: int(part) for code, _, part in (each.partition("=") for each in value.split())
        }
        found: dict[int, float] = {}
        for code, part in parts.items():
            units = self.elsewhere if code == "elsewhere" else (self.gazetteer.number[code],)
            chance = part / sum(parts.values()) / max(LEAST_PRIOR, sum(map(self.prior, units)))
            found |= dict.fromkeys(units, JUDGEMENT.clue("coordinates") + math.log(chance))
        return found

    @cached_property
    def elsewhere(self) -> Sequence[int]:
        """The provinces and countries without an outline."""
        known, outlined = self.gazetteer, {*self.gazetteer.outlines, "KP", "CN"}
        return [
            unit
            for unit in known.every
            if known.codes[unit] not in outlined
            and (known.countries[unit] or known.levels[unit] == "province")
        ]

    def twice(self, found: SignatureItem) -> Sequence[int]:
        """JILIN, JILIN is the city in the province of its name."""
        units = dict.fromkeys(unit for unit, _ in self.gazetteer.meanings(found.script, found.name))
        provinces = {unit for unit in units if self.gazetteer.levels[unit] == "province"}
        return [
            unit
            for unit in units
            if unit not in provinces and provinces & self.gazetteer.path(unit)
        ]


def rarity(whole: float) -> float:
    """What a name or code gains that stands for so much prior weight."""
    return RARITY * max(0.0, math.log(RARITY_FROM / whole))
