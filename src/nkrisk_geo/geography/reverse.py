"""Points as evidence: in which divisions coordinates can lie, and how near the border they are.

A point of Liaoning or Jilin is in one of its counties: in that of the polygon around it where the
extra `polygons` is installed, otherwise in one that is guessed from the towns around it
(`nkrisk_geo.geography.county_guesses`). A point beyond the river is in the DPRK; in the river it
may be on either side. Any other is in a country, in China in a province, whose outlines are known
to some kilometres (`nkrisk_geo.geography.regions`); on the high seas it is elsewhere, and no more
is said of it.

    >>> from nkrisk_geo.gazetteer.gazetteer import Gazetteer
    >>> placed = Placer(Gazetteer.default()).place([40.1290, 124.39], [124.3947, 40.129], "wgs84")
    >>> placed.said[0].split()[0].startswith("2106"), placed.finding[1]
    (True, 'coordinates not used: lat 124.39 is not a latitude; lat and lng look swapped')
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nkrisk_geo.gazetteer.facts import ELSEWHERE
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.polygons import Counties, counties
from nkrisk_geo.geography.border import border_at
from nkrisk_geo.geography.county_guesses import CountyGuesses
from nkrisk_geo.geography.datum import datum_name, to_wgs84
from nkrisk_geo.geography.degrees import read_point
from nkrisk_geo.geography.regions import Regions

if TYPE_CHECKING:
    from nkrisk_geo.native.segments import Floats

PARTS = 20
"""Probabilities of counties are told in twentieths, so that
points of one neighbourhood say the same."""
AT_SEA = "coordinates not used: the point lies at sea, or where no outline is known"
_BLOCK = 8192

Chances = dict[str, float]
"""Probabilities of one point by the codes of divisions, or by `ELSEWHERE`."""


@dataclass(frozen=True, slots=True)
class LocatedPoints:
    """What points say, a row for each.

    Attributes:
        lat, lng: degrees in WGS-84, NaN where there is no usable point.
        radius_km: half the last decimal that was given, in km.
        said: the divisions that it can lie in with their twentieths,
            as `210603=19 210681=1`; None without a point.
        finding: why a point is not used, None where it is or where there is none.
    """

    lat: Floats
    lng: Floats
    radius_km: Floats
    said: list[str | None]
    finding: list[str | None]


class Placer:
    """Places points over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._judgement = gazetteer.judgement
        self._regions = Regions(gazetteer)
        self._guesses = CountyGuesses(gazetteer)

    def place(
        self,
        lat: Sequence[Any],
        lng: Sequence[Any],
        datum: str,
    ) -> LocatedPoints:
        """What points say.

        Args:
            lat, lng: degrees as numbers or as text, None where there is none.
            datum: "wgs84", "gcj02" or "bd09".

        Raises:
            InputError: the datum is unknown.
        """
        # A wrong datum is an error also where no point can be used.
        datum_name(datum)
        finest = self._judgement["point: finest"]
        given = [read_point(*pair, finest) for pair in zip(lat, lng, strict=True)]
        lats, lngs = to_wgs84(
            lat=_floats(point.lat for point in given),
            lng=_floats(point.lng for point in given),
            datum=datum,
        )
        radius = _floats(point.radius_km for point in given)
        finding = [point.finding for point in given]
        said: list[str | None] = [None] * len(given)

        known = np.flatnonzero(np.isfinite(lats))
        # In blocks, so that the table of points by counties stays small.
        for at in range(0, len(known), _BLOCK):
            block = known[at : at + _BLOCK]
            told = self._describe(lats[block], lngs[block])
            for row, words in zip(block.tolist(), told, strict=True):
                said[row] = words or None

        for row in known.tolist():
            if said[row] is None:
                lats[row] = lngs[row] = math.nan
                finding[row] = AT_SEA
        return LocatedPoints(lats, lngs, radius, said, finding)

    def _describe(
        self,
        lat: Floats,
        lng: Floats,
    ) -> list[str]:
        """The divisions of points in words."""
        km = border_at(lat=lat, lng=lng, gazetteer=self._gazetteer)
        from_line = np.abs(km)
        exact = counties()
        chances = (
            self._guess(lat, lng, from_line)
            if exact is None
            else self._look_up(exact, lat, lng)
        )
        self._place_elsewhere(chances, lat, lng)

        # In the river both sides are possible; a little farther off hardly one of them.
        width = self._judgement["point: beside the line"]
        other = 0.5 * np.exp(-from_line / width)
        beyond = np.where(km < 0, 1.0 - other, other)
        return list(map(_rank_divisions, chances, beyond.tolist()))

    def _look_up(
        self,
        exact: Counties,
        lat: Floats,
        lng: Floats,
    ) -> list[Chances]:
        """The counties of points by polygons."""
        return [self._known_of(found) for found in exact.of(lat, lng)]

    def _guess(
        self,
        lat: Floats,
        lng: Floats,
        km: Floats,
    ) -> list[Chances]:
        """The counties of points by the towns around them."""
        names = (*self._guesses.codes, ELSEWHERE)
        # Less than half a part would be told as none.
        least = 0.5 / PARTS
        return [
            {names[at]: float(row[at]) for at in np.flatnonzero(row >= least)}
            for row in self._guesses.chances(lat, lng, km)
        ]

    def _known_of(self, found: Mapping[str, float]) -> Chances:
        """The counties of polygons that the gazetteer has.

        Polygons of another year have others too, which are elsewhere here.
        """
        number = self._gazetteer.number
        known = {code: p for code, p in found.items() if code in number}
        rest = 1.0 - sum(known.values())
        return {**known, ELSEWHERE: rest} if rest > 1e-9 else known

    def _place_elsewhere(
        self, chances: Sequence[Chances], lat: Floats, lng: Floats
    ) -> None:
        """Say of what is elsewhere where it is."""
        away = [at for at, chance in enumerate(chances) if chance.get(ELSEWHERE)]
        regions = self._regions.of(lat[away], lng[away])
        for at, found in zip(away, regions, strict=True):
            # Without outlines nobody knows what lies at sea: what is elsewhere stays so.
            told = found or self._regions.known
            share = chances[at].pop(ELSEWHERE) if told else 0.0
            chances[at].update((code, share * p) for code, p in found.items())


def _floats(values: Iterable[float]) -> Floats:
    return np.array([*values], np.float64)


def _rank_divisions(
    chances: Mapping[str, float],
    beyond: float,
) -> str:
    """Divisions and their twentieths, the likeliest first; `beyond` is how probable the DPRK is."""
    here = 1.0 - beyond
    whole = {code: p * here for code, p in chances.items()}
    whole["KP"] = beyond
    parts = {code: round(p * PARTS) for code, p in whole.items()}
    told = [code for code, part in parts.items() if part]
    # By code where two are as likely, so that the words of a point are always the same.
    order = sorted(told, key=lambda code: (-parts[code], code))
    return " ".join(f"{code}={parts[code]}" for code in order)
