"""Decisions as the columns of a table.

What is decided about a record is kept as numbers: of its status, its place, its zones. The cells that go with each number are
made once, and a column is taken from them, so that no Python object is made for a row. The columns are those of
`nkrisk_geo.model.columns.NAMES`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from nkrisk_geo.engine.batches import Decisions
from nkrisk_geo.engine.engine import POSSIBLY, SURELY
from nkrisk_geo.engine.items import CODE_BIT
from nkrisk_geo.engine.signature import NAME_AT
from nkrisk_geo.gazetteer.bands import BAND_NAMES
from nkrisk_geo.gazetteer.compiler.references import References
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.name_kinds import NameKind
from nkrisk_geo.gazetteer.vocabulary import HOW, RULES
from nkrisk_geo.model.columns import ODDS, candidate_form, conflict_text, reason_text
from nkrisk_geo.native.arrays import Flags, Ints
from nkrisk_geo.native.locks import cached_property
from nkrisk_geo.native.segments import distinct, round_decimals
from nkrisk_geo.native.threads import map_threads
from nkrisk_geo.resolver.objects import FORMER, Answers
from nkrisk_geo.tables.columns import ColumnSource, joined, numbers
from nkrisk_geo.tables.phrases import Phrases, Said
from nkrisk_geo.tables.places import WORDS, places

_MOST_PHRASES = 1 << 16
"""Phrases of a kind that are remembered: more than a hundred thousand different addresses have."""
_TENTHOUSAND = 10_000
"""Probabilities are round_decimals to so many parts."""
_ODDS = tuple(f"p_{zone}" for zone in ODDS)
_NEAR = ("p_near", "p_around")
_DISTANCES = ("km", "q05", "q95", "low", "high")
_TEXTS = ("evidence", "candidates", "conflicts")
KEPT = (
    "how", "settled", "place", "surely", "possibly", "band", "crossing",
    *_ODDS, *_NEAR, "confidence", *_DISTANCES, "crossing_km", *_TEXTS,
)  # fmt: skip
"""What is kept of a decision. Zones are bits, that of the highest rank first."""


class AnswerCells:
    """Writes decisions into cells, in one language of names and one style of evidence. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer, answers: Answers, names: str, style: str) -> None:
        self._gazetteer, self._answers, self._style, zones = gazetteer, answers, style, gazetteer.zone_ids
        self._odds = [zones.index(zone) if zone in zones else None for zone in ODDS]
        self._places = places(gazetteer, names)
        self._clues, self._shown = Phrases(_MOST_PHRASES), Phrases(_MOST_PHRASES)
        self._forms: dict[int, tuple[str, str]] = {}
        """What stands before the probability of each unit that was a candidate, and behind it."""

    # --- what is kept ------------------------------------------------------------------------------------------

    def kept(self, decisions: Decisions) -> list[pa.Array]:
        """What is kept of decisions, in the order of `KEPT`."""
        rows = decisions.rows
        self._places.rows(
            rows["place"]
        )  # now, while other threads work: the columns are taken when all is known
        return [
            *(pa.array(rows[name]) for name in ("how", "settled", "place")),
            *(_bits(decisions.in_zone == state) for state in (SURELY, POSSIBLY)),
            *(pa.array(rows[name]) for name in ("band", "crossing")),
            *(self._chances(decisions, zone) for zone in self._odds),
            *(numbers(rows["near"][:, at]) for at in (0, 1)),
            *(numbers(rows[name]) for name in ("confidence", *_DISTANCES, "crossing_km")),
            *(self._evidence(decisions), self._candidates(decisions), self._conflicts(decisions)),
        ]

    def _chances(self, decisions: Decisions, zone: int | None) -> pa.Array:
        """The probabilities of a zone; null where the gazetteer has none of that name."""
        if zone is None:
            return pa.nulls(len(decisions.rows), pa.float64())
        return numbers(decisions.zone_p[:, zone], decisions.rows["told"])

    # --- columns -----------------------------------------------------------------------------------------------

    def sources(
        self, blocks: Sequence[pa.StructArray], rows: pa.Array, threads: int = 1
    ) -> list[ColumnSource]:
        """Where the columns come from, in the order of `NAMES`.

        Args:
            blocks: what is kept of decisions.
            rows: for each row of the table the place of its decision among theirs.
            threads: how many work at once.
        """
        own = {name: ColumnSource([block.field(name) for block in blocks], rows) for name in KEPT}
        names = KEPT[: KEPT.index(_ODDS[0])]
        keys = dict(
            zip(names, map_threads(ColumnSource.column, [own[name] for name in names], threads), strict=True)
        )
        met = self._places.rows(keys["place"].to_numpy())
        place = [ColumnSource([each], met) for each in self._places.columns]
        zones, surely = self._gazetteer.zone_ids, pc.dictionary_encode(keys["surely"])
        return [
            *(ColumnSource([_words(each)], keys["how"]) for each in zip(*HOW_SAID, strict=True)),
            self._countries(keys["settled"]),
            *place[:WORDS],
            ColumnSource(
                [_words([next(iter(_named(bits, zones)), None) for bits in surely.dictionary.to_pylist()])],
                surely.indices,
            ),
            _zones(surely, zones),
            _zones(pc.dictionary_encode(keys["possibly"]), zones),
            *(own[name] for name in (*_ODDS, *_NEAR, "confidence")),
            *place[WORDS:],
            *(own[name] for name in _DISTANCES),
            _called(BAND_NAMES, keys["band"]),
            _called(self._gazetteer.crossing_ids, keys["crossing"]),
            *(own[name] for name in ("crossing_km", *_TEXTS)),
            ColumnSource([_words([self._gazetteer.version])], pa.array(np.zeros(len(rows), np.int32))),
        ]

    def _countries(self, settled: pa.Array) -> ColumnSource:
        coded = pc.dictionary_encode(settled)
        country, units = self._gazetteer.country, coded.dictionary.to_pylist()
        return ColumnSource([_words([country(unit) if unit >= 0 else None for unit in units])], coded.indices)

    # --- words -------------------------------------------------------------------------------------------------

    def _evidence(self, decisions: Decisions) -> pa.Array:
        """The clues of each row in words."""
        clues, items = decisions.clues, decisions.items
        if self._style == "json":
            weights = round_decimals(clues["weight"], 2)  # as it is written
            keys = [items, clues["unit"], clues["rule"], weights.view(np.int64)]
            texts = self._clues.of(keys, lambda new: self._reasons(decisions, new))
        else:  # a line does not say the weight, so each item and unit has one
            texts = self._clues.of([items, clues["unit"]], lambda new: self._lines(decisions, new))
        return self._listed(texts, decisions.rows["clues"])

    def _reasons(self, decisions: Decisions, clues: Ints) -> pa.StringArray:
        """Clues as objects of JSON."""
        said = self._answers.reasons(decisions.spoken(clues), {})
        return _words([reason_text(each, self._style) for each in said])

    def _lines(self, decisions: Decisions, clues: Ints) -> pa.StringArray:
        """Clues as lines; see `nkrisk_geo.model.columns.reason_line`."""
        items, rows, told = decisions.items[clues], decisions.clues[clues], list[int]()
        known, which = self._numbered(items)
        for at in np.flatnonzero(known & self._former[which]).tolist():
            name = int(items[at]) >> NAME_AT << 1 | int(items[at]) & 1
            if int(rows["unit"][at]) in self._answers.names[name][1]:
                told.append(at)
        rules = _with(_RULES.take(pa.array(rows["rule"])), told, [FORMER] * len(told))
        place = self._places_told.take(pa.array(rows["unit"]))
        return _joined(self._words(decisions, items), place, rules, ")")

    @cached_property
    def _names_en(self) -> pa.StringArray:
        return _words(self._gazetteer.names_en)

    @cached_property
    def _not_for(self) -> pa.StringArray:
        """Against which unit a conflict is told, from none on."""
        return pa.concat_arrays([_words([""]), _joined(", not for ", self._names_en)])

    @cached_property
    def _places_told(self) -> pa.StringArray:
        """What a line has between the words and the rule, for each unit."""
        return _joined(" → ", self._names_en, " ", _words(self._gazetteer.codes), " (")

    def _words(self, decisions: Decisions, items: Ints) -> pa.StringArray:
        """The words of items as the gazetteer has them."""
        known, which = self._numbered(items)
        others = np.flatnonzero(~known).tolist()
        said = [self._answers.words(decisions.packer.item(int(items[at]))) for at in others]
        return _with(self._called.take(pa.array(which)), others, said)

    def _numbered(self, items: Ints) -> tuple[Flags, Ints]:
        """Which items are names that are scanned for, and their places in `_called`; 0 for others."""
        names, unspaced, spaced = items >> NAME_AT, items & 1, self._spaced
        known = (items < CODE_BIT) & (names < np.where(unspaced, len(self._called) - spaced, spaced))
        return known, np.where(known, names + unspaced * spaced, 0)

    @cached_property
    def _former(self) -> Flags:
        """For each of `_called`, is it a name that some unit had once?"""
        table, flags = self._gazetteer.table, list[Flags]()
        for script in ("spaced", "unspaced"):
            places = References(
                *(np.asarray(table(f"{script}_{part}")) for part in ("reference_start", "reference"))
            )
            flags.append(places.any(lambda _, kinds: kinds == NameKind.FORMER))
        return np.concatenate(flags)

    @cached_property
    def _spaced(self) -> int:
        """How many names in alphabets there are."""
        return len(self._gazetteer.names["latin"])

    @cached_property
    def _called(self) -> pa.StringArray:
        """The names in alphabets, and behind them those in Han and Hangul."""
        names = self._gazetteer.names
        return self._gazetteer.once(
            "names as a column", lambda: _words([*names["latin"], *names["han"]]), shared=True
        )

    def _candidates(self, decisions: Decisions) -> pa.Array:
        """The candidates of each row in words."""
        shown, codes, names = decisions.candidates, self._gazetteer.codes, self._gazetteer.names_en

        def texts(new: Ints) -> pa.StringArray:
            units = shown["unit"][new].tolist()
            for unit in {*units} - self._forms.keys():
                head, _, gap = candidate_form(codes[unit], names[unit], self._style).rpartition("%")
                self._forms[unit] = head.replace("%%", "%"), f"%{gap}"
            heads = [self._forms[unit][0] for unit in units]
            every, _, which = distinct(np.rint(shown["p"][new] * _TENTHOUSAND).astype(np.int64))
            gap = self._forms[units[0]][1]
            chances = _words([gap % (each / _TENTHOUSAND) for each in every.tolist()])
            return _joined(_words(heads), chances.take(pa.array(which)))

        said = self._shown.of([shown["unit"], np.ascontiguousarray(shown["p"]).view(np.int64)], texts)
        return self._listed(said, decisions.rows["candidates"])

    def _conflicts(self, decisions: Decisions) -> pa.Array:
        """What speaks for somewhere else, in words; see `nkrisk_geo.resolver.objects.Answers.conflict`."""
        clues = np.flatnonzero(decisions.clues["conflict"])
        owner, said = decisions.owner[clues], decisions.clues[clues]
        rule, unit = (pa.array(said[name]) for name in ("rule", "unit"))
        against = self._not_for.take(pa.array(decisions.rows["against"][owner] + 1))
        words = self._words(decisions, decisions.items[clues])
        texts = _joined(_RULES.take(rule), " ", words, " speaks for ", self._names_en.take(unit), against)
        if self._style != "text":
            texts = _words([conflict_text(each, self._style) for each in texts.to_pylist()])
        counts = np.bincount(owner, minlength=len(decisions.rows))
        return self._listed(Said(texts, np.arange(len(texts), dtype=np.int32)), counts)

    def _listed(self, said: Said, counts: NDArray[Any]) -> pa.Array:
        """The phrases of each row, so many, as one cell; see `nkrisk_geo.model.columns.joined`."""
        json = self._style == "json"
        cells = joined(said.phrases, said.which, counts.astype(np.int32), ", " if json else "; ")
        return pc.binary_join_element_wise("[", pc.fill_null(cells, ""), "]", "") if json else cells


HOW_SAID = [(status.value, reason.value if reason else None) for status, reason in HOW]
"""Status and reason by what the engine says of a decision."""


_RULES = pa.array(RULES, pa.string())


def _with(texts: pa.StringArray, some: Sequence[int], others: Sequence[str]) -> pa.StringArray:
    """Texts with others in the place of some."""
    if not some:
        return texts
    mask = np.zeros(len(texts), np.bool_)
    mask[some] = True
    return pc.replace_with_mask(texts, pa.array(mask), _words(others))


def _words(words: Iterable[str | None]) -> pa.StringArray:
    return pa.array(words, pa.string())


def _joined(*words: pa.StringArray | str) -> pa.StringArray:
    """Words put together, row by row."""
    return pc.binary_join_element_wise(*words, "")


def _bits(flags: Flags) -> pa.FixedSizeBinaryArray:
    """Rows of flags as bits."""
    packed = np.packbits(flags, axis=1, bitorder="little")
    return pa.Array.from_buffers(pa.binary(packed.shape[1]), len(packed), [None, pa.py_buffer(packed)])


def _named(bits: bytes, names: Sequence[str]) -> list[str]:
    """The names whose bits are set."""
    return [name for at, name in enumerate(names) if bits[at >> 3] >> (at & 7) & 1]


def _zones(sets: pa.DictionaryArray, names: Sequence[str]) -> ColumnSource:
    """A column of lists of zones."""
    lists = [_named(bits, names) for bits in sets.dictionary.to_pylist()]
    return ColumnSource([pa.array(lists, pa.list_(pa.string()))], sets.indices)


def _called(names: Sequence[str], which: pa.Array) -> ColumnSource:
    """A column of names by their numbers; null for a negative one."""
    return ColumnSource([_words([None, *names])], pc.add(which, pa.scalar(1, pa.int32())))
