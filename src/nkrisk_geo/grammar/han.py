"""Names in Han and Hangul: what the reader is told of them, of generic words and of the words of the language.

上海丹东路            丹东 names a road
丹东华洋服装有限公司    丹东 heads the name of a company
丹东银行沈阳分行       沈阳 is the seat of a branch
丹东市               carries its generic
普通化工厂            通化 only seems to stand there

The rules are in `src/engine`: `chinese.c` and `short.c` say what names do, `tails.c` finds generic words, and `cutting.c` cuts a
stretch into words where a name only seems to stand.

    >>> from nkrisk_geo.gazetteer import Gazetteer
    >>> han = Han(Gazetteer.default())
    >>> han.stands("牡丹东路18号", 1, 3), han.stands("去丹东路上", 1, 3)
    (False, True)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from nkrisk_geo.arrays import PART, Ints, Points, codes, joined
from nkrisk_geo.characters import KINDS
from nkrisk_geo.forking import Turn
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar.roles import FOLLOWED_BY, Generic
from nkrisk_geo.grammar.tails import CLASSES, NAMED_BY
from nkrisk_geo.native import Reader, Table, Words
from nkrisk_geo.packing import joined as joined_lines
from nkrisk_geo.word_lists import CHARACTERS, LISTS


class Han:
    """Reads names in Han and Hangul.

    Attributes:
        reader: the compiled one.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._lock = Turn()
        words, names = gazetteer.generics["han"], gazetteer.names["han"]
        self.reader = reader = Reader()
        numbers = {klass: number for number, klass in enumerate((*CLASSES, *NAMED_BY))}
        reader.words(Words.HAN_NAMES, joined_lines(names), np.arange(len(names)))
        reader.words(Words.HAN_GENERICS, joined_lines(words), [numbers[klass] for klass in words.values()])
        read = [FOLLOWED_BY.get(klass, (-1, Generic.NONE)) for klass in CLASSES]
        reader.table(Table.HAN_ROLES, np.array([role for role, _ in read], np.int32))
        listed, starts = _listed(gazetteer.word_lists)
        reader.table(Table.LISTS, listed)
        reader.table(Table.LIST_STARTS, starts)
        reader.table(Table.HAN_GENERICS, np.array([generic for _, generic in read], np.int32))

    def stands(self, text: str, start: int, end: int) -> bool:
        """Does a name stand in a text without white space, or is it only a part of words?"""
        points = joined((text,))
        KINDS.know(points)
        found = self.reader.stands(points, start, end)
        while found is None:
            self.give_words()
            found = self.reader.stands(points, start, end)
        return found

    def edges(self, stretch: str) -> set[int]:
        """Where words begin when a stretch, which is not long, is cut into the likeliest words."""
        self.give_words()
        points = joined((stretch,))[:-1]
        following = self.reader.cut(points)
        if following is None:
            raise ValueError("the stretch is too long")
        edges, at = set[int](), 0
        while at < len(stretch):
            edges.add(at)
            at = int(following[at])
        return edges

    def give_words(self) -> None:
        """Give the reader the words for cutting, when it first asks: many texts never do."""
        with self._lock:
            if not self._has_words:
                words = self._gazetteer.cutting_words
                self.reader.table(Table.GAINS, words.gains())
                self.reader.words(Words.CUTTING, words.words, np.arange(len(words.counts)))
                self._has_words = True

    _has_words = False


def _listed(lists: Mapping[str, Sequence[str]]) -> tuple[Points, Ints]:
    """The words of the lists, each word and each list ended by a zero; and where each list begins."""
    words = (("".join(lists[name]),) if name in CHARACTERS else lists[name] for name in LISTS)
    texts = ["".join(f"{word}{PART}" for word in some) + PART for some in words]
    return codes("".join(texts)), np.cumsum([0, *map(len, texts[:-1])]).astype(np.int32)
