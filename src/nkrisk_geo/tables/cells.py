"""Decisions as the columns of a table.

What is decided about a record is kept as numbers: of its status, its place, its zones. The
cells that go with each number are made once, and a column is taken from them, so that no Python
object is made for a row. The columns are those of `nkrisk_geo.model.schema`: one that is kept
under its own name comes by itself, others are in
`AnswerCells._make_sources`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

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
from nkrisk_geo.native.memory import POOL
from nkrisk_geo.resolver.answers import Answers
from nkrisk_geo.resolver.basis import spell_out
from nkrisk_geo.tables.columns import ColumnSource, numbers, strings
from nkrisk_geo.tables.places import place_columns
from nkrisk_geo.tables.row_texts import RowTexts

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
    "rests": "rests",
}
_KEYS = (*_WHICH, "surely", "possibly")
"""What columns are taken by. Zones are bits, that of the highest rank first."""


_Take = Callable[[pa.Array], pa.Array]
_Sources = Mapping[str, ColumnSource]


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
        self._of_places = place_columns(gazetteer, names)
        self._texts = RowTexts(gazetteer, answers, style)

    # --- what is kept -----------------------------------------------------------------

    def keep(self, decisions: Decisions) -> dict[str, pa.Array]:
        """What is kept of decisions: keys of columns, and columns under their own names."""
        rows = decisions.rows
        kept: dict[str, pa.Array] = {}
        for key, name in _WHICH.items():
            kept[key] = pa.array(rows[name], memory_pool=POOL)
        kept["surely"] = _bits(decisions.in_zone == SURELY)
        kept["possibly"] = _bits(decisions.in_zone == POSSIBLY)
        for column, zone in self._odds.items():
            kept[column] = self._chances(decisions, zone)
        near = rows["near"]
        for at, column in enumerate(_NEAR):
            kept[column] = numbers(near[:, at])
        for column, name in _NUMBERS.items():
            kept[column] = numbers(rows[name])
        kept["evidence"] = self._texts.evidence(decisions)
        kept["candidates"] = self._texts.candidates(decisions)
        kept["conflicts"] = self._texts.conflicts(decisions)
        return kept

    def _chances(self, decisions: Decisions, zone: int | None) -> pa.Array:
        """The probabilities of a zone; null where the gazetteer has none of that name."""
        if zone is None:
            return pa.nulls(len(decisions.rows), pa.float64())
        chances = decisions.zone_p[:, zone]
        return numbers(chances, decisions.rows["told"])

    # --- columns ----------------------------------------------------------------------

    def sources(
        self, blocks: Sequence[pa.StructArray], rows: pa.Array
    ) -> list[ColumnSource]:
        """Where the columns come from, in the order of `NAMES`.

        Args:
            blocks: what is kept of decisions.
            rows: for each row of the table the place of its decision among theirs.
        """

        def fields(name: str) -> list[pa.Array]:
            return [block.field(name) for block in blocks]

        keys = {key: pa.concat_arrays(fields(key)) for key in _KEYS}
        made = self._make_sources(keys, partial(_take, rows=rows))
        return [made.get(name) or ColumnSource(fields(name), rows) for name in NAMES]

    def _make_sources(self, keys: Mapping[str, pa.Array], take: _Take) -> _Sources:
        """Where those columns come from that are not kept under their own names.

        Args:
            keys: of decisions.
            take: gives the rows of the table what decisions have.
        """
        gazetteer, places = self._gazetteer, self._of_places
        place, how = take(_one_more(keys["place"])), take(keys["how"])
        of_bits = partial(_names_of_bits, names=gazetteer.zone_ids)
        surely = _different(keys["surely"], of_bits, take)
        possibly = _different(keys["possibly"], of_bits, take)
        basis = _different(keys["rests"], spell_out, take)
        status, reason = map(strings, zip(*HOW_SAID, strict=True))
        band, crossing = (
            take(_one_more(keys[key])) for key in ("in_band", "at_crossing")
        )
        version = strings([gazetteer.version])
        return {
            **{name: ColumnSource([each], place) for name, each in places.items()},
            "status": ColumnSource([status], how),
            "reason": ColumnSource([reason], how),
            # China alone is no place, and a country.
            "country": ColumnSource(
                [places["country"]], take(_one_more(keys["settled"]))
            ),
            "zone": _first_of(surely),
            "zones": _lists_of(surely),
            "zones_possible": _lists_of(possibly),
            "basis": _lists_of(basis),
            "border_band": _column_of_names(BAND_NAMES, band),
            "crossing": _column_of_names(gazetteer.crossing_ids, crossing),
            "gazetteer_version": ColumnSource(
                [version], pa.array(np.zeros(len(place), np.int32))
            ),
        }


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


class _Lists(NamedTuple):
    """Lists of names, each different one once, and which of them stands in each row."""

    lists: list[Sequence[str]]
    rows: pa.Array


def _different(
    keys: pa.Array, names: Callable[[Any], Sequence[str]], take: _Take
) -> _Lists:
    """The names that keys stand for. They are few, and each is put into words once."""
    coded = pc.dictionary_encode(keys, memory_pool=POOL)
    lists = [names(key) for key in coded.dictionary.to_pylist()]
    return _Lists(lists, take(coded.indices))


def _first_of(several: _Lists) -> ColumnSource:
    """A column of the first names, of zones those of the highest rank; null for none."""
    first = [names[0] if names else None for names in several.lists]
    return ColumnSource([strings(first)], several.rows)


def _lists_of(several: _Lists) -> ColumnSource:
    """A column of the lists."""
    lists = pa.array(several.lists, pa.list_(pa.string()))
    return ColumnSource([lists], several.rows)


def _column_of_names(names: Sequence[str], which: pa.Array) -> ColumnSource:
    """A column of names by their numbers, from that of none, 0, on."""
    return ColumnSource([strings([None, *names])], which)


def _take(numbers: pa.Array, rows: pa.Array) -> pa.Array:
    return pc.take(numbers, rows, boundscheck=False, memory_pool=POOL)


def _one_more(numbers: pa.Array) -> pa.Array:
    """Rows for numbers, from that of none, -1, on."""
    one = pa.scalar(1, pa.int32())
    return pc.add(numbers, one, memory_pool=POOL)
