"""Words for people, in English, Chinese and Korean: explanations, reports, maps.

Each language is one file of phrases, `phrases/en.toml` and its like, which a speaker
can read and mend without knowing the program. It is read when it is first asked for.
Columns and codes of answers stay English everywhere: they are data.

    >>> words = wording("zh")
    >>> words("level.county"), words.zone("dandong-border"), words.zone("mine")
    ('县级', '丹东边境县市区', 'mine')
    >>> wording("en")("note.crossing", name="Quanhe", km="8")
    '; nearest crossing Quanhe, 8 km'
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.suggestions import hint

LANGUAGES = ("en", "zh", "ko")
FOLDER = Path(__file__).parent / "phrases"
ALMOST_SURE = 0.99
"""No probability above this one is told as a number: it would be read as certainty."""


class Wording:
    """The phrases of one language. Calling it gives one, its gaps filled.

    Attributes:
        language: "en", "zh" or "ko".
        phrases: all of them by key.
    """

    def __init__(self, language: str, phrases: Mapping[str, str]) -> None:
        self.language = language
        self.phrases = phrases

    def __call__(self, key: str, **gaps: object) -> str:
        """A phrase; a missing one is an error of the program.

        So none is left out in silence.
        """
        # `format_map` reads the phrase alone: braces in what fills a gap stay what they are.
        return self.phrases[key].format_map(gaps) if gaps else self.phrases[key]

    def label(self, group: str, name: str) -> str:
        """The words for a name of data, as of a status.

        The name itself where it is not one of ours.
        """
        return self.phrases.get(f"{group}.{name}", name)

    def zone(self, name: str) -> str:
        """What a zone is called; a zone of one's own by its id."""
        return self.label("zone", name)

    def short_zone(self, name: str) -> str:
        """The same where there is little room, as in the legend of a map."""
        return self.phrases.get(f"short.{name}") or self.zone(name)

    def crossing(self, name: str) -> str:
        """What a crossing is called."""
        return self.label("crossing", name)

    def join(self, texts: Iterable[str]) -> str:
        """Several things in one line."""
        return self.phrases["language.joint"].join(texts)

    def count_rows(self, number: int) -> str:
        """So many rows: "1 row", "1,200 rows"."""
        return self("report.row" if number == 1 else "report.rows", n=f"{number:,}")

    def place(self, name_en: str, name_zh: str) -> str:
        """What a place is called: in Chinese by its Chinese name, otherwise by both."""
        # Korean has no official names for places in China: both names are shown, as in English.
        if self.language == "zh" and name_zh:
            return name_zh
        return f"{name_en} {name_zh}".strip()

    def odds(self, probability: float) -> str:
        """A probability with two digits, none of them a certainty."""
        if probability > ALMOST_SURE:
            return self("note.over", p=f"{ALMOST_SURE:.2f}")
        # Rounded, it would be 0.00, and read as impossible.
        if probability < 0.01:
            return self("note.under", p="0.01")
        return f"{probability:.2f}"


@cache
def wording(language: str = "en") -> Wording:
    """The phrases of a language.

    Raises:
        InputError: there are none in this language.
    """
    if language not in LANGUAGES:
        known = f"languages are {', '.join(LANGUAGES)}"
        meant = hint(language, LANGUAGES, known)
        # Whatever was given is shown, though not all of it.
        shown = str(language)[:20]
        raise InputError(f"there is no language {shown!r}; {meant}")
    return Wording(language, read_phrases(FOLDER / f"{language}.toml"))


def read_phrases(path: Path) -> dict[str, str]:
    """The phrases of a file by `table.key`."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    text = path.read_text(encoding="utf-8")
    tables: dict[str, dict[str, Any]] = tomllib.loads(text)
    return {
        f"{table}.{key}": str(phrase)
        for table, phrases in tables.items()
        for key, phrase in phrases.items()
    }
