"""The words of a sheet that comes back: its heads and decisions, whichever language it was made in.

A file has decisions in English, because they are data. A sheet speaks the language of its readers.

    >>> find_columns(["识别码", "判定", "备注"])
    {'key': '识别码', 'decision': '判定', 'note': '备注'}
    >>> read_decision("이곳으로 확인"), read_decision("Elsewhere"), read_decision("perhaps")
    ('confirmed here', 'elsewhere', None)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from nkrisk_geo.files.decision_columns import DECISIONS, FILLED_IN, KEY_COLUMN
from nkrisk_geo.model.wording import LANGUAGES, wording

READ = (KEY_COLUMN, *FILLED_IN)
"""The columns of a sheet that are read."""


def find_columns(columns: Sequence[str]) -> dict[str, str]:
    """The columns of a sheet that are read, by what they are called in English."""
    # Reversed, so that of two columns of one name the first counts.
    there = {_folded(column): column for column in reversed(columns)}
    # Its own language first: somebody may have added a column, and called it "date".
    spoken = sorted(LANGUAGES, key=lambda language: -len(_in_language(language, there)))
    found = dict[str, str]()
    for language in reversed(spoken):
        found |= _in_language(language, there)
    return {name: found[name] for name in READ if name in found}


def _in_language(language: str, there: Mapping[str, str]) -> dict[str, str]:
    """The columns that are called as in one language."""
    words = wording(language)
    heads = {name: _folded(words(f"column.{name}")) for name in READ}
    return {name: there[head] for name, head in heads.items() if head in there}


def read_decision(said: str) -> str | None:
    """What was decided, in the words of a file; None where it is no decision."""
    return decision_words().get(_folded(said))


@cache
def decision_words() -> Mapping[str, str]:
    """The decisions by their words in every language, the English ones first."""
    return {
        _folded(wording(language)(f"decision.{decision}")): decision
        for language in LANGUAGES
        for decision in DECISIONS
    }


def _folded(text: str) -> str:
    """A word as it is compared."""
    # Some systems write Hangul in pieces, and Chinese keyboards punctuation of full width.
    whole = unicodedata.normalize("NFKC", text)
    return " ".join(whole.casefold().split())
