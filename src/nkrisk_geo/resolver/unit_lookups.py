"""What units and names bring with them, each looked up when it is first met, and then remembered.

Most records are where another was: of what stands here hardly anything is asked for twice.
"""

from __future__ import annotations

from typing import NamedTuple

from nkrisk_geo.gazetteer.gazetteer import CHINA, Gazetteer
from nkrisk_geo.model import Unit
from nkrisk_geo.model.columns import LEVELS
from nkrisk_geo.model.drafts import make_tuple


class Point(NamedTuple):
    """Where a place is, as far as it is known."""

    lat: float | None = None
    lng: float | None = None
    radius_km: float | None = None


class PlaceFacts(NamedTuple):
    """What a decided unit brings with it: a place, the units around that, a postcode, a point.

    China alone is no place.
    """

    place: Unit | None = None
    country: str | None = None
    province: Unit | None = None
    prefecture: Unit | None = None
    county: Unit | None = None
    township: Unit | None = None
    postcode: str | None = None
    lat: float | None = None
    lng: float | None = None
    radius_km: float | None = None


class SettledUnits(dict[int | None, PlaceFacts]):
    """What units bring with them by their numbers, each looked up when it is first decided on."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        china = PlaceFacts(country=gazetteer.country(CHINA))
        super().__init__({None: PlaceFacts(), CHINA: china})
        self._gazetteer = gazetteer

    def __missing__(self, unit: int) -> PlaceFacts:
        gazetteer = self._gazetteer
        units = {
            gazetteer.levels[number]: gazetteer.unit(number)
            for number in gazetteer.ancestors(unit)
        }
        place, country = gazetteer.unit(unit), gazetteer.country(unit)
        around = map(units.get, LEVELS)
        postcode = gazetteer.postcode(unit)
        is_shown = has_point(gazetteer.levels[unit])
        point = place.lat, place.lng, place.radius_km
        facts = (place, country, *around, postcode, *(point if is_shown else Point()))
        found: PlaceFacts = make_tuple(PlaceFacts, facts)
        self[unit] = found
        return found


class PublicUnits(dict[int, Unit]):
    """The public objects of units by their numbers, each made when it is first met."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__()
        self._gazetteer = gazetteer

    def __missing__(self, unit: int) -> Unit:
        found = self[unit] = self._gazetteer.unit(unit)
        return found


Called = tuple[str, tuple[int, ...]]
"""A numbered name: its words, and the units that had it once. No class of its own, which the
garbage collector would look at."""


class CalledNames(dict[int, Called]):
    """Names by their number and, below it, a bit for those in Han and Hangul.

    Each is looked up when it is first met.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__()
        self._gazetteer = gazetteer

    def __missing__(self, key: int) -> Called:
        number, script = key >> 1, key & 1
        found = self[key] = self._gazetteer.text_of_name(number, script)
        return found


def has_point(level: str) -> bool:
    """Is the point of a place of a level shown? That of a province is not.

    Its seat would look like where the record is, and may be hundreds of kilometres away.
    """
    return level != "province"
