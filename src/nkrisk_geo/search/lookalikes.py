"""Names that look like the words of a text whose place is not known.

They are for people who correct a list by hand.

    >>> found, = suggest("No 18, Hunchunn Rd", limit=1)
    >>> found.text, found.name, str(found.unit)
    ('hunchunn', 'HUNCHUN', 'Hunchun 珲春市')

Words are compared letter by letter with every name of the gazetteer, in whatever script, and
Chinese ones also by their sound: who types by sound chooses a wrong character of the right
reading. Whether a name is meant is for the reader to say. `resolve` knows the misspellings
that trade records have; it asks for nothing here, and nothing here changes what it answers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from nkrisk_geo.address.pinyin import Pinyin
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.name_kinds import ABROAD, NameKind
from nkrisk_geo.model import Suggestion
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.search.spelling import script_of, split_generics
from nkrisk_geo.text.scalars import as_text

LONGEST_TEXT = 160
"""Characters of a text that are looked at; an address in doubt is shorter."""
LEAST = 70.0
"""Likeness from which a name is suggested: 80 for one letter
of five, below 70 mostly words that are no names."""
SAME_SOUND = 90.0
"""Likeness of Chinese characters that are read as the name is."""
MOST_WORDS, MOST_CHARACTERS = 3, 5
"""Words, and characters without white space between them, that are taken for one name at most."""
SHORTEST = 4
"""Letters of an alphabet that are compared at least: of three letters, many names have two."""
NAMES_EACH = 20
"""Names that are kept for the words of one stretch."""

_WITHOUT_SPACES = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_RUN = re.compile(rf"[{_WITHOUT_SPACES}]+|[^\W\d_{_WITHOUT_SPACES}]+")
_UNSPACED = re.compile(f"[{_WITHOUT_SPACES}]").match

_NO_NAMES = frozenset({NameKind.ABBREVIATION, NameKind.CODE})
_OF_PARTS = ABROAD | {
    NameKind.TOWNSHIP, NameKind.TOWNSHIP_SHORT, NameKind.VILLAGE, NameKind.LOCALITY,
    NameKind.SEAT,
}  # fmt: skip
"""Kinds of names that are those of something in the unit: of
two units as alike, one with a name of its own comes first."""


class _Likeness(NamedTuple):
    """A name that is like a stretch of the text."""

    score: float
    text: str
    name: str
    script: str
    number: int


_Rank = tuple[float, bool]
"""How unlike a name is, and whether it is one of parts: the smaller, the better."""


def suggest(
    text: str | None,
    *,
    limit: int = 5,
    gazetteer: Gazetteer | None = None,
) -> tuple[Suggestion, ...]:
    """Names of the gazetteer that look like words of a text, the most alike first.

    None is decided on.

    Args:
        text: an address without a place, as `resolve` leaves
            it; its first 160 characters are looked at.
        limit: places at most, each under the name that is most alike;
            of those as alike, the ones named more often come first.
        gazetteer: another gazetteer than the packaged one.

    Raises:
        InputError: the limit is no whole number from 1 on.

    Returns:
        Nothing for an empty text, and nothing where no name is alike.

    >>> [(found.name, found.unit.code, found.score) for found in suggest("DANTUNG", limit=1)]
    [('ANTUNG', '210600', 92.3)]
    >>> suggest("")
    ()
    """
    if type(limit) is not int or limit < 1:
        raise InputError(f"limit is {limit!r}; give a whole number from 1 on")
    gazetteer = gazetteer or Gazetteer.default()
    written = (as_text(text) or "")[:LONGEST_TEXT]
    folded = gazetteer.normalizer.fold(written)
    best: dict[int, tuple[_Rank, _Likeness]] = {}
    for like in _likenesses(gazetteer, folded):
        for unit, kind in gazetteer.meanings(like.script, like.number):
            if kind in _NO_NAMES:
                continue
            rank = (-like.score, kind in _OF_PARTS)
            if unit not in best or rank < best[unit][0]:
                best[unit] = rank, like

    def order(unit: int) -> tuple[_Rank, float, int]:
        rank, _ = best[unit]
        return rank, -gazetteer.prior_weight[unit], unit

    ranked = sorted(best, key=order)[:limit]
    return tuple(_suggestion(gazetteer, unit, best[unit][1]) for unit in ranked)


def _suggestion(
    gazetteer: Gazetteer,
    unit: int,
    like: _Likeness,
) -> Suggestion:
    return Suggestion(
        like.text, split_generics(like.name).upper(), gazetteer.unit(unit), like.score
    )


# ── what may be a name ────────────────────────────────────────────────────────────────


def _likenesses(gazetteer: Gazetteer, folded: str) -> Iterator[_Likeness]:
    """The names that each stretch of a text is like.

    西区 is none in 铁西区, and 有限 none in 有限公司.
    """
    stretches = dict.fromkeys(_stretches(folded))
    words = {text for text, script in stretches if text in gazetteer.generics[script]}
    found = [
        like
        for text, script in stretches
        if not all(word in gazetteer.generics[script] for word in text.split())
        for like in _alike(gazetteer, text, script)
    ]
    words.update(like.text for like in found if like.score == 100)
    yield from (like for like in found if not _is_part(like.text, words))


def _is_part(text: str, words: Collection[str]) -> bool:
    return any(text in word and text != word for word in words)


def _stretches(folded: str) -> Iterator[tuple[str, str]]:
    """Words and characters that follow each other, and the script that they are looked for in."""
    words: list[str] = []
    for match in _RUN.finditer(folded):
        run = match.group()
        if _UNSPACED(run):
            words = []
            yield from ((each, "han") for each in _cut(run))
        else:
            words = [*words, run][-MOST_WORDS:]
            yield from ((each, "latin") for each in _ends(words))


def _cut(run: str) -> Iterator[str]:
    for start in range(len(run) - 1):
        for end in range(start + 2, min(start + MOST_CHARACTERS, len(run)) + 1):
            yield run[start:end]


def _ends(words: list[str]) -> Iterator[str]:
    for start in range(len(words)):
        if sum(map(len, words[start:])) >= SHORTEST:
            yield " ".join(words[start:])


# ── what is like it ───────────────────────────────────────────────────────────────────


def _alike(
    gazetteer: Gazetteer,
    text: str,
    script: str,
) -> Iterator[_Likeness]:
    from rapidfuzz import fuzz, process

    for name, score, number in process.extract(
        text.replace(" ", ""),
        gazetteer.names[script],
        scorer=fuzz.ratio,
        score_cutoff=LEAST,
        limit=NAMES_EACH,
    ):
        yield _Likeness(round(score, 1), text, name, script, number)
    if script_of(text) == "han":
        read = "".join(_readings(gazetteer).syllables(text)).replace("v", "u")
        number = gazetteer.numbers["latin"].get(read, -1)
        if number >= 0:
            yield _Likeness(SAME_SOUND, text, read, "latin", number)


def _readings(gazetteer: Gazetteer) -> Pinyin:
    return gazetteer.once(
        "readings",
        lambda: Pinyin(gazetteer.without_zones(), lambda _: set()),
        shared=True,
    )
