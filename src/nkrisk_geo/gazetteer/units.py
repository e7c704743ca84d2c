"""The units of a gazetteer: what each is called, how they lie in one another, and where.

Units are numbered, and unit 0 is China.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from nkrisk_geo.gazetteer.datafile import DataFile, lines
from nkrisk_geo.model import Level, Unit
from nkrisk_geo.model.drafts import UnitDraft
from nkrisk_geo.native.locks import cached_property

CHINA = 0
_DIVISIONS = frozenset({"province", "prefecture", "county"})
_LEVELS = {level.value: level for level in Level} | {"city": Level.COUNTRY}
"""What a level is to the user, for whom a city abroad is as much as its country."""


class UnitExtent(NamedTuple):
    """How far a county, prefecture or province reaches.

    That is a circle around it, and its least and greatest km to the border.
    """

    lat: float
    lng: float
    radius_km: float
    km_min: float
    km_max: float


class Units:
    """All units, numbered in the order of the files. Immutable once loaded.

    Args:
        files: the compiled files by name.
    """

    def __init__(self, files: Mapping[str, DataFile]) -> None:
        self.files = files
        self._facts, self._cc_by = files["facts"], files["cc-by"]
        self._odbl: Mapping[str, Any] = files.get("odbl", {})
        self._join_units()

    def _join_units(self) -> None:
        """Concatenate the unit tables in the order of the files; the build numbered them so."""
        self.codes: tuple[str, ...] = self._texts("code")
        self.levels: tuple[str, ...] = self._texts("level")
        self.names_en: tuple[str, ...] = self._texts("en")
        self.names_zh: tuple[str, ...] = self._texts("zh")
        self.parents: tuple[int, ...] = self._numbers("parent")
        self._paths: dict[int, frozenset[int]] = {-1: frozenset()}
        self._units: dict[int, Unit] = {}
        self._countries: dict[int, str] = {}
        self._chains: dict[int, tuple[int, ...]] = {}

    def _columns(self, name: str) -> list[memoryview]:
        """A column of units in each file that has some."""
        tables = [file for file in self.files.values() if "units/code" in file]
        return [table[f"units/{name}"] for table in tables]

    def _texts(self, name: str) -> tuple[str, ...]:
        """A column of texts of all units."""
        return tuple(chain.from_iterable(map(lines, self._columns(name))))

    def _numbers(self, name: str) -> tuple[Any, ...]:
        """A column of numbers of all units."""
        columns = [column.tolist() for column in self._columns(name)]
        return tuple(chain.from_iterable(columns))

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each unit by its code."""
        return {code: number for number, code in enumerate(self.codes)}

    @cached_property
    def prior_weight(self) -> tuple[float, ...]:
        """The prior weight of each unit; China's is 1."""
        return self._numbers("mass")

    @cached_property
    def trade(self) -> tuple[float, ...]:
        """How much oftener trade records in alphabets name each division of China.

        That is: than those of its kind and size.
        """
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
            parent = self.parents[unit]
            around = self.ancestors(parent) if parent >= 0 else ()
            found = self._chains[unit] = (unit, *around)
        return found

    def country(self, unit: int) -> str:
        """ISO 3166-1 alpha-2 of the country.

        Of the territory for Hong Kong, Macao and Taiwan.
        """
        found = self._countries.get(unit)
        if found is None:
            chain = self.ancestors(unit)
            # The outermost is the country; what lies right in it may be a territory.
            inner = self.codes[chain[-2]] if len(chain) > 1 else ""
            found = self.territories.get(inner) or self.codes[chain[-1]]
            self._countries[unit] = found
        return found

    @property
    def territories(self) -> Mapping[str, str]:
        """ISO 3166-1 alpha-2 of each unit in China that is a territory of its own, by code."""
        territories: Mapping[str, str] = self._facts["territories"]
        return territories

    @cached_property
    def countries(self) -> tuple[bool, ...]:
        """For each unit, is it a country, or a territory that trade records treat as one?

        The territories are Hong Kong, Macao and Taiwan.
        """
        units = zip(self.levels, self.codes, strict=True)
        territories = self.territories
        return tuple(
            [level == "country" or code in territories for level, code in units]
        )

    def adcode(self, unit: int) -> str | None:
        """Six-digit code of the finest division at or around the unit.

        None outside China and for China itself.
        """
        for number in self.ancestors(unit):
            if self.levels[number] in _DIVISIONS:
                return self.codes[number]
        return None

    def level(self, unit: int) -> Level:
        """The public level of a unit."""
        return _LEVELS[self.levels[unit]]

    def unit(self, number: int) -> Unit:
        """The public object for a unit number (made once)."""
        found = self._units.get(number)
        if found is None:
            found = self._units[number] = self._make_unit(number)
        return found

    def _make_unit(self, number: int) -> Unit:
        parent, unit = self.parents[number], UnitDraft()
        unit.adcode, unit.code = self.adcode(number), self.codes[number]
        unit.level = self.level(number)
        unit.name_en, unit.name_zh = self.names_en[number], self.names_zh[number]
        unit.parent = self.codes[parent] if parent >= 0 else None
        unit.country = self.country(number)
        unit.lat, unit.lng, unit.radius_km = self.point(number) or (None, None, None)
        unit.__class__ = Unit
        return unit  # type: ignore[no-any-return]

    # --- where they lie ---------------------------------------------------------------

    def point(
        self,
        unit: int,
    ) -> tuple[float, float, float] | None:
        """(lat, lng, radius_km) of a unit, from its own point or else its extent."""
        code = self.codes[unit]
        for rows, places in self._points:
            at = rows.get(code)
            if at is not None:
                return places[at], places[at + 1], places[at + 2]
        extent = self._odbl.get("extents", {}).get(code)
        return None if extent is None else (extent[0], extent[1], extent[2])

    def points(self) -> list[tuple[float, float, float] | None]:
        """What `point` says of each unit, all at once."""
        extents: Mapping[str, Sequence[float]] = self._odbl.get("extents", {})
        known = {
            code: (lat, lng, radius) for code, (lat, lng, radius, *_) in extents.items()
        }
        # What the first file says comes last, and counts.
        for codes, places in reversed(self._points):
            rows = zip(places[::3], places[1::3], places[2::3], strict=True)
            known |= zip(codes, rows, strict=True)
        return [known.get(code) for code in self.codes]

    @cached_property
    def _points(self) -> list[tuple[dict[str, int], memoryview]]:
        """By its code where the numbers of a unit begin: lat, lng and radius.

        A unit that stands in both files is where the first one says.
        """
        found = []
        for file in (self._cc_by, self._facts):
            codes = lines(file["points/units"])
            starts = range(0, 3 * len(codes), 3)
            found.append((dict(zip(codes, starts, strict=True)), file["points/places"]))
        return found

    @property
    def spans(self) -> Mapping[str, Sequence[str]]:
        """Codes of the counties of a unit that lies in several, by its code.

        长白山保护开发区 is one. No unit in one of the counties is in it.
        """
        found: Mapping[str, Sequence[str]] = self._facts.get("spans", {})
        return found

    def counties_around(self, unit: int) -> tuple[int, ...]:
        """Numbers of the counties that a unit lies in where they are several, else empty."""
        codes = self.spans.get(self.codes[unit], ())
        return tuple(self.number[code] for code in codes)

    def extent(self, unit: int) -> UnitExtent | None:
        """The extent of a province, prefecture or county, where known."""
        row = self._odbl.get("extents", {}).get(self.codes[unit])
        return UnitExtent(*row) if row else None

    @property
    def located_units(self) -> list[int]:
        """The units whose point has a distance."""
        known = self._odbl.get("distances", {})
        return [self.number[code] for code in known if code in self.number]

    def distance(
        self,
        unit: int,
    ) -> tuple[float, str, float] | None:
        """(km to the border, nearest crossing, km to it) of the unit's point, where known."""
        row = self._odbl.get("distances", {}).get(self.codes[unit])
        if row is None:
            return None
        km, crossing, crossing_km = row
        return km, crossing, crossing_km

    @cached_property
    def nearest_crossings(self) -> dict[int, tuple[str, float]]:
        """The nearest crossing of units, and km to it.

        It is nearest to a unit's point, or to the middle of its ground where it has none.
        """
        distances = self._odbl.get("distances", {})
        points = {code: row[1:] for code, row in distances.items()}
        known = {**self._odbl.get("ground_crossings", {}), **points}
        return {
            self.number[code]: (name, km)
            for code, (name, km) in known.items()
            if code in self.number
        }
