"""What a gazetteer knows of places, from its compiled files: units, codes, zones, and the border.

Three files, one for each licence (`facts`, `cc-by`, `odbl`), are joined. What
names stand for is told by `nkrisk_geo.gazetteer.named_facts`. Without the `odbl`
file there are no postcodes and no distances, and everything else works.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from nkrisk_geo.gazetteer.datafile import DataFile, lines
from nkrisk_geo.gazetteer.judgement import Judgement
from nkrisk_geo.gazetteer.units import Units
from nkrisk_geo.gazetteer.zones import Zone
from nkrisk_geo.model.errors import GazetteerError
from nkrisk_geo.native.locks import ForkSafeLock, cached_property

if TYPE_CHECKING:
    from nkrisk_geo.model.crossings import Crossing

Vertices = tuple[list[float], list[float]]
"""(lats, lngs) in degrees."""
Point = tuple[float, float]
"""(lat, lng) in degrees."""
ELSEWHERE = "elsewhere"
"""In the place of a code: outside all provinces of which there is an outline."""


class Contact(NamedTuple):
    """A stretch of the border, by km along the line from the mouth of the Yalu.

    Attributes:
        contact: "estuary", "fence", "river", "land" or "lake".
        facing_en, facing_zh, facing_ko: the DPRK county opposite;
            several, joined by a slash, where nothing tells which.
        quality: "anchored" where a seat or crossing places the
            county, "order" where only the order of the counties does.
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


class Facts(Units):
    """All places and codes. Immutable once loaded; safe to share.

    Args:
        files: the compiled files by name.
    """

    def __init__(self, files: Mapping[str, DataFile]) -> None:
        super().__init__(files)
        self.version: str = self._facts["version"]
        self.lock: ForkSafeLock = ForkSafeLock(reentrant=True)
        self._own: tuple[Zone, ...] = ()
        self.judgement: Judgement = Judgement.from_columns(self._facts["judgement"])
        """Every weight, prior and threshold that it is
        answered with; see `nkrisk_geo.gazetteer.judgement`."""

    def column(self, path: str) -> Any:
        """A column or value of the first file."""
        return self._facts[path]

    # --- codes and facts --------------------------------------------------------------

    @property
    def readings(self) -> Mapping[str, str]:
        """Spaced syllables of what names of places are read like: 朝阳 is chao yang.

        The longest come first.
        """
        found: Mapping[str, str] = self._facts["readings"]
        return found

    @property
    def subdivisions(self) -> Mapping[str, list[int]]:
        """Units by the code of a state or province.

        That is a province of China, or the country around one abroad.
        """
        found: Mapping[str, list[int]] = self._facts["subdivisions"]
        return found

    @property
    def retired(self) -> Mapping[str, list[int]]:
        """Units that succeeded a retired adcode."""
        found: Mapping[str, list[int]] = self._cc_by["retired"]
        return found

    @property
    def moved_away(self) -> Mapping[str, list[int]]:
        """Counties that lay in another prefecture once, by the code of that."""
        found: Mapping[str, list[int]] = self._cc_by["moved_away"]
        return found

    @property
    def postcode_prefixes(self) -> Mapping[str, list[int]]:
        """Units by the first two to four digits of postcodes, or all six; empty without `odbl`."""
        found: Mapping[str, list[int]] = self._odbl.get("postcode_prefixes", {})
        return found

    @property
    def main_postcodes(self) -> Mapping[str, str]:
        """The main postcode of counties and prefectures, by their codes.

        Empty without the `odbl` file.
        """
        found: Mapping[str, str] = self._odbl.get("main_postcodes", {})
        return found

    def postcode(self, unit: int) -> str | None:
        """The main postcode of a county or prefecture."""
        return self.main_postcodes.get(self.codes[unit])

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
        # Lists cannot be hashed, and a zone is a key.
        rows = [
            Zone(**{**row, "members": tuple(row["members"])})
            for row in self._facts["zones"]
        ]
        return tuple(sorted((*self._own, *rows), key=lambda zone: zone.rank))

    @cached_property
    def crossings(self) -> tuple[Crossing, ...]:
        """The ports of entry, from the mouth of the Yalu to the tripoint."""
        # Hardly an answer asks for them, and a class costs a process a millisecond.
        from nkrisk_geo.model.crossings import Crossing

        along: Mapping[str, float] = self._odbl.get("chainages", {})
        return tuple(
            Crossing(**row, chainage_km=along.get(row["id"]))
            for row in self._facts["crossings"]
        )

    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
        """The stretches of the border without gaps, from the mouth to the tripoint.

        Empty without the `odbl` file.
        """
        return tuple(Contact(**row) for row in self._odbl.get("contacts", ()))

    # --- geography --------------------------------------------------------------------

    @property
    def border_distances(self) -> tuple[list[str], memoryview]:
        """Units whose distance to the border is known, and the quantiles of each in steps.

        See `nkrisk_geo.gazetteer.distributions`.
        """
        if "border_distances/units" not in self._odbl:
            return [], memoryview(b"")
        units = lines(self._odbl["border_distances/units"])
        return units, self._odbl["border_distances/steps"]

    @property
    def geometry(self) -> Mapping[str, Vertices]:
        """Vertices of `border_line`, `sea_line`, `dprk_outline` and `russia_outline`.

        Raises:
            GazetteerError: the `odbl` file is not there.
        """
        if "geometry" not in self._odbl:
            raise GazetteerError(
                "the border line is in odbl.gaz, which this gazetteer was loaded without"
            )
        found: Mapping[str, Vertices] = self._odbl["geometry"]
        return found

    @property
    def sea(self) -> Mapping[str, memoryview]:
        """The sea around the region as it is stored (`nkrisk_geo.maps.sea`), for pictures only."""
        return {
            name: self._facts[f"sea/{name}"]
            for name in ("rings", "lengths", "vertices")
        }

    @property
    def islands(self) -> Sequence[Vertices]:
        """Vertices of the DPRK's islands beyond the border line, in its order.

        Empty without the `odbl` file.
        """
        found: Sequence[Vertices] = self._odbl.get("islands", ())
        return found

    @property
    def outlines(self) -> Mapping[str, Vertices]:
        """Vertices of the provinces on the border, by code; empty without the `odbl` file."""
        found: Mapping[str, Vertices] = self._odbl.get("outlines", {})
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
    def region_points(self) -> Mapping[str, Sequence[Point]]:
        """Cities (lat, lng) of provinces that share an outline, by the province."""
        found: Mapping[str, Sequence[Point]] = self._cc_by.get("region_points", {})
        return found
