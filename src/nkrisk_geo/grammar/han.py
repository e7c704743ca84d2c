"""Names in Han and Hangul: what the reader is told of them, of generic words and of the words of the language.

上海丹东路            丹东 names a road
丹东华洋服装有限公司    丹东 heads the name of a company
丹东银行沈阳分行       沈阳 is the seat of a branch
丹东市               carries its generic
普通化工厂            通化 only seems to stand there

The rules are in `src/reader`: `chinese.c` and `short.c` say what names do, `tails.c` finds generic words, and `cutting.c` cuts a
stretch into words where a name only seems to stand.

    >>> from nkrisk_geo.gazetteer import Gazetteer
    >>> han = Han(Gazetteer.default())
    >>> han.stands("牡丹东路18号", 1, 3), han.stands("去丹东路上", 1, 3)
    (False, True)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nkrisk_geo.arrays import Ints, joined
from nkrisk_geo.characters import KINDS
from nkrisk_geo.forking import Turn, cached_property
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar.localities import Localities, Place
from nkrisk_geo.grammar.roles import FOLLOWED_BY, Generic, Mentions
from nkrisk_geo.grammar.senses import SHARED, TOWN, Senses
from nkrisk_geo.grammar.tails import CLASSES, NAMED_BY, Tails
from nkrisk_geo.native import Reader, Rows, Table, Texts, Words
from nkrisk_geo.packing import joined as joined_lines


class Han:
    """Reads names in Han and Hangul.

    Attributes:
        reader: the compiled one.
        tails: finds the generic words behind places.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._lock = Turn()
        words, names = gazetteer.generics["han"], gazetteer.names["han"]
        self._senses = Senses(
            gazetteer, frozenset(word for word, klass in words.items() if klass == "common")
        )
        self.reader = reader = Reader()
        numbers = {klass: number for number, klass in enumerate((*CLASSES, *NAMED_BY))}
        reader.words(Words.HAN_NAMES, joined_lines(names), np.arange(len(names)))
        reader.words(Words.HAN_GENERICS, joined_lines(words), [numbers[klass] for klass in words.values()])
        reader.table(Table.HAN_SENSES, self._senses.bits)
        read = [FOLLOWED_BY.get(klass, (-1, Generic.NONE)) for klass in CLASSES]
        reader.table(Table.HAN_ROLES, np.array([role for role, _ in read], np.int32))
        reader.table(Table.HAN_GENERICS, np.array([generic for _, generic in read], np.int32))
        self.tails = Tails(reader)

    def matches(self, texts: Texts) -> Rows:
        """The names in some texts, the leftmost, longest ones: rows of text, start, end, name."""
        return self.reader.matches(texts)

    def mentions(self, texts: Texts, matches: Rows, *, roughly: bool = False) -> Mentions:
        """The mentions in some texts, in their order; offsets are those in each text.

        Both names of roads and what is part of a word (`ASIDE`) say nothing of a place. `roughly` is for who does not ask which
        of them it is: before a word for a road all are roads then, and need not be cut from their surroundings.
        """
        self._senses.know(matches[:, 3])
        rows = self.reader.han(texts, matches, roughly=roughly)
        while rows is None:
            self._give_words()
            rows = self.reader.han(texts, matches, roughly=roughly)
        return self._with_localities(texts.folded, Mentions.of(rows))

    def stands(self, text: str, start: int, end: int) -> bool:
        """Does a name stand in a text without white space, or is it only a part of words?"""
        points = joined((text,))
        KINDS.know(points)
        found = self.reader.stands(points, start, end)
        while found is None:
            self._give_words()
            found = self.reader.stands(points, start, end)
        return found

    def edges(self, stretch: str) -> set[int]:
        """Where words begin when a stretch, which is not long, is cut into the likeliest words."""
        self._give_words()
        points = joined((stretch,))[:-1]
        following = self.reader.cut(points)
        if following is None:
            raise ValueError("the stretch is too long")
        edges, at = set[int](), 0
        while at < len(stretch):
            edges.add(at)
            at = int(following[at])
        return edges

    def _give_words(self) -> None:
        """Give the reader the words for cutting, when it first asks: many texts never do."""
        with self._lock:
            if not self._has_words:
                words = self._gazetteer.cutting_words
                self.reader.table(Table.GAINS, words.gains())
                self.reader.words(Words.CUTTING, words.words, np.arange(len(words.counts)))
                self._has_words = True

    _has_words = False

    @cached_property
    def _localities(self) -> Localities:
        return Localities(self.tails, self._gazetteer)

    def _with_localities(self, folded: Sequence[str], named: Mentions) -> Mentions:
        """The mentions and what is named behind those that open a text and share their names."""
        first = np.append(True, named.text[1:] != named.text[:-1])[: len(named.text)]
        sense = self._senses.bits[named.name]
        rows = np.flatnonzero(first & (sense & SHARED > 0))
        if not len(rows):
            return named
        columns = (named.text[rows], named.start[rows], named.end[rows], named.name[rows])
        places = [
            Place("".join(folded[text].split()), start, end, name)
            for text, start, end, name in zip(*(each.tolist() for each in columns), strict=True)
        ]
        local, behind = list[tuple[int, ...]](), list[int]()
        towns = (sense[rows] & TOWN > 0).tolist()
        numbers = zip(rows.tolist(), columns[0].tolist(), strict=True)
        for (row, text), found in zip(numbers, self._localities.behind(places, towns), strict=True):
            for each in found:
                local.append((text, each.name, int(each.role), int(each.generic), each.start, each.end))
                behind.append(row)
        return _inserted(named, local, behind) if local else named


def _inserted(named: Mentions, local: Sequence[tuple[int, ...]], behind: Sequence[int]) -> Mentions:
    """Mentions with others behind some of them."""
    order: Ints = np.argsort(np.append(np.arange(len(named.text)), behind), kind="stable")
    return Mentions.joined([named, Mentions.of(local)], order)
