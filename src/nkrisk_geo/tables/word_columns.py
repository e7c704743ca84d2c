"""What the words of clues, candidates and conflicts can be, as columns in one style."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import chain

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.engine.batches import Decisions
from nkrisk_geo.engine.items import CODE_BIT
from nkrisk_geo.engine.signature import FIELD_MASK, FIELDS, NAME_AT
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.name_kinds import KIND_BITS, NameKind
from nkrisk_geo.gazetteer.vocabulary import RULES
from nkrisk_geo.model.columns import (
    AGAINST,
    CHANCE_DIGITS,
    WEIGHT_DIGITS,
    cell_value,
    chance_text,
)
from nkrisk_geo.native.arrays import Flags, Ints
from nkrisk_geo.native.locks import cached_property
from nkrisk_geo.native.memory import POOL
from nkrisk_geo.native.segments import Floats, find_distinct, round_decimals
from nkrisk_geo.resolver.answers import FORMER
from nkrisk_geo.tables.columns import Word, strings

_KIND = (1 << KIND_BITS) - 1
_UNIT_BITS = 32
_ESCAPED = r'["\\\x00-\x1f]'
"""What JSON has another writing for, in a pattern of Arrow's."""


class WordColumns:
    """Finds the words of many clues at once, over one gazetteer. Safe under threads.

    Args:
        gazetteer: the gazetteer.
        style: "text" or "json", where texts stand in quotes.
    """

    def __init__(self, gazetteer: Gazetteer, style: str) -> None:
        self._gazetteer, self._style = gazetteer, style
        self._rules = self._column((*RULES, FORMER))
        self._fields = self._column(FIELDS)
        self._codes = self._column(gazetteer.codes)
        self._names_en = self._column(gazetteer.names_en)

    def _column(self, texts: Iterable[str]) -> pa.StringArray:
        column = strings(texts)
        return column if self._style == "text" else quote(column)

    # --- what clues say ---------------------------------------------------------------

    def rule(self, rules: Ints) -> list[Word]:
        """Rules by their numbers."""
        return [Word(self._rules, rules)]

    def cited(self, decisions: Decisions) -> list[Word]:
        """The rule that is cited for each clue: for a name that its place had once, that."""
        clues = decisions.clues
        rules = clues["rule"].copy()
        known, place = self._places(decisions.items)
        # Few names are former ones, and of these few are so of the unit that is meant.
        some = np.flatnonzero(known & self._may_be_former[place])
        wanted = place[some] << _UNIT_BITS | clues["unit"][some]
        rules[some[_are_among(wanted, self._former)]] = len(RULES)
        return self.rule(rules)

    def text(self, items: Ints, spell: Callable[[int], str]) -> list[Word]:
        """The words of items as the gazetteer has them; `spell` says those of a code."""
        known, place = self._places(items)
        # Codes, of which few are different; names are taken from a column.
        others = np.flatnonzero(~known)
        codes, _, which = find_distinct(items[others])
        said = map(spell, codes.tolist())
        written = (cell_value(words, self._style) for words in said)
        # The first text of both is empty: of the two words each item has one.
        code = np.zeros(len(items), np.int64)
        code[others] = which + 1
        return [
            Word(self._names, np.where(known, place + 1, 0)),
            Word(strings(["", *written]), code),
        ]

    def unit(self, units: Ints) -> list[Word]:
        """The codes of units."""
        return [Word(self._codes, units)]

    def place(self, units: Ints) -> list[Word]:
        """Their names."""
        return [Word(self._names_en, units)]

    def against(self, units: Ints) -> list[Word]:
        """What is said behind a conflict of the units that it is told against; -1 for none."""
        return [Word(self._against, units + 1)]

    def weight(self, weights: Floats) -> list[Word]:
        """Weights, rounded."""
        # As bits they are sorted like whole numbers.
        rounded = round_decimals(weights, WEIGHT_DIGITS).view(np.int64)
        every, _, which = find_distinct(rounded)
        numbers = every.view(np.float64).tolist()
        texts = [cell_value(number, self._style) for number in numbers]
        return [Word(strings(texts), which)]

    def field(self, items: Ints) -> list[Word]:
        """The fields in which items stand."""
        return [Word(self._fields, items >> 1 & FIELD_MASK)]

    def chance(self, chances: Floats) -> list[Word]:
        """Probabilities."""
        digits = CHANCE_DIGITS[self._style]
        parts = np.rint(round_decimals(chances, digits) * 10**digits)
        return [Word(self._chances, parts)]

    # --- what they can be -------------------------------------------------------------

    @cached_property
    def _chances(self) -> pa.StringArray:
        whole = 10 ** CHANCE_DIGITS[self._style]
        every = (part / whole for part in range(whole + 1))
        return strings([chance_text(p, self._style) for p in every])

    @cached_property
    def _against(self) -> pa.StringArray:
        told = map(AGAINST.format, self._gazetteer.names_en)
        return strings(["", *told])

    @cached_property
    def _names(self) -> pa.StringArray:
        """Nothing, the names in alphabets, and behind them those in Han and Hangul."""
        names = self._gazetteer.names
        every = chain(names["latin"], names["han"])
        return pa.concat_arrays([strings([""]), self._column(every)])

    @cached_property
    def _spaced_count(self) -> int:
        """How many names in alphabets there are."""
        return len(self._gazetteer.names["latin"])

    def _places(self, items: Ints) -> tuple[Flags, Ints]:
        """Which items are names that are scanned for, and their places among all of them.

        0 for others.
        """
        names, unspaced = items >> NAME_AT, items & 1
        spaced = self._spaced_count
        counts = np.where(unspaced, len(self._names) - 1 - spaced, spaced)
        known = (items < CODE_BIT) & (names < counts)
        # Names in Han and Hangul stand behind those in alphabets.
        places = names + unspaced * spaced
        return known, np.where(known, places, 0)

    @cached_property
    def _former(self) -> Ints:
        """Names that units had once: the place of each, and below it the unit. Ascending."""
        table = self._gazetteer.table
        found: list[Ints] = []
        for script, before in (("spaced", 0), ("unspaced", self._spaced_count)):
            starts = np.asarray(table(f"{script}_reference_start"))
            references = np.asarray(table(f"{script}_reference"))
            former = np.flatnonzero((references & _KIND) == NameKind.FORMER)
            places = np.searchsorted(starts, former, side="right") - 1 + before
            found.append(places << _UNIT_BITS | references[former] >> KIND_BITS)
        return np.concatenate(found)

    @cached_property
    def _may_be_former(self) -> Flags:
        """For each name, is it one that some unit had once?"""
        flags = np.zeros(len(self._names), np.bool_)
        flags[self._former >> _UNIT_BITS] = True
        return flags


def word_columns(gazetteer: Gazetteer, style: str) -> WordColumns:
    """Those over a gazetteer in one style, made once."""
    return gazetteer.once(
        f"words: {style}",
        lambda: WordColumns(gazetteer.without_zones(), style),
        shared=True,
    )


def _are_among(wanted: Ints, ascending: Ints) -> Flags:
    """Which numbers are among some in ascending order."""
    at = np.searchsorted(ascending, wanted)
    found: Flags = np.append(ascending, -1)[at] == wanted
    return found


def quote(texts: pa.StringArray) -> pa.StringArray:
    r"""Texts as JSON has them.

    >>> quote(pa.array(["a", 'say "丹东"'])).to_pylist()
    ['"a"', '"say \\"丹东\\""']
    """
    special = pc.match_substring_regex(texts, _ESCAPED)
    if pc.any(special).as_py():
        plain = texts.filter(special).to_pylist()
        escaped = [json.dumps(text, ensure_ascii=False)[1:-1] for text in plain]
        texts = pc.replace_with_mask(texts, special, strings(escaped))
    return pc.binary_join_element_wise('"', texts, '"', "", memory_pool=POOL)
