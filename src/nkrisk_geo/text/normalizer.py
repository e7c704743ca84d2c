"""Folding: the one form in which texts and names are compared.

`Normalizer.fold` takes any Unicode text through NFKC (full-width and compatibility forms),
lower case, Latin letters without accents and the simplified Chinese character for each
traditional or Japanese variant. Folding never moves a character to another place, so every
stretch of the folded text can be traced to its stretch of the raw text (`Normalizer.offsets`).

    >>> folder = Normalizer(lambda: {"東": "东", "遼": "辽", "寧": "宁"})
    >>> folder.fold("ＤＡＮＤＯＮＧ, 遼寧 丹東")
    'dandong, 辽宁 丹东'
    >>> folder.fold("Lǚshùn Ürümqi")
    'lushun urumqi'

The table of characters comes from the gazetteer; this module knows only what follows from
Unicode itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from nkrisk_geo.native.characters import TEXT_END
from nkrisk_geo.native.locks import cached_property
from nkrisk_geo.text.combining_marks import MARKS_TOO, to_nfkc
from nkrisk_geo.text.expressions import expression
from nkrisk_geo.text.misread_gbk import suspects
from nkrisk_geo.text.mojibake import reread

# Letters that Unicode does not decompose, and typography that trade records use for ASCII.
_PLAIN = {
    **dict(zip("øđðłı", "oddli", strict=True)),
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    **dict.fromkeys("‘’ʻʼ`´", "'"),
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "、": ",",
    "。": ".",
    **dict.fromkeys("・·", " "),
    **dict.fromkeys("【〔《〈", "("),
    **dict.fromkeys("】〕》〉", ")"),
}

_UNSEEN = expression(
    "[\\u00ad\\u034f\\u061c\\u115f\\u1160\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e"
    "\\u2060-\\u206f\\ufe00-\\ufe0f\\ufeff\\U000e0000-\\U000e0fff]"
)
"""What no reader sees in a word (Unicode calls it default-ignorable): a name that is parted by
it is that name."""

_FOLLOWS = {*map(chr, range(0x1160, 0x1200)), *MARKS_TOO}
"""Characters that NFKC may join to the one before although they are no combining marks: Hangul
vowels and finals, and what decomposes to marks."""


_ZERO_FOR_O = re.compile(r"0(?:(?<=[a-z][a-z]0)(?=[a-z])|(?<=\b[a-z]0)(?=[a-z]{3}))")
LOOKALIKES = dict(
    zip(
        "авекмнорстухі" + "αβεζηικμνορτυχ",
        "abekmhopctyxi" + "abezhikmnoptyx",
        strict=True,
    )
)
"""Cyrillic and Greek letters whose capitals look like Latin ones; only in words that have Latin
letters too."""
_LOOKING_LATIN = "".join(LOOKALIKES)
_MIXED = expression(
    rf"(?<![^\W\d_])(?=[a-z]*[{_LOOKING_LATIN}])(?=[{_LOOKING_LATIN}]*[a-z])"
    rf"[a-z{_LOOKING_LATIN}]+(?![^\W\d_])"
)
_LOOKING = expression(f"[{_LOOKING_LATIN}]")
_AS_LATIN = str.maketrans(LOOKALIKES)
_STEADY = expression(
    "[\\x00-\\x7f\\u2013-\\u2015\\u2018-\\u201d\\u3001-\\u3003\\u3008-\\u3011"
    "\\u4e00-\\u9fa5\\uac00-\\ud7a3\\uff01-\\uff5e]*"
)
"""Texts of characters that fold to one each, wherever they stand. None is a mark; of those that
broken text has there are `suspects` and no others."""


class _Table(dict[int, str]):
    """A table for `str.translate` that answers for every character.

    Each is looked at when it is first met.
    """

    def __missing__(self, code: int) -> str:
        self[code] = char = _alone(code)
        return char


def _alone(code: int) -> str:
    """What a character folds to that stands in no table.

    An accented Latin letter to its base letter, a mark to nothing.
    """
    if 0xC0 <= code < 0x250 or 0x1E00 <= code < 0x1F00:
        lower = chr(code).lower()
        parts = unicodedata.normalize("NFD", lower)
        base = [char for char in parts if not unicodedata.combining(char)]
        return "".join([_PLAIN.get(char, char) for char in base])
    if 0x300 <= code < 0x370:
        return ""
    # Lone surrogates are taken by no encoder.
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


_TYPED = {ord(char): plain for char, plain in _PLAIN.items()}
_TYPED[ord("ё")] = "е"
"""What characters fold to whatever the gazetteer's table says."""


class Normalizer:
    """Folds texts with a table of characters.

    Args:
        characters: gives single characters and what they fold to (traditional → simplified and
            other variants). Asked for when the first text comes that is not ASCII.
    """

    def __init__(self, characters: Callable[[], Mapping[str, str]]) -> None:
        self._characters = characters

    @cached_property
    def table(self) -> _Table:
        """What each code point folds to where it stands by itself."""
        given = str.maketrans({**self._characters()})
        return _Table(_TYPED | given)

    def fold(self, text: str) -> str:
        """The form for comparison.

        ASCII text is hardly more than lowered; the result is deterministic for any input.
        """
        # The engine takes a zero character for the end of a text.
        text = text.replace(TEXT_END, "\1")
        if text.isascii():
            return _plain(text)
        return _repair(text).translate(self.table)

    def fold_traced(self, text: str) -> tuple[str, list[int] | None]:
        """What `fold` and `offsets` give.

        None for offsets that are those of the text itself, as most are.
        """
        if text.isascii():
            return _plain(text.replace(TEXT_END, "\1")), None
        if _STEADY().fullmatch(text) and suspects().isdisjoint(text):
            # Nothing has to be repaired.
            plain = text.replace(TEXT_END, "\1")
            lower = unicodedata.normalize("NFKC", plain).lower()
            if "0" in lower:
                lower = _ZERO_FOR_O.sub("o", lower)
            folded = lower.translate(self.table)
            if len(folded) == len(text):
                return folded, None
        return self.fold(text), self.offsets(text)

    def offsets(self, text: str) -> list[int]:
        """The offset of the raw character of each of `fold(text)`, and then `len(text)`.

        The list has `len(fold(text)) + 1` entries.
        """
        if text.isascii():
            return list(range(len(text) + 1))
        read, places = reread(text)
        # Folding a character by itself says how many it becomes.
        starts = [
            start for start, cluster in _clusters(read) for _ in self.fold(cluster)
        ]
        if places is None:
            return [*starts, len(text)]
        return [places[start] for start in [*starts, len(read)]]


def _plain(text: str) -> str:
    """ASCII folded. A zero between letters is the letter O that a scanner misread."""
    lower = text.lower().replace("`", "'")
    return _ZERO_FOR_O.sub("o", lower) if "0" in lower else lower


def _lower(text: str) -> str:
    """Lower case and compatibility forms.

    A zero between letters is the letter O that a scanner misread.
    """
    is_ascii = text.isascii()
    lower = (text if is_ascii else to_nfkc(text)).lower()
    if not is_ascii:
        lower = _UNSEEN().sub("", lower)
    return _ZERO_FOR_O.sub("o", lower) if "0" in lower else lower


def _repair(text: str) -> str:
    """The same, with the repairs that only some texts need."""
    read, _ = reread(text)
    lower = _lower(read)
    if not _LOOKING().search(lower):
        return lower
    return _MIXED().sub(lambda word: word.group().translate(_AS_LATIN), lower)


def skeleton_of(folded: str) -> tuple[str, list[int]]:
    """A folded text with every number as one zero.

    For each character of it the offset in the text, and then the length of that.
    """
    kept: list[int] = []
    chars: list[str] = []
    in_number = False
    for at, char in enumerate(folded):
        is_digit = _is_digit(char)
        # Of a number only the first digit is kept, as a zero.
        if not (is_digit and in_number):
            kept.append(at)
            chars.append("0" if is_digit else char)
        in_number = is_digit
    return "".join(chars), [*kept, len(folded)]


def _is_digit(char: str) -> bool:
    return "0" <= char <= "9"


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """What normalization treats on its own: a character and the marks that follow it."""
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or not (
            unicodedata.combining(text[position]) or text[position] in _FOLLOWS
        ):
            yield start, text[start:position]
            start = position


def span(offsets: list[int], start: int, end: int) -> tuple[int, int]:
    """A stretch of the folded text as one of the raw text, by its `Normalizer.offsets`."""
    last = offsets[end - 1] if end > start else offsets[start]
    while end < len(offsets) - 1 and offsets[end] <= last:
        end += 1
    return offsets[start], offsets[end]
