"""Specificity: of the places that a string can mean, the share that lies in a zone.

Each place weighs what the gazetteer says of how often addresses name it, less where the
string is no usual name of it. JILIN means the province and a city in it: all in the zone
`jilin`. CHAOYANG means a prefecture in Liaoning, a district of Beijing and more: the share
in `liaoning` is their part of the sum, and the heaviest of the others are its false friends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.units import CHINA
from nkrisk_geo.gazetteer.vocabulary import KIND_LABELS

ABROAD: Mapping[str, tuple[str, ...]] = {
    "11": ("Moscow, Russia", "Delhi, India", "Bogotá, Colombia"),
    "12": ("Moscow, Russia", "Haryana, India", "Singapore"),
    "13": ("Haryana, India", "Singapore", "Dâmbovița, Romania"),
}
"""Where else six digits beginning so are postcodes; their share in China is a row
`postcode in China: …` of the table of judgement. The gazetteer has no postcodes abroad."""
KOREAN: Mapping[str, str] = {
    "안동": "Andong, South Korea",
    "안산": "Ansan, South Korea",
    "진안": "Jinan County, South Korea",
    "통화": "the words for currency and telephone call",
    "진흥": "the word for promotion",
    "영구": "the word for permanence",
    "백성": "the word for the people",
    "집안": "the word for a household",
    "안도": "the word for relief",
    "관전": "the word for watching a match",
}
"""Chinese places whose Korean names, which no boundary sets apart, are words or larger
places in Korea; the share of those that mean the place is a row `Korean name: …`."""


_GENERICS = {"区": " District", "县": " County", "旗": " Banner"}


class Specificity:
    """Specificity with respect to one zone.

    Args:
        gazetteer: the places.
        members: numbers of the units that make up the zone.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        members: frozenset[int],
    ) -> None:
        self._gazetteer = gazetteer
        self._members = members
        shares = gazetteer.judgement.group("search term")
        self._shares = [shares.get(label, 1.0) for label in KIND_LABELS]
        """How often a unit is meant under a name of each kind, relative to its usual names."""

    def is_inside(self, unit: int) -> bool:
        """Does the unit lie in the zone?"""
        return not self._members.isdisjoint(self._gazetteer.path(unit))

    def weight(self, unit: int, kind: int) -> float:
        """How often addresses mean the unit under a name of this kind."""
        return self._gazetteer.prior_weight[unit] * self._shares[kind]

    def share(
        self, meanings: Iterable[tuple[int, int]]
    ) -> tuple[float, tuple[str, ...]]:
        """Specificity, and the heaviest of the units outside the zone, which are false friends."""
        weights: dict[int, float] = {}
        for unit, kind in meanings:
            weights[unit] = max(weights.get(unit, 0.0), self.weight(unit, kind))

        # A unit around another that bears the same name
        # (Jilin, the province and the city) already counts it.
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
        outside = [unit for unit in outer if not self.is_inside(unit)]
        others = sorted(outside, key=lambda unit: (-weights[unit], unit))
        if not others:
            return 1.0, ()

        # What is inside may be counted in parts that
        # together weigh more than the one unit around them.
        total = sum(outer.values())
        share = min(inside / total, 1.0) if total else 0.0
        return round(share, 4), tuple(self._name_within(unit) for unit in others[:3])

    def _is_first(
        self,
        unit: int,
        weights: Mapping[int, float],
    ) -> bool:
        """Is no unit around it in the zone under the same name?"""
        return not any(
            around in weights and self.is_inside(around)
            for around in self._gazetteer.path(unit) - {unit}
        )

    def _name_within(self, unit: int) -> str:
        """A unit with the one around it, as in "Chaoyang District, Beijing"."""
        names = self._gazetteer.names_en
        name = names[unit]
        called = name + _GENERICS.get(self._gazetteer.names_zh[unit][-1:], "")

        # "Jilin, Jilin" would tell nobody which one is meant.
        for around in self._gazetteer.ancestors(unit)[1:]:
            if around != CHINA and names[around] != name:
                return f"{called}, {names[around]}"
        return called
