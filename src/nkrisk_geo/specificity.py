"""Specificity: of the places that a string can mean, the share that lies in a zone.

Each place weighs what the gazetteer says of how often addresses name it, less where the string is no usual name of it.
JILIN means the province and a city in it: all in the zone `jilin`. CHAOYANG means a prefecture in Liaoning, a district of
Beijing and more: the share in `liaoning` is their part of the sum, and the heaviest of the others are its false friends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nkrisk_geo.gazetteer import CHINA, Gazetteer, NameKind

SHARE: Mapping[int, tuple[float, str]] = {
    NameKind.TOWNSHIP: (0.06, "a county has some sixteen townships, and most addresses do not name theirs"),
    NameKind.SEAT: (0.3, "a third of a county's firms are in the township that has its name"),
    NameKind.TOWNSHIP_SHORT: (0.03, "a township without its generic is named less often still"),
    NameKind.CITY: (0.1, "a tenth of its country's records name a great city abroad"),
    NameKind.TOWN_ABROAD: (0.01, "one of its country's larger cities, of a hundred records"),
    NameKind.VILLAGE_ABROAD: (0.001, "a small town, of a thousand records"),
    NameKind.HAMLET_ABROAD: (0.00005, "a place of which records hardly speak"),
    NameKind.FORMER: (0.3, "a name out of use stands in old records only"),
    NameKind.RENAMED: (0.3, "the same name with another generic"),
    NameKind.GENERATED: (0.1, "a spelling made by rule, not seen"),
    NameKind.MISSPELT: (0.05, "most writers spell the name right"),
}
"""How often a unit is meant under a name of this kind, relative to its usual names, and why."""

ABROAD: Mapping[str, tuple[float, tuple[str, ...]]] = {
    "11": (0.5, ("Moscow, Russia", "Delhi, India", "Bogotá, Colombia")),
    "12": (0.5, ("Moscow, Russia", "Haryana, India", "Singapore")),
    "13": (0.8, ("Haryana, India", "Singapore", "Dâmbovița, Romania")),
}
"""Where else six digits beginning so are postcodes, and the share of them in China. The gazetteer has no postcodes abroad; the
shares are a judgement for trade records: in sanctions lists Moscow outweighs Liaoning by ten to one."""
KOREAN: Mapping[str, tuple[float, str]] = {
    "안동": (0.1, "Andong, South Korea"),
    "안산": (0.1, "Ansan, South Korea"),
    "진안": (0.1, "Jinan County, South Korea"),
    "통화": (0.1, "the words for currency and telephone call"),
    "진흥": (0.1, "the word for promotion"),
    "영구": (0.1, "the word for permanence"),
    "백성": (0.1, "the word for the people"),
    "집안": (0.1, "the word for a household"),
    "안도": (0.3, "the word for relief"),
    "관전": (0.3, "the word for watching a match"),
}
"""Chinese places whose Korean names, which no boundary sets apart, are words or larger places in Korea."""


class Specificity:
    """Specificity with respect to one zone.

    Args:
        gazetteer: the places.
        members: numbers of the units that make up the zone.
    """

    def __init__(self, gazetteer: Gazetteer, members: frozenset[int]) -> None:
        self._gazetteer = gazetteer
        self._members = members

    def is_inside(self, unit: int) -> bool:
        """Does the unit lie in the zone?"""
        return not self._members.isdisjoint(self._gazetteer.path(unit))

    def weight(self, unit: int, kind: int) -> float:
        """How often addresses mean the unit under a name of this kind."""
        return self._gazetteer.mass[unit] * (SHARE[kind][0] if kind in SHARE else 1.0)

    def share(self, meanings: Iterable[tuple[int, int]]) -> tuple[float, tuple[str, ...]]:
        """Specificity, and the heaviest units outside the zone with the weight of a false friend."""
        weights: dict[int, float] = {}
        for unit, kind in meanings:
            weights[unit] = max(weights.get(unit, 0.0), self.weight(unit, kind))
        # A unit around another that bears the same name (Jilin, the province and the city) already counts it.
        outer = {
            unit: weight
            for unit, weight in weights.items()
            if not any(p in weights for p in self._gazetteer.path(unit) - {unit})
        }
        inside = sum(
            weight
            for unit, weight in weights.items()
            if self.is_inside(unit) and self._is_first(unit, weights)
        )
        total = sum(outer.values())
        others = sorted(
            (unit for unit in outer if not self.is_inside(unit)), key=lambda unit: (-weights[unit], unit)
        )
        share = 1.0 if not others else min(inside / total, 1.0) if total else 0.0
        return round(share, 4), tuple(self._called(unit) for unit in others[:3])

    def _is_first(self, unit: int, weights: Mapping[int, float]) -> bool:
        """Is no unit around it in the zone under the same name?"""
        return not any(
            around in weights and self.is_inside(around) for around in self._gazetteer.path(unit) - {unit}
        )

    def _called(self, unit: int) -> str:
        """A unit with the one around it, as in "Chaoyang District, Beijing"."""
        names, zh = self._gazetteer.names_en, self._gazetteer.names_zh[unit]
        generic = {"区": " District", "县": " County", "旗": " Banner"}.get(zh[-1:], "")
        around = next(
            (up for up in self._gazetteer.ancestors(unit)[1:] if up != CHINA and names[up] != names[unit]),
            None,
        )
        return names[unit] + generic + (f", {names[around]}" if around is not None else "")
