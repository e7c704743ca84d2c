"""What the engine is told of names in Han and Hangul, of generic words, and of the language.

上海丹东路            丹东 names a road
丹东华洋服装有限公司    丹东 heads the name of a company
丹东银行沈阳分行       沈阳 is the seat of a branch
丹东市               carries its generic
普通化工厂            通化 only seems to stand there

The rules are in `src/engine`: `chinese.c` and `short.c` say what names do, `tails.c` finds
generic words, and `cutting.c` cuts a stretch into words where a name only seems to stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log

import numpy as np

from nkrisk_geo.gazetteer.compiler.lexicons import (
    Made,
    lexicon,
    search_tables,
    shared_lexicon,
)
from nkrisk_geo.gazetteer.compiler.name_subsets import number_hyphenated
from nkrisk_geo.gazetteer.compiler.names import NumberedNames, number_followers
from nkrisk_geo.gazetteer.compiler.spaced import flag_names
from nkrisk_geo.gazetteer.compiler.tails import CLASSES, NAMED_BY
from nkrisk_geo.gazetteer.datafile import lines
from nkrisk_geo.gazetteer.facts import Facts
from nkrisk_geo.gazetteer.roles import FOLLOWED_BY, Generic
from nkrisk_geo.gazetteer.word_lists import CHARACTERS, LISTS
from nkrisk_geo.native.arrays import codes
from nkrisk_geo.native.characters import TEXT_END

_REGIONAL_WIDTH = 8
"""Characters of a word for roads or quarters, zeros behind it."""


def compile_unspaced(facts: Facts, names: NumberedNames) -> Made:
    """The tables of names in Han and Hangul, but for what they stand for."""
    words, lists = facts.generics["han"], facts.word_lists
    korean, count = number_hyphenated(names), len(names.every)
    yield from search_tables("unspaced_name", names.every)
    numbers = {klass: number for number, klass in enumerate((*CLASSES, *NAMED_BY))}
    classes = [numbers[klass] for klass in words.values()]
    yield from lexicon("unspaced_generic", [*words], classes)
    yield from lexicon("korean_unspaced", [*korean], korean.values())
    roads, cities = lists["Korean generic of roads"], lists["Korean generic of cities"]
    yield "road_generics", flag_names(roads, korean, count)
    yield "unspaced_city_generics", flag_names(cities, korean, count)

    # Words of no such class make nothing of the name before them.
    read = [FOLLOWED_BY.get(klass, (-1, Generic.NONE)) for klass in CLASSES]
    roles, generics = zip(*read, strict=True)
    yield "unspaced_roles", np.array(roles, np.int32)
    yield "unspaced_generics", np.array(generics, np.int32)
    yield from _join_lists(lists)
    yield from _compile_cutting(facts)
    yield from _compile_followers(facts, count)


def _join_lists(lists: Mapping[str, Sequence[str]]) -> Made:
    """The words of the lists, and where each list begins.

    Each word and each list is ended by a zero.
    """
    texts = []
    for name in LISTS:
        # Single characters are one word, however many stand in a row of the table.
        words = ["".join(lists[name])] if name in CHARACTERS else lists[name]
        texts.append("".join(f"{word}{TEXT_END}" for word in words) + TEXT_END)
    yield "lists", codes("".join(texts))
    yield "list_starts", np.cumsum([0, *map(len, texts[:-1])]).astype(np.int32)


def _compile_cutting(facts: Facts) -> Made:
    """The words for cutting, and the logarithm of the probability of each.

    The last logarithm is that of what is no word.
    """
    column = facts.column("cutting/words")
    counts = facts.column("cutting/freq").tolist()
    yield from shared_lexicon("cutting_word", lines(column), column)
    # Not numpy's logarithms: they differ from machine to machine.
    logarithms = {count: log(count) for count in {*counts}}
    total = log(facts.column("cutting/total"))
    gains = [logarithms[count] - total for count in counts]
    yield "gains", np.array([*gains, 0.0 - total], np.float64)


def _compile_followers(facts: Facts, first: int) -> Made:
    """Villages, quarters and roads, and words for them.

    They stand behind places that share their names.
    """
    followers = number_followers(facts, first)
    for name, table in (("village", "villages"), ("locality", "localities")):
        numbers, column = followers[table], facts.column(f"{table}/text")
        yield from shared_lexicon(name, [*numbers], column, numbers.values())

    regional = followers["regional"]
    words = np.zeros((len(regional), _REGIONAL_WIDTH), np.uint32)
    for row, word in zip(words, regional, strict=True):
        row[: len(word)] = codes(word)
    yield "regional", words.reshape(-1)
    # The numbers of the others follow on that of the first.
    yield "regional_name", np.array([*regional.values()][:1] or [0], np.int32)
