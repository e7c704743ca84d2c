"""How names are spelt, as far as weights and rules depend on it."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.gazetteer.vocabulary import ENDINGS, Ending, SpeltFlag
from nkrisk_geo.native.arrays import Flags, Points, codes, lengths
from nkrisk_geo.native.characters import TEXT_END

_TOWN_ENDINGS = {generic: ENDINGS[generic[-1]] for generic in ("镇", "乡", "街道")}
_PROVINCE, _SHORTEST_PROVINCE, _SHORT = "성", 3, 2


class Spelling(NamedTuple):
    """How names are spelt: a number for each.

    Attributes:
        letters: how many it has, at most 255.
        ending: that of the full name of a township; see `nkrisk_geo.gazetteer.vocabulary.Ending`.
        flags: bits of `nkrisk_geo.gazetteer.vocabulary.SpeltFlag`.
    """

    letters: NDArray[np.uint8]
    ending: NDArray[np.uint8]
    flags: NDArray[np.uint8]

    @staticmethod
    def of_followers(count: int) -> Spelling:
        """Of names that only stand behind others nobody asks how they are spelt."""
        letters, ending, flags = np.zeros((3, count), np.uint8)
        return Spelling(letters, ending, flags)

    @staticmethod
    def of_spaced(names: Sequence[str]) -> Spelling:
        """Of names in alphabets."""
        return Spelling.of_followers(len(names))._replace(letters=_letters(names))

    @staticmethod
    def of_unspaced(
        names: Sequence[str],
        common: Container[str],
        suffixes: tuple[str, ...],
    ) -> Spelling:
        """Of names in Han and Hangul.

        Args:
            names: the names.
            common: words that are names only with a generic.
            suffixes: generics.
        """
        tails, letters = Tails(names), lengths(names)
        ending = np.full(len(names), Ending.OTHER, np.uint8)
        for generic, number in _TOWN_ENDINGS.items():
            # 镇 alone is no name of a town.
            ending[tails.end_in(generic) & (letters > 1)] = number
        hangul = tails.hangul(0) & tails.hangul(1)
        short_hangul = hangul & (letters == _SHORT)

        # 凤城 and 海城 are 봉성 and 해성, and no provinces.
        too_short = letters < _SHORTEST_PROVINCE
        suffixed = np.logical_or.reduce([*map(tails.end_in, suffixes)])
        suffixed &= ~(tails.end_in(_PROVINCE) & too_short)

        flags = np.zeros(len(names), np.uint8)
        flags[suffixed] |= np.uint8(SpeltFlag.SUFFIXED)
        flags[short_hangul] |= np.uint8(SpeltFlag.SHORT_HANGUL)
        bare = [at for at, name in enumerate(names) if name in common]
        flags[bare] |= np.uint8(SpeltFlag.COMMON)
        return Spelling(_letters(names), ending, flags)


class Tails:
    """How names end, all at once."""

    def __init__(self, names: Sequence[str]) -> None:
        self._points = codes("".join(f"{name}{TEXT_END}" for name in names))
        self._ends = np.cumsum(lengths(names) + 1) - 1
        """Before the first name the array goes on at its
        end, with a `TEXT_END`, which is in no word."""

    def end_in(self, word: str) -> Flags:
        """For each name, does it end so?"""
        backwards = enumerate(reversed(word))
        same = [self._back(at) == ord(char) for at, char in backwards]
        found: Flags = np.logical_and.reduce(same)
        return found

    def hangul(self, at: int) -> Flags:
        """For each name, is the character so many before its last a syllable of Hangul?"""
        point = self._back(at)
        return (point >= ord("가")) & (point <= ord("힣"))

    def _back(self, at: int) -> Points:
        """The character so many before the last of each name.

        Where there is none it is TEXT_END, or one of a name before.
        """
        return self._points[self._ends - 1 - at]


def _letters(names: Sequence[str]) -> NDArray[np.uint8]:
    return np.minimum(lengths(names), 255).astype(np.uint8)
