"""Clues, candidates and conflicts in words, many rows at once.

What is said of one clue or one candidate is put together once and remembered; the cell of a row
joins those of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from nkrisk_geo.engine.batches import Decisions
from nkrisk_geo.engine.items import CODE_BIT
from nkrisk_geo.engine.signature import NAME_AT
from nkrisk_geo.gazetteer.compiler.references import References
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.name_kinds import NameKind
from nkrisk_geo.gazetteer.vocabulary import RULES
from nkrisk_geo.model.columns import (
    candidate_chance,
    candidate_head,
    conflict_text,
    reason_text,
)
from nkrisk_geo.native.arrays import Flags, Ints
from nkrisk_geo.native.locks import cached_property
from nkrisk_geo.native.memory import POOL
from nkrisk_geo.native.segments import find_distinct, round_decimals
from nkrisk_geo.resolver.answers import FORMER, Answers
from nkrisk_geo.tables.columns import join, strings
from nkrisk_geo.tables.phrase_cache import PhraseColumn, Phrases

_MOST_PHRASES = 1 << 16
"""Phrases of a kind that are remembered: more than a hundred thousand different addresses have."""
_TENTHOUSAND = 10_000
"""Probabilities are rounded to so many parts."""


class RowTexts:
    """Says what speaks for and against the place of each row, in one style. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer, answers: Answers, style: str) -> None:
        self._gazetteer, self._answers, self._style = gazetteer, answers, style
        self._clues, self._shown = Phrases(_MOST_PHRASES), Phrases(_MOST_PHRASES)
        self._heads: dict[int, str] = {}
        """What stands before the probability of each unit that was a candidate."""

    def evidence(self, decisions: Decisions) -> pa.Array:
        """The clues of each row in words."""
        clues, items = decisions.clues, decisions.items
        if self._style == "json":
            # As it is written: weights that look alike have one phrase.
            weights = round_decimals(clues["weight"], 2).view(np.int64)
            keys = [items, clues["unit"], clues["rule"], weights]
            texts = self._clues.of(keys, partial(self._reasons, decisions))
        else:
            # A line does not say the weight, so each item and unit has one.
            keys = [items, clues["unit"]]
            texts = self._clues.of(keys, partial(self._lines, decisions))
        return self._join_rows(texts, decisions.rows["clues"])

    def _reasons(self, decisions: Decisions, clues: Ints) -> pa.StringArray:
        """Clues as objects of JSON."""
        spoken = decisions.read_clues(clues)
        said = self._answers.reasons(spoken, {})
        return strings([reason_text(each, self._style) for each in said])

    def _lines(self, decisions: Decisions, clues: Ints) -> pa.StringArray:
        """Clues as lines; see `nkrisk_geo.model.columns.reason_line`."""
        items, rows = decisions.items[clues], decisions.clues[clues]
        known, which = self._number(items)
        called = self._answers.names
        told: list[int] = []
        # Few names are former ones, and of these few are so of the unit that is meant.
        may_be_former = known & self._former[which]
        for at in np.flatnonzero(may_be_former).tolist():
            item, unit = int(items[at]), int(rows["unit"][at])
            name = item >> NAME_AT << 1 | item & 1
            if unit in called[name][1]:
                told.append(at)
        rules = _take(_RULES, pa.array(rows["rule"]))
        rules = _with(rules, told, [FORMER] * len(told))
        units = pa.array(rows["unit"])
        place = _take(self._places_told, units)
        words = self._words(decisions, items)
        return _join(words, place, rules, ")")

    @cached_property
    def _names_en(self) -> pa.StringArray:
        return strings(self._gazetteer.names_en)

    @cached_property
    def _not_for(self) -> pa.StringArray:
        """Against which unit a conflict is told, from none on."""
        told = _join(", not for ", self._names_en)
        return pa.concat_arrays([strings([""]), told])

    @cached_property
    def _places_told(self) -> pa.StringArray:
        """What a line has between the words and the rule, for each unit."""
        codes = strings(self._gazetteer.codes)
        return _join(" → ", self._names_en, " ", codes, " (")

    def _words(self, decisions: Decisions, items: Ints) -> pa.StringArray:
        """The words of items as the gazetteer has them."""
        known, which = self._number(items)
        # Codes, of which few are different; names are taken from a column.
        others = np.flatnonzero(~known)
        item_of, words_of = decisions.packer.item, self._answers.words
        said = [words_of(item_of(number)) for number in items[others].tolist()]
        words = _take(self._names, pa.array(which))
        return _with(words, others.tolist(), said)

    def _number(self, items: Ints) -> tuple[Flags, Ints]:
        """Which items are names that are scanned for, and their places in `_names`.

        0 for others.
        """
        names, unspaced = items >> NAME_AT, items & 1
        spaced = self._spaced_count
        counts = np.where(unspaced, len(self._names) - spaced, spaced)
        known = (items < CODE_BIT) & (names < counts)
        # Names in Han and Hangul stand behind those in alphabets.
        places = names + unspaced * spaced
        return known, np.where(known, places, 0)

    @cached_property
    def _former(self) -> Flags:
        """For each of `_names`, is it a name that some unit had once?"""
        table = self._gazetteer.table
        flags: list[Flags] = []
        for script in ("spaced", "unspaced"):
            starts = np.asarray(table(f"{script}_reference_start"))
            references = np.asarray(table(f"{script}_reference"))
            places = References(starts, references)
            former = places.any(lambda _, kinds: kinds == NameKind.FORMER)
            flags.append(former)
        return np.concatenate(flags)

    @cached_property
    def _spaced_count(self) -> int:
        """How many names in alphabets there are."""
        return len(self._gazetteer.names["latin"])

    @cached_property
    def _names(self) -> pa.StringArray:
        """The names in alphabets, and behind them those in Han and Hangul."""
        names = self._gazetteer.names
        every = chain(names["latin"], names["han"])
        return self._gazetteer.once(
            "names as a column", lambda: strings(every), shared=True
        )

    def candidates(self, decisions: Decisions) -> pa.Array:
        """The candidates of each row in words."""
        shown = decisions.candidates
        # Numbers of 64 bits that are compared as what they are made of.
        chances = np.ascontiguousarray(shown["p"]).view(np.int64)
        keys = [shown["unit"], chances]
        said = self._shown.of(keys, partial(self._candidate_texts, shown))
        return self._join_rows(said, decisions.rows["candidates"])

    def _candidate_texts(self, shown: NDArray[Any], new: Ints) -> pa.StringArray:
        """Some of the candidates in words."""
        units = shown["unit"][new].tolist()
        codes, names = self._gazetteer.codes, self._gazetteer.names_en
        for unit in {*units} - self._heads.keys():
            self._heads[unit] = candidate_head(codes[unit], names[unit], self._style)
        heads = strings(map(self._heads.__getitem__, units))
        # Of ten thousand chances each is written once.
        parts = np.rint(shown["p"][new] * _TENTHOUSAND).astype(np.int64)
        every, _, which = find_distinct(parts)
        numbers = (every / _TENTHOUSAND).tolist()
        chances = strings([candidate_chance(p, self._style) for p in numbers])
        return _join(heads, _take(chances, pa.array(which)))

    def conflicts(self, decisions: Decisions) -> pa.Array:
        """What speaks for somewhere else, in words.

        See `nkrisk_geo.resolver.answers.Answers.conflict`.
        """
        clues = np.flatnonzero(decisions.clues["conflict"])
        owner, said = decisions.owner[clues], decisions.clues[clues]
        rules = _take(_RULES, pa.array(said["rule"]))
        words = self._words(decisions, decisions.items[clues])
        units = _take(self._names_en, pa.array(said["unit"]))
        # -1 for none becomes the first, which is empty.
        others = decisions.rows["against"][owner] + 1
        against = _take(self._not_for, pa.array(others))
        texts = _join(rules, " ", words, " speaks for ", units, against)
        if self._style != "text":
            plain = texts.to_pylist()
            texts = strings([conflict_text(each, self._style) for each in plain])
        counts = np.bincount(owner, minlength=len(decisions.rows))
        every = np.arange(len(texts), dtype=np.int32)
        return self._join_rows(PhraseColumn(texts, every), counts)

    def _join_rows(self, said: PhraseColumn, counts: NDArray[Any]) -> pa.Array:
        """The phrases of each row, so many, as one cell; see `model.columns.join_texts`."""
        json = self._style == "json"
        between = ", " if json else "; "
        cells = join(said.phrases, said.which, counts.astype(np.int32), between)
        if not json:
            return cells
        # A list without items is a list.
        filled = pc.fill_null(cells, "")
        return pc.binary_join_element_wise("[", filled, "]", "")


_RULES = pa.array(RULES, pa.string())


def _with(
    texts: pa.StringArray, some: Sequence[int], others: Sequence[str]
) -> pa.StringArray:
    """Texts with others in the place of some."""
    if not some:
        return texts
    mask = np.zeros(len(texts), np.bool_)
    mask[some] = True
    return pc.replace_with_mask(
        texts, pa.array(mask), strings(others), memory_pool=POOL
    )


def _join(*words: pa.StringArray | str) -> pa.StringArray:
    """Words put together, row by row."""
    return pc.binary_join_element_wise(*words, "", memory_pool=POOL)


def _take(words: pa.StringArray, which: pa.Array) -> pa.StringArray:
    """Some of the words."""
    return pc.take(words, which, memory_pool=POOL)
