"""What the engine is told of names in Han and Hangul, of generic words and of the words of the language.

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
from numpy.typing import NDArray

from nkrisk_geo.gazetteer.compiler.lexicons import (
    Made,
    lexicon,
    of_column,
    search_tables,
)
from nkrisk_geo.gazetteer.compiler.names import NumberedNames, number_followers
from nkrisk_geo.gazetteer.compiler.sought import number_hyphenated
from nkrisk_geo.gazetteer.compiler.spaced import flag_names
from nkrisk_geo.gazetteer.compiler.tails import CLASSES, NAMED_BY
from nkrisk_geo.gazetteer.datafile import lines
from nkrisk_geo.gazetteer.facts import Facts
from nkrisk_geo.gazetteer.roles import FOLLOWED_BY, Generic
from nkrisk_geo.gazetteer.word_lists import CHARACTERS, LISTS
from nkrisk_geo.native.arrays import Points, codes
from nkrisk_geo.native.characters import PART

_REGIONAL_WIDTH = 8
"""Characters of a word for roads or quarters, zeros behind it."""


def tables(facts: Facts, names: NumberedNames) -> Made:
    """The tables of names in Han and Hangul, but for what they stand for."""
    words, korean, lists = (
        facts.generics["han"],
        number_hyphenated(names),
        facts.word_lists,
    )
    numbers = {klass: number for number, klass in enumerate((*CLASSES, *NAMED_BY))}
    yield from search_tables("unspaced_name", names.every)
    yield from lexicon(
        "unspaced_generic", [*words], [numbers[klass] for klass in words.values()]
    )
    yield from lexicon("korean_unspaced", [*korean], korean.values())
    yield (
        "road_generics",
        flag_names(lists["Korean generic of roads"], korean, len(names.every)),
    )
    yield (
        "unspaced_city_generics",
        flag_names(lists["Korean generic of cities"], korean, len(names.every)),
    )
    read = [FOLLOWED_BY.get(klass, (-1, Generic.NONE)) for klass in CLASSES]
    yield "unspaced_roles", np.array([role for role, _ in read], np.int32)
    yield "unspaced_generics", np.array([generic for _, generic in read], np.int32)
    yield from _join_lists(lists)
    yield from _compile_cutting(facts)
    yield from _late(facts, len(names.every))


def _join_lists(lists: Mapping[str, Sequence[str]]) -> Made:
    """The words of the lists, each word and each list ended by a zero; and where each list begins."""
    words = (
        ("".join(lists[name]),) if name in CHARACTERS else lists[name] for name in LISTS
    )
    texts = ["".join(f"{word}{PART}" for word in some) + PART for some in words]
    yield "lists", codes("".join(texts))
    yield "list_starts", np.cumsum([0, *map(len, texts[:-1])]).astype(np.int32)


def _compile_cutting(facts: Facts) -> Made:
    """The words for cutting, and the logarithm of the probability of each, then that of what is no word."""
    column, counts = (
        facts.column("cutting/words"),
        facts.column("cutting/freq").tolist(),
    )
    yield from of_column("cutting_word", lines(column), column)
    # Not numpy's logarithms: they differ from machine to machine.
    logarithms, total = (
        {count: log(count) for count in {*counts}},
        log(facts.column("cutting/total")),
    )
    yield (
        "gains",
        np.array(
            [*(logarithms[count] - total for count in counts), 0.0 - total], np.float64
        ),
    )


def _late(facts: Facts, first: int) -> Made:
    """Villages, quarters and roads, and words for them, which stand behind places that share their names."""
    late = number_followers(facts, first)
    for name, table in (("village", "villages"), ("locality", "localities")):
        yield from of_column(
            name, [*late[table]], facts.column(f"{table}/text"), late[table].values()
        )
    words = np.zeros((len(late["regional"]), _REGIONAL_WIDTH), np.uint32)
    for row, word in zip(words, late["regional"], strict=True):
        row[: len(word)] = codes(word)
    yield "regional", _flat(words)
    yield "regional_name", np.array([*late["regional"].values()][:1] or [0], np.int32)


def _flat(words: Points) -> NDArray[np.uint32]:
    return words.reshape(-1)
