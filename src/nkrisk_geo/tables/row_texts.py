"""Clues, candidates and conflicts in words, many rows at once.

What is said of one clue or one candidate is put together once and remembered; the cell of a row
joins those of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from nkrisk_geo.model.columns import candidate_form, conflict_text, reason_text
from nkrisk_geo.native.arrays import Flags, Ints
from nkrisk_geo.native.locks import cached_property
from nkrisk_geo.native.segments import distinct, round_decimals
from nkrisk_geo.resolver.objects import FORMER, Answers
from nkrisk_geo.tables.columns import join, strings
from nkrisk_geo.tables.phrases import Phrases, Said

_MOST_PHRASES = 1 << 16
"""Phrases of a kind that are remembered: more than a hundred thousand different addresses have."""
_TENTHOUSAND = 10_000
"""Probabilities are rounded to so many parts."""


class RowTexts:
    """Says what speaks for and against the place of each row, in one style. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer, answers: Answers, style: str) -> None:
        self._gazetteer, self._answers, self._style = gazetteer, answers, style
        self._clues, self._shown = Phrases(_MOST_PHRASES), Phrases(_MOST_PHRASES)
        self._forms: dict[int, tuple[str, str]] = {}
        """What stands before the probability of each unit that was a candidate, and behind it."""

    def evidence(self, decisions: Decisions) -> pa.Array:
        """The clues of each row in words."""
        clues, items = decisions.clues, decisions.items
        if self._style == "json":
            weights = round_decimals(clues["weight"], 2)  # as it is written
            keys = [items, clues["unit"], clues["rule"], weights.view(np.int64)]
            texts = self._clues.of(keys, lambda new: self._reasons(decisions, new))
        else:  # a line does not say the weight, so each item and unit has one
            texts = self._clues.of(
                [items, clues["unit"]], lambda new: self._lines(decisions, new)
            )
        return self._join_rows(texts, decisions.rows["clues"])

    def _reasons(self, decisions: Decisions, clues: Ints) -> pa.StringArray:
        """Clues as objects of JSON."""
        said = self._answers.reasons(decisions.spoken(clues), {})
        return strings([reason_text(each, self._style) for each in said])

    def _lines(self, decisions: Decisions, clues: Ints) -> pa.StringArray:
        """Clues as lines; see `nkrisk_geo.model.columns.reason_line`."""
        items, rows, told = decisions.items[clues], decisions.clues[clues], list[int]()
        known, which = self._number(items)
        for at in np.flatnonzero(known & self._former[which]).tolist():
            name = int(items[at]) >> NAME_AT << 1 | int(items[at]) & 1
            if int(rows["unit"][at]) in self._answers.names[name][1]:
                told.append(at)
        rules = _with(_RULES.take(pa.array(rows["rule"])), told, [FORMER] * len(told))
        place = self._places_told.take(pa.array(rows["unit"]))
        return _join(self._words(decisions, items), place, rules, ")")

    @cached_property
    def _names_en(self) -> pa.StringArray:
        return strings(self._gazetteer.names_en)

    @cached_property
    def _not_for(self) -> pa.StringArray:
        """Against which unit a conflict is told, from none on."""
        return pa.concat_arrays([strings([""]), _join(", not for ", self._names_en)])

    @cached_property
    def _places_told(self) -> pa.StringArray:
        """What a line has between the words and the rule, for each unit."""
        return _join(" → ", self._names_en, " ", strings(self._gazetteer.codes), " (")

    def _words(self, decisions: Decisions, items: Ints) -> pa.StringArray:
        """The words of items as the gazetteer has them."""
        known, which = self._number(items)
        others = np.flatnonzero(~known).tolist()
        said = [
            self._answers.words(decisions.packer.item(int(items[at]))) for at in others
        ]
        return _with(self._names.take(pa.array(which)), others, said)

    def _number(self, items: Ints) -> tuple[Flags, Ints]:
        """Which items are names that are scanned for, and their places in `_called`.

        0 for others.
        """
        names, unspaced, spaced = items >> NAME_AT, items & 1, self._spaced_count
        known = (items < CODE_BIT) & (
            names < np.where(unspaced, len(self._names) - spaced, spaced)
        )
        return known, np.where(known, names + unspaced * spaced, 0)

    @cached_property
    def _former(self) -> Flags:
        """For each of `_called`, is it a name that some unit had once?"""
        table, flags = self._gazetteer.table, list[Flags]()
        for script in ("spaced", "unspaced"):
            places = References(
                *(
                    np.asarray(table(f"{script}_{part}"))
                    for part in ("reference_start", "reference")
                )
            )
            flags.append(places.any(lambda _, kinds: kinds == NameKind.FORMER))
        return np.concatenate(flags)

    @cached_property
    def _spaced_count(self) -> int:
        """How many names in alphabets there are."""
        return len(self._gazetteer.names["latin"])

    @cached_property
    def _names(self) -> pa.StringArray:
        """The names in alphabets, and behind them those in Han and Hangul."""
        names = self._gazetteer.names
        return self._gazetteer.once(
            "names as a column",
            lambda: strings([*names["latin"], *names["han"]]),
            shared=True,
        )

    def candidates(self, decisions: Decisions) -> pa.Array:
        """The candidates of each row in words."""
        shown, codes, names = (
            decisions.candidates,
            self._gazetteer.codes,
            self._gazetteer.names_en,
        )

        def texts(new: Ints) -> pa.StringArray:
            units = shown["unit"][new].tolist()
            for unit in {*units} - self._forms.keys():
                head, _, gap = candidate_form(
                    codes[unit], names[unit], self._style
                ).rpartition("%")
                self._forms[unit] = head.replace("%%", "%"), f"%{gap}"
            heads = [self._forms[unit][0] for unit in units]
            every, _, which = distinct(
                np.rint(shown["p"][new] * _TENTHOUSAND).astype(np.int64)
            )
            gap = self._forms[units[0]][1]
            chances = strings([gap % (each / _TENTHOUSAND) for each in every.tolist()])
            return _join(strings(heads), chances.take(pa.array(which)))

        said = self._shown.of(
            [shown["unit"], np.ascontiguousarray(shown["p"]).view(np.int64)], texts
        )
        return self._join_rows(said, decisions.rows["candidates"])

    def conflicts(self, decisions: Decisions) -> pa.Array:
        """What speaks for somewhere else, in words.

        See `nkrisk_geo.resolver.objects.Answers.conflict`.
        """
        clues = np.flatnonzero(decisions.clues["conflict"])
        owner, said = decisions.owner[clues], decisions.clues[clues]
        rule, unit = (pa.array(said[name]) for name in ("rule", "unit"))
        against = self._not_for.take(pa.array(decisions.rows["against"][owner] + 1))
        words = self._words(decisions, decisions.items[clues])
        texts = _join(
            _RULES.take(rule),
            " ",
            words,
            " speaks for ",
            self._names_en.take(unit),
            against,
        )
        if self._style != "text":
            texts = strings(
                [conflict_text(each, self._style) for each in texts.to_pylist()]
            )
        counts = np.bincount(owner, minlength=len(decisions.rows))
        return self._join_rows(
            Said(texts, np.arange(len(texts), dtype=np.int32)), counts
        )

    def _join_rows(self, said: Said, counts: NDArray[Any]) -> pa.Array:
        """The phrases of each row, so many, as one cell; see `nkrisk_geo.model.columns.joined`."""
        json = self._style == "json"
        cells = join(
            said.phrases, said.which, counts.astype(np.int32), ", " if json else "; "
        )
        return (
            pc.binary_join_element_wise("[", pc.fill_null(cells, ""), "]", "")
            if json
            else cells
        )


_RULES = pa.array(RULES, pa.string())


def _with(
    texts: pa.StringArray, some: Sequence[int], others: Sequence[str]
) -> pa.StringArray:
    """Texts with others in the place of some."""
    if not some:
        return texts
    mask = np.zeros(len(texts), np.bool_)
    mask[some] = True
    return pc.replace_with_mask(texts, pa.array(mask), strings(others))


def _join(*words: pa.StringArray | str) -> pa.StringArray:
    """Words put together, row by row."""
    return pc.binary_join_element_wise(*words, "")
