"""Clues, candidates and conflicts in words, many rows at once.

The words come from columns, by the templates of `nkrisk_geo.model.columns`.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from nkrisk_geo.engine.batches import Decisions
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model.columns import CANDIDATE, CONFLICT, REASON
from nkrisk_geo.native.calls import Rows
from nkrisk_geo.resolver.answers import Answers
from nkrisk_geo.tables.columns import Word, phrases, strings
from nkrisk_geo.tables.word_columns import quote, word_columns

_Words = Mapping[str, Callable[[], Sequence[Word]]]
"""What stands for each name in a template."""


class RowTexts:
    """Says what speaks for and against the place of each row, in one style. Safe under threads."""

    def __init__(self, gazetteer: Gazetteer, answers: Answers, style: str) -> None:
        self._style, self._spell = style, answers.words
        self._words = word_columns(gazetteer, style)
        # What sentences are made of, which are quoted as a whole.
        self._plain = word_columns(gazetteer, "text")

    def evidence(self, decisions: Decisions) -> pa.StringArray:
        """The clues of each row in words."""
        words, clues, items = self._words, decisions.clues, decisions.items
        said: _Words = {
            "rule": partial(words.cited, decisions),
            "text": partial(words.text, items, self._spell),
            "unit": partial(words.unit, clues["unit"]),
            "place": partial(words.place, clues["unit"]),
            "weight": partial(words.weight, clues["weight"]),
            "field": partial(words.field, items),
        }
        every = _fill(REASON[self._style], said)
        return self._cells(every, decisions.rows["clues"])

    def candidates(self, decisions: Decisions) -> pa.StringArray:
        """The candidates of each row in words."""
        words, shown = self._words, decisions.candidates
        said: _Words = {
            "unit": partial(words.unit, shown["unit"]),
            "place": partial(words.place, shown["unit"]),
            "p": partial(words.chance, shown["p"]),
        }
        every = _fill(CANDIDATE[self._style], said)
        return self._cells(every, decisions.rows["candidates"])

    def conflicts(self, decisions: Decisions) -> pa.StringArray:
        """What speaks for somewhere else, in words."""
        clues = np.flatnonzero(decisions.clues["conflict"])
        owner = decisions.owner[clues]
        some = decisions._replace(
            clues=decisions.clues[clues], items=decisions.items[clues]
        )
        words = self._plain
        said: _Words = {
            "rule": partial(words.rule, some.clues["rule"]),
            "text": partial(words.text, some.items, self._spell),
            "place": partial(words.place, some.clues["unit"]),
        }
        against = words.against(decisions.rows["against"][owner])
        every = [*_fill(CONFLICT, said), *against]
        counts = np.bincount(owner, minlength=len(decisions.rows))
        if self._style != "text":
            sentences = phrases(every, np.ones(len(owner), np.int32), "")
            every = [Word(quote(sentences), np.arange(len(owner)))]
        return self._cells(every, counts)

    def _cells(self, words: Sequence[Word], counts: NDArray[Any]) -> pa.StringArray:
        """The phrases of each row, so many, as one cell; see `model.columns.join_texts`."""
        json = self._style == "json"
        rows: Rows = counts.astype(np.int32)
        cells = phrases(words, rows, ", " if json else "; ")
        if not json:
            return cells
        # A list without items is a list.
        filled = pc.fill_null(cells, "")
        return pc.binary_join_element_wise("[", filled, "]", "")


def _fill(template: str, words: _Words) -> list[Word]:
    """A template as the words of phrases."""
    found = list[Word]()
    for literal, name, *_ in string.Formatter().parse(template):
        if literal:
            found.append(Word(strings([literal])))
        if name:
            found += words[name]()
    return found
