"""How names are spelt out: the gazetteer keeps them folded and squeezed, people write them.

>>> split_generics("yanbiankoreanautonomousprefecture"), syllables("dandong", 2), script_of("훈춘")
('yanbian korean autonomous prefecture', ['dan', 'dong'], 'hangul')
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_LETTERS = {
    "hangul": re.compile("[\u1100-\u11ff\uac00-\ud7af]"),
    "kana": re.compile("[\u3040-\u30ff]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
}
"""Scripts that one letter tells."""
SCRIPT_NAMES = ("han", "latin", *_LETTERS, "digits")
"""Scripts of terms."""

_SYLLABLE = (
    "((?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
    "(?:iang|iong|uang|ang|eng|ing|ong|uai|uan|iao|ian|ai|an|ao|ei|en|ia|ie|in|iu|ou|ua|ue|ui|un|uo"
    "|a|e|i|o|u)"
    "|ang|eng|ai|an|ao|ei|en|er|ou|a|e|o)"
)
"""A pinyin syllable, with an initial or one of those that have none."""

_LONGEST = 5
"""Longer names are not written syllable by syllable."""

_SEPARATE = (
    "comprehensive|demonstration|cooperation|development|nationality|subdistrict|autonomous|"
    "democratic|industrial|prefecture|автономный|mongolian|peninsula|zizhixian|zizhizhou|"
    "корейский|провинция|crossing|district|economic|forestry|frontier|mountain|province|"
    "republic|township|company|peoples|railway|seaport|village|bonded|border|bridge|bureau|"
    "county|harbor|island|korean|manchu|marine|mongol|street|fruit|hsien|korea|kouan|manzu|"
    "river|sheng|state|округ|city|farm|park|port|pref|prov|road|seed|town|zone|уезд"
)
"""Words that squeezed names have run into the name before them, the longest first."""
_WORDS_BEHIND = re.compile(f"(?<=...)(?:{_SEPARATE})+$")
_WORD = re.compile(_SEPARATE)


def script_of(text: str) -> str:
    """Script of a term, one of `SCRIPT_NAMES`.

    >>> [script_of(text) for text in ("珲春", "훈춘", "Хуньчунь", "HUNCHUN", "1333")]
    ['han', 'hangul', 'cyrillic', 'latin', 'digits']
    """
    for script, pattern in _LETTERS.items():
        if pattern.search(text):
            return script
    if not any(map(str.isalpha, text)):
        return "digits"
    return "latin" if text.isascii() else "han"


def split_generics(name: str) -> str:
    """A squeezed name with the generic words at its ends set apart.

    >>> split_generics("yanbiankoreanautonomousprefecture")
    'yanbian korean autonomous prefecture'
    >>> split_generics("portarthur"), split_generics("dandong")
    ('port arthur', 'dandong')
    """
    for word in ("port", "провинция"):
        if name.startswith(word) and len(name) > len(word) + 3:
            return f"{word} {name.removeprefix(word)}"
    behind = _WORDS_BEHIND.search(name)
    if not behind:
        return name
    words = _WORD.findall(behind.group())
    return " ".join([name[: behind.start()], *words])


def syllables(name: str, count: int) -> list[str]:
    """A pinyin name cut into so many syllables, empty when that does not work out.

    >>> syllables("dandong", 2), syllables("jian", 2), syllables("hunchun", 3)
    (['dan', 'dong'], ['ji', 'an'], [])
    """
    match = re.fullmatch(_SYLLABLE * count, name) if 1 < count <= _LONGEST else None
    return list(match.groups()) if match else []


def variants(characters: Mapping[str, str]) -> dict[str, str]:
    """The classes of an expression for Chinese characters that can be written in several ways.

    >>> variants({"東": "东"})
    {'东': '[东東]', '東': '[东東]'}
    """
    written: dict[str, list[str]] = {}
    for source, target in characters.items():
        if _is_common(source) and _is_common(target):
            written.setdefault(target, [target]).append(source)
    return {char: f"[{''.join(forms)}]" for forms in written.values() for char in forms}


def _is_common(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"
