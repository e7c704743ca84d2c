"""Decisions as the columns of a table.

What is decided about a record is kept as numbers: of its status, its place, its zones. The
cells that go with each number are made once, and a column is taken from them, so that no Python
object is made for a row. The columns are those of `nkrisk_geo.model.schema`: one that is kept
under its own name comes by itself, others are in
`AnswerCells._make_sources`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.engine.batches import Decisions
from nkrisk_geo.engine.engine import POSSIBLY, SURELY
from nkrisk_geo.gazetteer.bands import BAND_NAMES
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.vocabulary import HOW
from nkrisk_geo.model.schema import NAMES, ODDS
from nkrisk_geo.native.arrays import Flags
from nkrisk_geo.native.threads import map_threads
from nkrisk_geo.resolver.objects import Answers
from nkrisk_geo.tables.bases import find_place_bases, spell_out
from nkrisk_geo.tables.columns import ColumnSource, numbers, strings
from nkrisk_geo.tables.places import places
from nkrisk_geo.tables.row_texts import RowTexts

_LIST = pa.list_(pa.string())
_NEAR = ("p_border_20km", "p_border_50km")
_NUMBERS = {
    "confidence": "confidence",
    "border_km": "km",
    "border_km_q05": "q05",
    "border_km_q95": "q95",
    "border_km_min": "low",
    "border_km_max": "high",
    "crossing_km": "crossing_km",
}
"""Columns that are numbers of a decision, and what it calls them."""
_WHICH = {
    "how": "how",
    "settled": "settled",
    "place": "place",
    "in_band": "band",
    "at_crossing": "crossing",
}
_KEYS = (*_WHICH, "surely", "possibly", "rests")
"""What columns are taken by. Zones are bits, that of the highest rank first."""


class AnswerCells:
    """Writes decisions into cells, in one language of names and one style of evidence.

    Safe under threads.
    """

    def __init__(
        self, gazetteer: Gazetteer, answers: Answers, names: str, style: str
    ) -> None:
        self._gazetteer, zones = gazetteer, gazetteer.zone_ids
        self._odds = {
            column: zones.index(zone) if zone in zones else None
            for column, zone in ODDS.items()
        }
        self._places = places(gazetteer, names)
        self._bases = find_place_bases(gazetteer)
        self._texts = RowTexts(gazetteer, answers, style)

    # --- what is kept -----------------------------------------------------------------

    def kept(self, decisions: Decisions) -> dict[str, pa.Array]:
        """What is kept of decisions: keys of columns, and columns under their own names."""
        rows = decisions.rows
        # Now, while other threads work: the columns are taken when all is known.
        self._places.rows(rows["place"])
        keys = {key: pa.array(rows[name]) for key, name in _WHICH.items()}
        chances = {
            name: self._chances(decisions, zone) for name, zone in self._odds.items()
        }
        near = rows["near"]
        chances |= {name: numbers(near[:, at]) for at, name in enumerate(_NEAR)}
        plain = {column: numbers(rows[name]) for column, name in _NUMBERS.items()}
        return {
            **keys,
            "surely": _bits(decisions.in_zone == SURELY),
            "possibly": _bits(decisions.in_zone == POSSIBLY),
            "rests": pa.array(self._bases.of(decisions)),
            **chances,
            **plain,
            "evidence": self._texts.evidence(decisions),
            "candidates": self._texts.candidates(decisions),
            "conflicts": self._texts.conflicts(decisions),
        }

    def _chances(self, decisions: Decisions, zone: int | None) -> pa.Array:
        """The probabilities of a zone; null where the gazetteer has none of that name."""
        if zone is None:
            return pa.nulls(len(decisions.rows), pa.float64())
        chances = decisions.zone_p[:, zone]
        return numbers(chances, decisions.rows["told"])

    # --- columns ----------------------------------------------------------------------

    def sources(
        self, blocks: Sequence[pa.StructArray], rows: pa.Array, threads: int = 1
    ) -> list[ColumnSource]:
        """Where the columns come from, in the order of `NAMES`.

        Args:
            blocks: what is kept of decisions.
            rows: for each row of the table the place of its decision among theirs.
            threads: how many work at once.
        """

        def own(name: str) -> ColumnSource:
            return ColumnSource([block.field(name) for block in blocks], rows)

        sources = [own(key) for key in _KEYS]
        columns = map_threads(ColumnSource.column, sources, threads)
        made = self._make_sources(dict(zip(_KEYS, columns, strict=True)))
        return [made[name] if name in made else own(name) for name in NAMES]

    def _make_sources(self, keys: Mapping[str, pa.Array]) -> dict[str, ColumnSource]:
        """Where those columns come from that are not kept under their own names."""
        met = self._places.rows(keys["place"].to_numpy())
        places = self._places.columns
        zones = self._gazetteer.zone_ids
        # Each different set of zones is put into words once.
        surely = pc.dictionary_encode(keys["surely"])
        possibly = pc.dictionary_encode(keys["possibly"])
        status, reason = map(strings, zip(*HOW_SAID, strict=True))
        crossings = self._gazetteer.crossing_ids
        version = strings([self._gazetteer.version])
        every_row = pa.array(np.zeros(len(met), np.int32))
        return {
            **{name: ColumnSource([each], met) for name, each in places.items()},
            "status": ColumnSource([status], keys["how"]),
            "reason": ColumnSource([reason], keys["how"]),
            "country": self._countries(keys["settled"]),
            "zone": _first_zones(surely, zones),
            "zones": _zones(surely, zones),
            "zones_possible": _zones(possibly, zones),
            "basis": _bases(pc.dictionary_encode(keys["rests"])),
            "border_band": _column_of_names(BAND_NAMES, keys["in_band"]),
            "crossing": _column_of_names(crossings, keys["at_crossing"]),
            "gazetteer_version": ColumnSource([version], every_row),
        }

    def _countries(self, settled: pa.Array) -> ColumnSource:
        coded = pc.dictionary_encode(settled)
        country = self._gazetteer.country
        units = coded.dictionary.to_pylist()
        countries = [country(unit) if unit >= 0 else None for unit in units]
        return ColumnSource([strings(countries)], coded.indices)


HOW_SAID = [(status.value, reason.value if reason else None) for status, reason in HOW]
"""Status and reason by what the engine says of a decision."""


def _bits(flags: Flags) -> pa.FixedSizeBinaryArray:
    """Rows of flags as bits."""
    packed = np.packbits(flags, axis=1, bitorder="little")
    count, size = packed.shape
    buffers = [None, pa.py_buffer(packed)]
    return pa.Array.from_buffers(pa.binary(size), count, buffers)


def _names_of_bits(bits: bytes, names: Sequence[str]) -> list[str]:
    """The names whose bits are set."""
    found = []
    for at, name in enumerate(names):
        byte, bit = divmod(at, 8)
        if bits[byte] >> bit & 1:
            found.append(name)
    return found


def _first_zones(sets: pa.DictionaryArray, names: Sequence[str]) -> ColumnSource:
    """A column of zones, of several that of the highest rank; null for none."""
    several = [_names_of_bits(bits, names) for bits in sets.dictionary.to_pylist()]
    first = [zones[0] if zones else None for zones in several]
    return ColumnSource([strings(first)], sets.indices)


def _zones(sets: pa.DictionaryArray, names: Sequence[str]) -> ColumnSource:
    """A column of lists of zones."""
    lists = [_names_of_bits(bits, names) for bits in sets.dictionary.to_pylist()]
    return ColumnSource([pa.array(lists, _LIST)], sets.indices)


def _bases(rests: pa.DictionaryArray) -> ColumnSource:
    """A column of what places rest on."""
    lists = [spell_out(parts) for parts in rests.dictionary.to_pylist()]
    return ColumnSource([pa.array(lists, _LIST)], rests.indices)


def _column_of_names(names: Sequence[str], which: pa.Array) -> ColumnSource:
    """A column of names by their numbers; null for a negative one."""
    # -1 for none becomes 0, where null stands.
    rows = pc.add(which, pa.scalar(1, pa.int32()))
    return ColumnSource([strings([None, *names])], rows)
