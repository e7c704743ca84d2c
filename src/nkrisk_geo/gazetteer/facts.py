"""What a gazetteer knows of places, from its compiled files: units, codes, zones, and where things are.

Three files, one for each licence (`facts`, `cc-by`, `odbl`), are joined. Units are numbered, and unit 0 is China. What
names stand for is told by `nkrisk_geo.gazetteer`. Without the `odbl` file there are no postcodes and no distances, and
everything else works.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

from nkrisk_geo.gazetteer.datafile import DataFile, lines
from nkrisk_geo.gazetteer.judgement import Judgement
from nkrisk_geo.model import Crossing, Level, Unit
from nkrisk_geo.model.errors import GazetteerError
from nkrisk_geo.native.locks import Turn, cached_property

CHINA = 0
ELSEWHERE = "elsewhere"
"""In the place of a code: outside all provinces of which there is an outline."""


KIND_BITS = 5
"""Bits of a reference that hold the kind of the name; those above hold the unit."""


def reference(unit: int, kind: int) -> int:
    """A unit, and what a name is to it, as one number."""
    return unit << KIND_BITS | kind


class NameKind(IntEnum):
    """What a name is to a unit, from the strongest to the weakest. Stored with each reference (`reference`)."""

    FULL = 0
    SHORT = 1
    ROMANIZED = 2
    FOREIGN = 3
    FORMER = 4
    ABBREVIATION = 5
    CODE = 6
    GENERATED = 7
    MISSPELT = 8
    TOWNSHIP = 9
    TOWNSHIP_SHORT = 10
    CITY = 11
    RENAMED = 12
    VILLAGE = 13
    LOCALITY = 14
    SEAT = 15
    TOWN_ABROAD = 16
    VILLAGE_ABROAD = 17
    HAMLET_ABROAD = 18


ABROAD = frozenset({NameKind.CITY, NameKind.TOWN_ABROAD, NameKind.VILLAGE_ABROAD, NameKind.HAMLET_ABROAD})
"""Kinds of names of places abroad, the largest first: the unit is their country."""


class UnitExtent(NamedTuple):
    """How far a county, prefecture or province reaches: a circle around it, and its least and greatest km to the border."""

    lat: float
    lng: float
    radius_km: float
    km_min: float
    km_max: float


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of `zones.toml`, or one of the user's own (`nkrisk_geo.gazetteer.zone_sources`).

    Attributes:
        members: codes of divisions, or that of a country.
        rank: the smaller, the finer the zone.
        within_km: what lies within this distance of the border belongs to it as well.
        polygon: so does what lies in this polygon, as WKB in degrees (EPSG:4326).
    """

    id: str
    name_en: str
    name_zh: str
    kind: str
    rank: int
    members: tuple[str, ...]
    parent: str | None
    within_km: float | None = None
    polygon: bytes | None = None

    def _repr_html_(self) -> str:
        """What belongs to it, for notebooks."""
        from nkrisk_geo.model.html import zone_html

        distance = "" if self.within_km is None else f"{self.within_km:g} km of the border"
        polygon = "" if self.polygon is None else "a polygon"
        return zone_html(
            {
                "zone": self.id,
                "names": f"{self.name_en} {self.name_zh}",
                "kind": self.kind,
                "members": ", ".join(self.members),
                "within": distance,
                "and in": polygon,
            }
        )


@dataclass(frozen=True, slots=True)
class Contact:
    """A stretch of the border, by km along the line from the mouth of the Yalu.

    Attributes:
        contact: "estuary", "fence", "river", "land" or "lake".
        facing_en, facing_zh, facing_ko: the DPRK county opposite; several, joined by a slash, where nothing tells which.
        quality: "anchored" where a seat or crossing places the county, "order" where only the order of the counties does.
        accuracy_km: how far the less certain end may be off.
    """

    from_km: float
    to_km: float
    contact: str
    facing_en: str
    facing_zh: str
    facing_ko: str
    quality: str
    accuracy_km: float


class Facts:
    """All places and codes. Immutable once loaded; safe to share.

    Args:
        files: the compiled files by name.
    """

    def __init__(self, files: Mapping[str, DataFile]) -> None:
        self.files = files
        self._facts, self._cc_by = files["facts"], files["cc-by"]
        self._odbl: Mapping[str, Any] = files.get("odbl", {})
        self.version: str = self._facts["version"]
        self.lock = Turn(again=True)
        self._own: tuple[Zone, ...] = ()
        self.judgement = Judgement.compiled(self._facts["judgement"])
        """Every weight, prior and threshold that it is answered with; see `nkrisk_geo.gazetteer.judgement`."""
        self._join_units()

    def column(self, path: str) -> Any:
        """A column or value of the first file."""
        return self._facts[path]

    # --- units -------------------------------------------------------------------------------------------------

    def _join_units(self) -> None:
        """Concatenate the unit tables in the order of the files; the build numbered them so."""
        tables = [file for file in self.files.values() if "units/code" in file]

        def texts(name: str) -> tuple[str, ...]:
            return tuple([text for table in tables for text in lines(table[f"units/{name}"])])

        self.codes, self.levels, self.names_en, self.names_zh = map(texts, ("code", "level", "en", "zh"))
        self.parents: tuple[int, ...] = self._numbers("parent")
        self.number: dict[str, int] = {code: number for number, code in enumerate(self.codes)}
        self._paths: dict[int, frozenset[int]] = {-1: frozenset()}
        self._units: dict[int, Unit] = {}
        self._countries: dict[int, str] = {}
        self._chains: dict[int, tuple[int, ...]] = {}

    def _numbers(self, name: str) -> tuple[Any, ...]:
        """A column of numbers of all units."""
        tables = [file for file in self.files.values() if "units/code" in file]
        return tuple([number for table in tables for number in table[f"units/{name}"].tolist()])

    @cached_property
    def mass(self) -> tuple[float, ...]:
        """The prior weight of each unit; China's is 1."""
        return self._numbers("mass")

    @cached_property
    def trade(self) -> tuple[float, ...]:
        """How much oftener trade records in alphabets name each division of China than those of its kind and size."""
        return self._numbers("trade")

    @property
    def every(self) -> range:
        """The numbers of all units."""
        return range(len(self.codes))

    def path(self, unit: int) -> frozenset[int]:
        """The unit and everything around it, as numbers."""
        found = self._paths.get(unit)
        if found is None:
            found = self._paths[unit] = self.path(self.parents[unit]) | {unit}
        return found

    def ancestors(self, unit: int) -> tuple[int, ...]:
        """The unit and everything around it, from the unit outwards."""
        found = self._chains.get(unit)
        if found is None:
            found = self._chains[unit] = tuple(self._outwards(unit))
        return found

    def _outwards(self, unit: int) -> Iterator[int]:
        while unit >= 0:
            yield unit
            unit = self.parents[unit]

    def country(self, unit: int) -> str:
        """ISO 3166-1 alpha-2 of the country or, for Hong Kong, Macao and Taiwan, of the territory."""
        found = self._countries.get(unit)
        if found is None:
            chain = self.ancestors(unit)
            territory = self._territories.get(self.codes[chain[-2]]) if len(chain) > 1 else None
            found = self._countries[unit] = territory or self.codes[chain[-1]]
        return found

    @property
    def _territories(self) -> Mapping[str, str]:
        territories: Mapping[str, str] = self._facts["territories"]
        return territories

    @cached_property
    def countries(self) -> tuple[bool, ...]:
        """For each unit, is it a country, or a territory that trade records treat as one (Hong Kong, Macao, Taiwan)?"""
        return tuple(
            [
                level == "country" or code in self._territories
                for level, code in zip(self.levels, self.codes, strict=True)
            ]
        )

    def adcode(self, unit: int) -> str | None:
        """Six-digit code of the finest division at or around the unit; None outside China and for China itself."""
        for number in self.ancestors(unit):
            if self.levels[number] in _DIVISIONS:
                return self.codes[number]
        return None

    def level(self, unit: int) -> Level:
        """The public level of a unit: to the user, a city abroad is as much as its country."""
        level = self.levels[unit]
        return Level.COUNTRY if level == "city" else Level(level)

    def unit(self, number: int) -> Unit:
        """The public object for a unit number (made once)."""
        found = self._units.get(number)
        if found is None:
            found = self._units[number] = self._make_unit(number)
        return found

    def _make_unit(self, number: int) -> Unit:
        parent = self.parents[number]
        lat, lng, radius = self.point(number) or (None, None, None)
        return Unit(
            adcode=self.adcode(number),
            code=self.codes[number],
            level=self.level(number),
            name_en=self.names_en[number],
            name_zh=self.names_zh[number],
            parent=self.codes[parent] if parent >= 0 else None,
            country=self.country(number),
            lat=lat,
            lng=lng,
            radius_km=radius,
        )

    # --- codes and facts ---------------------------------------------------------------------------------------

    @property
    def readings(self) -> Mapping[str, str]:
        """Spaced syllables of what place names are read like, the longest first: 朝阳 is chao yang."""
        found: Mapping[str, str] = self._facts["readings"]
        return found

    @property
    def subdivisions(self) -> Mapping[str, list[int]]:
        """Units by the code of a state or province: a province of China, or the country around one abroad."""
        found: Mapping[str, list[int]] = self._facts["subdivisions"]
        return found

    @property
    def retired(self) -> Mapping[str, list[int]]:
        """Units that succeeded a retired adcode."""
        found: Mapping[str, list[int]] = self._cc_by["retired"]
        return found

    @property
    def moved_away(self) -> Mapping[str, list[int]]:
        """Counties that lay in a prefecture once and lie in another today, by the code of the prefecture."""
        found: Mapping[str, list[int]] = self._cc_by["moved_away"]
        return found

    @property
    def postcode_prefixes(self) -> Mapping[str, list[int]]:
        """Units by postcode prefix of two to four digits (empty without the `odbl` file)."""
        found: Mapping[str, list[int]] = self._odbl.get("postcode_prefixes", {})
        return found

    @property
    def phone_areas(self) -> Mapping[str, list[int]]:
        """Units by telephone area code, without the leading zero."""
        found: Mapping[str, list[int]] = self._facts["phone_areas"]
        return found

    @property
    def calling_codes(self) -> Mapping[str, list[int]]:
        """Countries by international calling code."""
        found: Mapping[str, list[int]] = self._facts["calling_codes"]
        return found

    @property
    def generics(self) -> Mapping[str, Mapping[str, str]]:
        """Generic words of addresses by script: word → class (`road`, `city`, `company`, …)."""
        found: Mapping[str, Mapping[str, str]] = self._facts["words"]
        return found

    @property
    def word_lists(self) -> Mapping[str, list[str]]:
        """Lists of words that a rule asks for; see `nkrisk_geo.gazetteer.word_lists`."""
        found: Mapping[str, list[str]] = self._facts["word_lists"]
        return found

    @cached_property
    def zones(self) -> tuple[Zone, ...]:
        """All zones, highest rank first."""
        rows = (Zone(**{**row, "members": tuple(row["members"])}) for row in self._facts["zones"])
        return tuple(sorted((*self._own, *rows), key=lambda zone: zone.rank))

    @cached_property
    def crossings(self) -> tuple[Crossing, ...]:
        """The ports of entry, from the mouth of the Yalu to the tripoint."""
        along: Mapping[str, float] = self._odbl.get("chainages", {})
        return tuple(Crossing(**row, chainage_km=along.get(row["id"])) for row in self._facts["crossings"])

    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
        """The stretches of the border without gaps, from the mouth to the tripoint; empty without the `odbl` file."""
        return tuple(Contact(**row) for row in self._odbl.get("contacts", ()))

    # --- geography ---------------------------------------------------------------------------------------------

    def point(self, unit: int) -> tuple[float, float, float] | None:
        """(lat, lng, radius_km) of a unit, from its own point or else its extent."""
        code = self.codes[unit]
        found = self._cc_by["points"].get(code) or self._facts["points"].get(code)
        if found is None:
            extent = self.extent(unit)
            return (extent.lat, extent.lng, extent.radius_km) if extent else None
        return (found[0], found[1], found[2])

    @property
    def spans(self) -> Mapping[str, Sequence[str]]:
        """Codes of the counties of a unit that lies in several (长白山保护开发区), by its code; no unit in one is in it."""
        found: Mapping[str, Sequence[str]] = self._facts.get("spans", {})
        return found

    def spanned(self, unit: int) -> tuple[int, ...]:
        """Numbers of the counties that a unit lies in where they are several, empty for all others."""
        return tuple(self.number[code] for code in self.spans.get(self.codes[unit], ()))

    def extent(self, unit: int) -> UnitExtent | None:
        """The extent of a province, prefecture or county, where known."""
        row = self._odbl.get("extents", {}).get(self.codes[unit])
        return UnitExtent(*row) if row else None

    @property
    def located(self) -> list[int]:
        """The units whose point has a distance."""
        return [self.number[code] for code in self._odbl.get("distances", {}) if code in self.number]

    @property
    def measured(self) -> list[int]:
        """The units that have an extent."""
        return [self.number[code] for code in self._odbl.get("extents", {}) if code in self.number]

    def distance(self, unit: int) -> tuple[float, str, float] | None:
        """(km to the border, nearest crossing, km to it) of the unit's point, where known."""
        row = self._odbl.get("distances", {}).get(self.codes[unit])
        return (row[0], row[1], row[2]) if row else None

    @cached_property
    def nearest_crossings(self) -> dict[int, tuple[str, float]]:
        """The crossing that is nearest to a unit's point, or to the middle of its ground where it has none, and km to it."""
        points = {code: row[1:] for code, row in self._odbl.get("distances", {}).items()}
        known = {**self._odbl.get("ground_crossings", {}), **points}
        return {self.number[code]: (name, km) for code, (name, km) in known.items() if code in self.number}

    @property
    def border_distances(self) -> tuple[list[str], memoryview]:
        """Units whose distance to the border is known, and quantiles of each in steps (`nkrisk_geo.gazetteer.distributions`)."""
        if "border_distances/units" not in self._odbl:
            return [], memoryview(b"")
        return lines(self._odbl["border_distances/units"]), self._odbl["border_distances/steps"]

    def postcode(self, unit: int) -> str | None:
        """The main postcode of a county or prefecture."""
        found: str | None = self._odbl.get("main_postcodes", {}).get(self.codes[unit])
        return found

    @property
    def geometry(self) -> Mapping[str, tuple[list[float], list[float]]]:
        """Vertices (lats, lngs) of `border_line`, `sea_line`, `dprk_outline` and `russia_outline`.

        Raises:
            GazetteerError: the `odbl` file is not there.
        """
        if "geometry" not in self._odbl:
            raise GazetteerError("the border line is in odbl.gaz, which this gazetteer was loaded without")
        found: Mapping[str, tuple[list[float], list[float]]] = self._odbl["geometry"]
        return found

    @property
    def islands(self) -> Sequence[tuple[list[float], list[float]]]:
        """Vertices (lats, lngs) of the DPRK's islands beyond the border line, in its order; empty without the `odbl` file."""
        found: Sequence[tuple[list[float], list[float]]] = self._odbl.get("islands", ())
        return found

    @property
    def outlines(self) -> Mapping[str, tuple[list[float], list[float]]]:
        """Vertices (lats, lngs) of the provinces on the border, by code; empty without the `odbl` file."""
        found: Mapping[str, tuple[list[float], list[float]]] = self._odbl.get("outlines", {})
        return found

    @property
    def regions(self) -> Mapping[str, memoryview]:
        """Outlines of countries and provinces as they are stored (`nkrisk_geo.geography.regions`).

        Empty without the `odbl` file.
        """
        return {
            name: self._odbl[f"regions/{name}"]
            for name in ("units", "lengths", "vertices")
            if f"regions/{name}" in self._odbl
        }

    @property
    def region_points(self) -> Mapping[str, Sequence[tuple[float, float]]]:
        """Cities (lat, lng) of provinces that share an outline, by the province."""
        found: Mapping[str, Sequence[tuple[float, float]]] = self._cc_by.get("region_points", {})
        return found


_DIVISIONS = frozenset({"province", "prefecture", "county"})
