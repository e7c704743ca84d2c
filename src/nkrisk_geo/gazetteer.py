"""The gazetteer in memory: every place, every name of it, and the indexes over them.

Three compiled files, one for each licence (`facts`, `cc-by`, `odbl`), are read on first use and joined into one
`Gazetteer`, the only reader of packaged data and the one object that all indexes hang on. Units are numbered, and
unit 0 is China. A *name* is a folded, squeezed string; it refers to units,
each reference saying what kind of name it is (`NameKind`).

Without the `odbl` file there are no postcodes and no distances, and everything else works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.arrays import Ints
from nkrisk_geo.compiled import read_buckets
from nkrisk_geo.distributions import LEVELS, STEPS_PER_KM
from nkrisk_geo.errors import GazetteerError
from nkrisk_geo.forking import Turn, cached_property
from nkrisk_geo.frequencies import Frequencies
from nkrisk_geo.judgement import Judgement
from nkrisk_geo.model import Crossing, Level, Unit
from nkrisk_geo.names import SCRIPTS, ByScript, Names
from nkrisk_geo.packing import lines, unpacked
from nkrisk_geo.references import References
from nkrisk_geo.soundness import check
from nkrisk_geo.text import Folder

PACKAGED = Path(__file__).with_name("data")
"""The folder of the packaged gazetteer."""
CHINA = 0
ZONED = 8
"""Sets of zones of their own that are kept ready."""
ELSEWHERE = "elsewhere"
"""In the place of a code: outside all provinces of which there is an outline."""

T = TypeVar("T")


class NameKind(IntEnum):
    """What a name is to a unit, from the strongest to the weakest. Stored with each reference (`nkrisk_geo.references`)."""

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
IS_ABROAD: NDArray[np.bool_] = np.array([kind in ABROAD for kind in NameKind])
"""The same, for each kind by its number."""


class Extent(NamedTuple):
    """How far a county, prefecture or province reaches: a circle around it, and its least and greatest km to the border."""

    lat: float
    lng: float
    radius_km: float
    km_min: float
    km_max: float


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of `zones.toml`, or one of the user's own (`nkrisk_geo.zone_sources`).

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
        from nkrisk_geo.notebook import zone_html

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


class Gazetteer:
    """All places and names, with the indexes that resolving needs. Immutable once loaded; safe to share.

    Use `Gazetteer.default()` for the packaged one and `Gazetteer.load(path)` for one that `gazetteer/build.py` made.
    """

    _default: ClassVar[Gazetteer | None] = None
    _lock: ClassVar[Turn] = Turn(again=True)

    def __init__(self, buckets: Mapping[str, Mapping[str, Any]]) -> None:
        facts = buckets["facts"]
        self.version: str = facts["version"]
        self._facts = facts
        self._odbl = buckets.get("odbl", {})
        self._cc_by = buckets["cc-by"]
        self.lock = Turn(again=True)
        self.attached: dict[str, Any] = {}
        """What others work out over this gazetteer and keep with it; see `once`."""
        self.shared: dict[str, Any] = {}
        """The same, shared with those that have zones of one's own beside."""
        self._base: Gazetteer | None = None
        self._own: tuple[Zone, ...] = ()
        self.folder = Folder(facts["characters"])
        self.judgement = Judgement.compiled(facts["judgement"])
        """Every weight, prior and threshold that it is answered with; see `nkrisk_geo.judgement`."""
        self._join_units(buckets)
        tables = [bucket["names"] for bucket in buckets.values() if "names" in bucket]
        names = ByScript(lambda script: Names.joined([table[script] for table in tables]))
        self.names: Mapping[str, tuple[str, ...]] = ByScript(lambda script: names[script].every)
        self.numbers: Mapping[str, dict[str, int]] = ByScript(lambda script: names[script].numbers)
        self._names = names

    @classmethod
    def default(cls) -> Gazetteer:
        """The packaged gazetteer, loaded once."""
        if cls._default is None:
            with cls._lock:
                if cls._default is None:
                    cls._default = cls(read_buckets(PACKAGED, is_packaged=True))
        return cls._default

    @classmethod
    def load(cls, path: str | Path) -> Gazetteer:
        """A gazetteer from a folder of compiled files, all of which is looked through (a tenth of a second).

        Raises:
            GazetteerError: a file is missing, is no JSON, is of another format or version than the others, is not what the
                checksums beside it say, or holds something wrong, as a unit that lies in itself.
        """
        buckets = read_buckets(Path(path))
        check(buckets, kinds=len(NameKind))
        return cls(buckets)

    def __reduce__(self) -> tuple[Any, ...]:
        if self is Gazetteer._default:
            return (Gazetteer.default, ())
        if self._base is not None:
            return (Gazetteer.with_zones, (self._base, self._own))
        return (Gazetteer, ({"facts": self._facts, "cc-by": self._cc_by, "odbl": self._odbl},))

    # --- units -------------------------------------------------------------------------------------------------

    def _join_units(self, buckets: Mapping[str, Mapping[str, Any]]) -> None:
        """Concatenate the unit tables in the order of the buckets; the build numbered them so."""
        tables = [bucket["units"] for bucket in buckets.values() if "units" in bucket]

        def column(name: str) -> tuple[Any, ...]:
            return tuple(value for table in tables for value in table[name])

        self.codes: tuple[str, ...] = column("code")
        self.levels: tuple[str, ...] = column("level")
        self.parents: tuple[int, ...] = column("parent")
        self.names_en: tuple[str, ...] = column("en")
        self.names_zh: tuple[str, ...] = column("zh")
        self.mass: tuple[float, ...] = column("mass")
        self.trade: tuple[float, ...] = column("trade")
        self.number: dict[str, int] = {code: number for number, code in enumerate(self.codes)}
        self._paths: dict[int, frozenset[int]] = {-1: frozenset()}
        self._units: dict[int, Unit] = {}
        self._countries: dict[int, str] = {}
        self._chains: dict[int, tuple[int, ...]] = {}

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

    @property
    def outermost(self) -> Ints:
        """For each unit the one around it that lies in no other: the country."""
        parents, found = np.array(self.parents, np.int64), np.arange(len(self.parents))
        while (inner := parents[found] >= 0).any():
            found[inner] = parents[found[inner]]
        return found

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
    def countries(self) -> NDArray[np.bool_]:
        """For each unit, is it a country, or a territory that trade records treat as one (Hong Kong, Macao, Taiwan)?"""
        found: NDArray[np.bool_] = np.array(self.levels) == "country"
        found[[self.number[code] for code in self._territories if code in self.number]] = True
        return found

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

    # --- names -------------------------------------------------------------------------------------------------

    @property
    def characters(self) -> Mapping[str, str]:
        """Characters and what they fold to: traditional to simplified, and other variants."""
        found: Mapping[str, str] = self._facts["characters"]
        return found

    @property
    def villages(self) -> Mapping[str, int]:
        """Numbers of the villages' bare names. They are no patterns of the scan: they count behind a town of shared name."""
        return self._late["villages"]

    @property
    def localities(self) -> Mapping[str, int]:
        """Numbers of the bare names of quarters and roads in districts that share their name: 红旗 for 红旗街道."""
        return self._late["localities"]

    @property
    def regional(self) -> Mapping[str, int]:
        """Numbers of words for roads and quarters that one region uses more than others; `#` stands for a number."""
        return self._late["regional"]

    @cached_property
    def _late(self) -> Mapping[str, Mapping[str, int]]:
        """Names that the scan leaves out, joined when the first place is met that shares its name with others.

        They have numbers of their own, behind all others, even where they are spelt like one of them: what a scanned
        name means must not depend on whether these are joined yet.
        """
        with self.lock:
            first, found = len(self.names["han"]), {}
            for key in _LATE:
                found[key] = {
                    name: number for number, name in enumerate(lines(self._facts[key]["text"]), start=first)
                }
                first += len(found[key])
            return found

    @cached_property
    def late_places(self) -> References:
        """What these names stand for, by their numbers from the first of them on."""
        tables, slots, first = [self._facts[key] for key in _LATE], [], 0
        for table in tables:
            count = len(lines(table["text"]))
            slots.append(range(first, first + count))
            first += count
        return References(slots, tables, first)

    def places(self, script: str) -> References:
        """What the names of a script stand for, by number."""
        return self._names[script].places

    def words(self, script: str, name: int) -> str:
        """The numbered name as it stands in a text: folded, without white space."""
        scanned = self.names[script]
        if name < len(scanned):
            return scanned[name]
        return self._late_words[name - len(scanned)]

    @cached_property
    def _late_words(self) -> tuple[str, ...]:
        """Villages, localities (南京 for 南京路) and regional words (社 for #社) as they stand in a text."""
        roads = (word[:-1] if len(word) > 2 and word.endswith(_ROADS) else word for word in self.localities)
        return (*self.villages, *roads, *(word.strip("#") for word in self.regional))

    def meanings(self, script: str, name: int) -> list[tuple[int, int]]:
        """(unit number, `NameKind`) for each place that the numbered name can stand for."""
        scanned = len(self.names[script])
        if name < scanned:
            return self._names[script].places.of(name)
        return self.late_places.of(name - scanned)

    def names_of(self, script: str, wanted: Callable[[Ints, Ints], NDArray[np.bool_]]) -> NDArray[np.bool_]:
        """For each numbered name, can it stand for something that is wanted, by its unit number and `NameKind`?"""
        return self._names[script].places.any(wanted)

    def country_names(self, script: str) -> NDArray[np.bool_]:
        """For each numbered name, is it that of a country or territory and not the short name of a division (黑山)?"""
        countries = self.countries
        return self.names_of(
            script,
            lambda units, kinds: countries[units] & ~IS_ABROAD[kinds] & (kinds != NameKind.GENERATED),
        ) & ~self.names_of(script, lambda units, kinds: ~countries[units] & (kinds == NameKind.SHORT))

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
        """Lists of words that a rule asks for; see `nkrisk_geo.word_lists`."""
        found: Mapping[str, list[str]] = self._facts["word_lists"]
        return found

    @cached_property
    def cutting_words(self) -> Frequencies:
        """Words and their frequencies in jieba's dictionary."""
        cutting = self._facts["cutting"]
        return Frequencies(cutting["words"], unpacked(cutting["freq"]), cutting["total"])

    @cached_property
    def zones(self) -> tuple[Zone, ...]:
        """All zones, highest rank first."""
        rows = (Zone(**{**row, "members": tuple(row["members"])}) for row in self._facts["zones"])
        return tuple(sorted((*self._own, *rows), key=lambda zone: zone.rank))

    def once(self, name: str, make: Callable[[], T], *, shared: bool = False) -> T:
        """What somebody works out over this gazetteer: made when it is first asked for, and kept with it.

        Args:
            name: it is kept by.
            make: makes it.
            shared: also for the same gazetteer with other zones of one's own.
        """
        kept = self.shared if shared else self.attached
        if name not in kept:
            with self.lock:
                if name not in kept:
                    kept[name] = make()
        found: T = kept[name]
        return found

    def without_zones(self) -> Gazetteer:
        """The same gazetteer without zones of one's own."""
        return self if self._base is None else self._base.without_zones()

    def with_zones(self, zones: Sequence[Zone]) -> Gazetteer:
        """The same gazetteer with zones of one's own beside its own (see `nkrisk_geo.zone_sources`), made once for each set."""
        if not zones:
            return self
        zoned: dict[tuple[Zone, ...], Gazetteer] = self.attached.setdefault("zoned", {})
        found = zoned.get(tuple(zones))
        if found is None:
            found = object.__new__(Gazetteer)  # not by `copy`, which asks `__reduce__`
            found.__dict__ |= {**self.__dict__, "attached": {}}
            found._base, found._own = self, (*self._own, *zones)
            found.__dict__.pop("zones", None)
            while len(zoned) >= ZONED:
                zoned.pop(next(iter(zoned)), None)
            zoned[tuple(zones)] = found
        return found

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

    def extent(self, unit: int) -> Extent | None:
        """The extent of a province, prefecture or county, where known."""
        row = self._odbl.get("extents", {}).get(self.codes[unit])
        return Extent(*row) if row else None

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

    @cached_property
    def distributions(self) -> tuple[Ints, NDArray[np.float64]]:
        """The units whose distance to the border is known, and a row of its quantiles (km) for each.

        See `nkrisk_geo.distributions`; no rows without the `odbl` file.
        """
        packed = self._odbl.get("border_distances", {"units": "", "steps": ""})
        units = np.array([self.number[code] for code in lines(packed["units"])], np.int64)
        steps = unpacked(packed["steps"]).reshape(len(units), len(LEVELS))
        return units, steps / STEPS_PER_KM

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
            raise GazetteerError("the border line is in odbl.json, which this gazetteer was loaded without")
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
    def regions(self) -> Mapping[str, Any]:
        """Outlines of countries and provinces as they are packed, see `nkrisk_geo.regions`; empty without the `odbl` file."""
        found: Mapping[str, Any] = self._odbl.get("regions", {})
        return found

    @property
    def region_points(self) -> Mapping[str, Sequence[tuple[float, float]]]:
        """Cities (lat, lng) of provinces that share an outline, by the province."""
        found: Mapping[str, Sequence[tuple[float, float]]] = self._cc_by.get("region_points", {})
        return found

    def counts(self) -> dict[str, int]:
        """How much is in it: units by level, names by script."""
        tally: dict[str, int] = {}
        for level in self.levels:
            tally[level] = tally.get(level, 0) + 1
        names = {script: len(self.names[script]) for script in SCRIPTS}
        return (
            tally
            | {f"{script} names": names[script] for script in SCRIPTS}
            | {"villages": len(self.villages)}
        )


def verified() -> tuple[str, list[str]]:
    """Look at the packaged files anew, with their checksums and at all that they hold.

    Returns:
        The version, and the names of the files.

    Raises:
        GazetteerError: one is damaged or missing.
    """
    buckets = read_buckets(PACKAGED, is_packaged=True)
    check(buckets, kinds=len(NameKind))
    return buckets["facts"]["version"], [f"{name}.json" for name in buckets]


_ROADS = ("路", "街", "道", "里", "巷")
_LATE = ("villages", "localities", "regional")
_DIVISIONS = frozenset({"province", "prefecture", "county"})
