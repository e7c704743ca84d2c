"""Decisions as the columns of a table.

Every column is taken from what distinct places, clues and candidates contribute to it, so that no Python object is made for
a row. The columns are those of `nkrisk_geo.columns.NAMES`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.answers import Answers, brought
from nkrisk_geo.arrays import Flags, Ints
from nkrisk_geo.bands import BAND_NAMES
from nkrisk_geo.columns import (
    LEVELS,
    NAMES,
    ODDS,
    Row,
    candidate_form,
    conflict_text,
    place_cells,
    reason_text,
)
from nkrisk_geo.engine import POSSIBLY, SURELY, Decisions
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.model import Level
from nkrisk_geo.ragged import Floats, distinct
from nkrisk_geo.vocabulary import HOW

_LEVELS = {**{level.value: level.value for level in Level}, "city": Level.COUNTRY.value}
"""What a level is called; to the user, a city abroad is as much as its country."""
_PLACE_CELLS = 3 + len(LEVELS) + 2
_NO_PLACE: tuple[Row, tuple[float, ...]] = (None,) * _PLACE_CELLS, (math.nan,) * 3


class Cells:
    """Writes decisions into cells, in one language of names and one style of evidence."""

    def __init__(self, gazetteer: Gazetteer, answers: Answers, names: str, style: str) -> None:
        self._gazetteer, self._answers = gazetteer, answers
        self._names, self._style, zones = names, style, gazetteer.zone_ids
        self._odds = [zones.index(zone) if zone in zones else None for zone in ODDS]
        self._placed: dict[int, tuple[Row, tuple[float, ...]]] = {}

    def columns(self, decisions: Decisions) -> list[pa.Array]:
        """The columns in the order of `NAMES`."""
        rows, zones = decisions.rows, self._gazetteer.zone_ids
        place, numbers = self._place(rows["place"])
        columns = [
            *_taken(
                [(status.value, reason.value if reason else None) for status, reason in HOW], rows["how"], 2
            ),
            self._countries(rows["settled"]),
            *place,
            _first_zone(decisions.in_zone == SURELY, zones),
            *[_zones(decisions.in_zone == state, zones) for state in (SURELY, POSSIBLY)],
            *[self._chances(decisions, zone) for zone in self._odds],
            *[_numbers(rows["near"][:, at]) for at in (0, 1)],
            _numbers(rows["confidence"]),
            *numbers,
            *[_numbers(rows[name]) for name in ("km", "q05", "q95", "low", "high")],
            *_taken([(name,) for name in BAND_NAMES], rows["band"], 1),
            *_taken([(name,) for name in self._gazetteer.crossing_ids], rows["crossing"], 1),
            _numbers(rows["crossing_km"]),
            self._evidence(decisions),
            self._candidates(decisions),
            self._conflicts(decisions),
            pa.repeat(self._gazetteer.version, len(rows)),
        ]
        assert len(columns) == len(NAMES)
        return columns

    def _chances(self, decisions: Decisions, zone: int | None) -> pa.Array:
        """The probabilities of a zone; null where the gazetteer has none of that name."""
        if zone is None:
            return pa.nulls(len(decisions.rows), pa.float64())
        return _numbers(decisions.zone_p[:, zone], decisions.rows["told"])

    # --- places ------------------------------------------------------------------------------------------------

    def _countries(self, settled: Ints) -> pa.Array:
        every, _, row = distinct(settled)
        country = self._gazetteer.country
        return _taken([(country(unit) if unit >= 0 else None,) for unit in every.tolist()], row, 1)[0]

    def _place(self, places: Ints) -> tuple[list[pa.Array], list[pa.Array]]:
        """The columns from `subdivision` to `postcode`, and those of the point."""
        every, _, row = distinct(places)
        cells = [self._cells_of(place) for place in every.tolist()]
        points = np.array([point for _, point in cells], np.float64).reshape(-1, 3)
        words = _taken([words for words, _ in cells], row, _PLACE_CELLS)
        return words, [_numbers(points[row, at]) for at in range(3)]

    def _cells_of(self, place: int) -> tuple[Row, tuple[float, ...]]:
        """What a place brings with it: words as cells, and a point; no unit is made into an object for it."""
        found = self._placed.get(place)
        if found is None:
            found = self._placed[place] = self._make_cells(place) if place >= 0 else _NO_PLACE
        return found

    def _make_cells(self, place: int) -> tuple[Row, tuple[float, ...]]:
        gazetteer = self._gazetteer
        levels, codes = gazetteer.levels, gazetteer.codes
        called = gazetteer.names_zh if self._names == "zh" else gazetteer.names_en
        around = {levels[unit]: unit for unit in gazetteer.ancestors(place)}
        province, prefecture, county, township = units = [around.get(level) for level in LEVELS]
        division = next((unit for unit in (county, prefecture, province) if unit is not None), None)
        cells = place_cells(
            None if division is None else codes[division],
            _LEVELS[levels[place]],
            [None if unit is None else called[unit] for unit in units],
            None if township is None else codes[township],
        )
        postcode, point = brought(gazetteer, place)
        return (*cells, postcode), tuple(math.nan if number is None else number for number in point)

    # --- words -------------------------------------------------------------------------------------------------

    def _evidence(self, decisions: Decisions) -> pa.Array:
        """The clues of each row in words."""
        answers, owner, clues = self._answers, decisions.owner, decisions.clues
        if self._style == "json":
            texts = [
                reason_text(answers.reason(each, {}), "json")
                for each in decisions.spoken(np.arange(len(clues)))
            ]
            return self._listed(pa.array(texts, pa.string()), owner, len(decisions.rows))
        # A line does not depend on the weight, so each item and unit has one.
        _, first, which = distinct(distinct(decisions.items)[2] * len(self._gazetteer.codes) + clues["unit"])
        lines = answers.lines(decisions.spoken(first))
        texts = pc.take(pa.array(lines, pa.string()), pa.array(which))
        return self._listed(texts, owner, len(decisions.rows))

    def _candidates(self, decisions: Decisions) -> pa.Array:
        """The candidates of each row in words."""
        shown, codes, names = decisions.candidates, self._gazetteer.codes, self._gazetteer.names_en
        units = shown["unit"].tolist()
        forms = {number: candidate_form(codes[number], names[number], self._style) for number in set(units)}
        texts = [forms[number] % p for number, p in zip(units, shown["p"].tolist(), strict=True)]
        owner = np.arange(len(decisions.rows)).repeat(decisions.rows["candidates"])
        return self._listed(pa.array(texts, pa.string()), owner, len(decisions.rows))

    def _conflicts(self, decisions: Decisions) -> pa.Array:
        """What speaks for somewhere else, in words."""
        clues = np.flatnonzero(decisions.clues["conflict"])
        owner = decisions.owner[clues]
        against = decisions.rows["against"][owner].tolist()
        texts = [
            conflict_text(self._answers.conflict(each, there), self._style)
            for each, there in zip(decisions.spoken(clues), against, strict=True)
        ]
        return self._listed(pa.array(texts, pa.string()), owner, len(decisions.rows))

    def _listed(self, texts: pa.Array, owner: Ints, rows: int) -> pa.Array:
        """The texts of each row as one cell; see `nkrisk_geo.columns.joined`."""
        counts = np.bincount(owner, minlength=rows)
        offsets = pa.array(np.append(0, np.cumsum(counts)), pa.int32())
        lists = pa.ListArray.from_arrays(offsets, texts)
        if self._style == "json":
            return pc.binary_join_element_wise("[", pc.binary_join(lists, ", "), "]", "")
        return pc.if_else(pa.array(counts > 0), pc.binary_join(lists, "; "), pa.scalar(None, pa.string()))


def _taken(rows: Sequence[tuple[str | None, ...]], number: Ints, width: int) -> list[pa.Array]:
    """Columns of the rows with these numbers; null for a negative one."""
    which = pa.array(number, pa.int32(), mask=number < 0)
    return [pc.take(pa.array([row[at] for row in rows], pa.string()), which) for at in range(width)]


def _numbers(values: Floats, known: Flags | None = None) -> pa.Array:
    """A column of numbers; null where they are NaN or not known."""
    missing = np.isnan(values) if known is None else ~known
    return pa.array(np.ascontiguousarray(values), pa.float64(), mask=missing)


def _zones(flags: Flags, names: Sequence[str]) -> pa.Array:
    """A column of lists of the zones that are flagged."""
    packed = flags @ (1 << np.arange(len(names)))
    every, _, row = distinct(packed)
    lists = [[name for at, name in enumerate(names) if bits >> at & 1] for bits in every.tolist()]
    return pc.take(pa.array(lists, pa.list_(pa.string())), pa.array(row, pa.int32()))


def _first_zone(flags: Flags, names: Sequence[str]) -> pa.Array:
    """A column of the first zone that is flagged."""
    none = np.ones((len(flags), 1), np.bool_)
    first = np.argmax(np.concatenate([flags, none], axis=1), axis=1)
    first = np.where(first < len(names), first, -1)
    return _taken([(name,) for name in names], first, 1)[0]
