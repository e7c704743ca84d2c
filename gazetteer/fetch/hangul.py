"""Korean syllables: how they are romanized, how Chinese syllables are written in them, and what a word's first one loses.

Two romanizations are in use. The South's of 2000 (Revised Romanization) writes 도문 as Domun; McCune-Reischauer, which the
North, old maps and many firms write, has Tomun. Both write what is heard: 종로 is Jongno, 백령 Baengnyeong. The generic of a
division stands apart and changes nothing.

    >>> revised("도문"), revised("종로"), revised("집안"), revised("신림")
    ('Domun', 'Jongno', 'Jiban', 'Sillim')
    >>> mccune("도문"), mccune("강남"), mccune("부산"), mccune("통화")
    ('Tomun', 'Kangnam', 'Pusan', 'Tonghwa')
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

FIRST, MEDIALS, FINALS = 0xAC00, 21, 28
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
CODAS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_REVISED_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_MCCUNE_VOWELS = "a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i".split()
_REVISED_INITIALS = "g kk n d tt r m b pp s ss . j jj ch k t p h".split()
_MCCUNE_INITIALS = "k kk n t tt r m p pp s ss . ch tch ch k t p h".split()
_VOICED = {"k": "g", "t": "d", "p": "b", "ch": "j"}
"""McCune-Reischauer's plain consonants between voiced sounds; the aspirated ones, which lose their apostrophe here, stay."""
_CLOSED = {
    **dict.fromkeys("ㄱㄲㄳㄺㅋ", "k"), **dict.fromkeys("ㄴㄵㄶ", "n"), **dict.fromkeys("ㄷㅅㅆㅈㅊㅌㅎ", "t"),
    **dict.fromkeys("ㄹㄼㄽㄾㅀ", "l"), **dict.fromkeys("ㅁㄻ", "m"), **dict.fromkeys("ㅂㅄㄿㅍ", "p"), "ㅇ": "ng", " ": "",
}  # fmt: skip
_NASAL = {"k": "ng", "t": "n", "p": "m"}
_PLAIN = "ㄱㄷㅂㅈ"


class Syllable(NamedTuple):
    """The letters of a syllable; `coda` is a blank where there is none."""

    initial: str
    vowel: str
    coda: str


def syllable(sign: str) -> Syllable:
    """The letters of a syllable."""
    number = ord(sign) - FIRST
    return Syllable(
        INITIALS[number // (MEDIALS * FINALS)],
        VOWELS[number // FINALS % MEDIALS],
        CODAS[number % FINALS],
    )


def composed(initial: str, vowel: str, coda: str = " ") -> str:
    """A syllable of its letters.

    >>> composed("ㄷ", "ㅏ", "ㄴ")
    '단'
    """
    number = INITIALS.index(initial) * MEDIALS + VOWELS.index(vowel)
    return chr(FIRST + number * FINALS + CODAS.index(coda))


# ── romanizations ────────────────────────────────────────────────────────────────────────────────────────────────────────


def revised(name: str) -> str:
    """A name in Revised Romanization, without hyphens."""
    parts = [syllable(sign) for sign in name]
    vowels = dict(zip(VOWELS, _REVISED_VOWELS, strict=True))
    initials = dict(zip(INITIALS, _REVISED_INITIALS, strict=True))
    written = initials[parts[0].initial].replace(".", "") + vowels[parts[0].vowel]
    for before, after in pairwise(parts):
        written += _met(before.coda, after.initial, initials) + vowels[after.vowel]
    return (written + _CLOSED[parts[-1].coda]).capitalize()


def mccune(name: str) -> str:
    """A name in McCune-Reischauer as it is typed, without breves and apostrophes."""
    parts = [syllable(sign) for sign in name]
    vowels = dict(zip(VOWELS, _MCCUNE_VOWELS, strict=True))
    initials = dict(zip(INITIALS, _MCCUNE_INITIALS, strict=True))
    written = initials[parts[0].initial].replace(".", "") + vowels[parts[0].vowel]
    for before, after in pairwise(parts):
        voiced = {
            **initials,
            **{
                letter: _VOICED[initials[letter]]
                for letter in _PLAIN
                if _CLOSED[before.coda] in ("", "n", "m", "ng", "l")
            },
        }
        written += (
            _met(before.coda, after.initial, voiced, _MCCUNE_MOVED)
            + vowels[after.vowel]
        )
    return (written + _CLOSED[parts[-1].coda]).capitalize()


_REVISED_MOVED = {"ㄱ": "g", "ㄴ": "n", "ㄷ": "d", "ㄹ": "r", "ㅁ": "m", "ㅂ": "b", "ㅅ": "s", "ㅈ": "j", "ㅊ": "ch", "ㅋ": "k",
                  "ㅌ": "t", "ㅍ": "p", "ㄲ": "kk", "ㅆ": "ss", "ㅎ": "", "ㅇ": "ng", " ": ""}  # fmt: skip
_MCCUNE_MOVED = _REVISED_MOVED
"""What a final consonant is before a vowel, to which it moves: 집안 is Jiban."""


def _met(
    coda: str,
    initial: str,
    initials: dict[str, str],
    moved: dict[str, str] = _REVISED_MOVED,
) -> str:
    """What is written where two syllables meet."""
    closed = _CLOSED[coda]
    if initial == "ㅇ":
        return moved.get(coda, closed)
    if initial in "ㄴㅁ" and closed in _NASAL:
        return _NASAL[closed] + initials[initial]
    if initial == "ㄹ":
        return _before_r(closed)
    if initial == "ㄴ" and closed == "l":
        return "ll"
    return closed + initials[initial]


def _before_r(closed: str) -> str:
    """What becomes of ㄹ behind a consonant: 신라 is Silla, 종로 Jongno, 백령 Baengnyeong."""
    if closed in ("n", "l"):
        return "ll"
    return "r" if not closed else _NASAL.get(closed, closed) + "n"


# ── what the first syllable of a word loses in the South ─────────────────────────────────────────────────────────────────


def softened(name: str) -> str:
    """A Sino-Korean name as the South writes it: 룡정 is 용정, 료녕 요녕, 라선 나선, 녕변 영변.

    >>> softened("룡정"), softened("라선"), softened("녕안"), softened("단동")
    ('용정', '나선', '영안', '단동')
    """
    first = syllable(name[0])
    high = first.vowel in "ㅑㅕㅖㅛㅠㅣ"
    if first.initial == "ㄹ":
        return composed("ㅇ" if high else "ㄴ", first.vowel, first.coda) + name[1:]
    if first.initial == "ㄴ" and high:
        return composed("ㅇ", first.vowel, first.coda) + name[1:]
    return name


# ── Mandarin in Hangul (Loanword Orthography, table 5) ───────────────────────────────────────────────────────────────────

_MANDARIN_INITIALS = {
    "zh": "ㅈ", "ch": "ㅊ", "sh": "ㅅ", "b": "ㅂ", "p": "ㅍ", "m": "ㅁ", "f": "ㅍ", "d": "ㄷ", "t": "ㅌ", "n": "ㄴ", "l": "ㄹ",
    "g": "ㄱ", "k": "ㅋ", "h": "ㅎ", "j": "ㅈ", "q": "ㅊ", "x": "ㅅ", "r": "ㄹ", "z": "ㅉ", "c": "ㅊ", "s": "ㅆ", "": "ㅇ",
}  # fmt: skip
_MANDARIN_FINALS = {
    "a": "ㅏ", "o": "ㅗ", "e": "ㅓ", "i": "ㅣ", "u": "ㅜ", "ü": "ㅟ", "ai": "ㅏ+이", "ei": "ㅔ+이", "ao": "ㅏ+오",
    "ou": "ㅓ+우",
    "an": "ㅏㄴ", "en": "ㅓㄴ", "ang": "ㅏㅇ", "eng": "ㅓㅇ", "ong": "ㅜㅇ", "ia": "ㅑ", "io": "ㅛ", "ie": "ㅖ", "iai": "ㅑ+이",
    "iao": "ㅑ+오", "iu": "ㅠ", "ian": "ㅖㄴ", "in": "ㅣㄴ", "iang": "ㅑㅇ", "ing": "ㅣㅇ", "iong": "ㅠㅇ", "ua": "ㅘ",
    "uo": "ㅝ",
    "uai": "ㅘ+이", "ui": "ㅜ+이", "uan": "ㅘㄴ", "un": "ㅜㄴ", "uang": "ㅘㅇ", "ueng": "ㅝㅇ", "üe": "ㅞ", "üan": "ㅟ+안",
    "ün": "ㅟㄴ",
}  # fmt: skip
_MANDARIN_WHOLE = {
    "er": "얼", "zhi": "즈", "chi": "츠", "shi": "스", "ri": "르", "zi": "쯔", "ci": "츠", "si": "쓰", "yi": "이", "ya": "야",
    "yo": "요", "ye": "예", "yao": "야오", "you": "유", "yan": "옌", "yin": "인", "yang": "양", "ying": "잉", "wu": "우",
    "wa": "와",
    "wo": "워", "wai": "와이", "wei": "웨이", "wan": "완", "wen": "원", "wang": "왕", "weng": "웡", "yu": "위", "yue": "웨",
    "yuan": "위안", "yun": "윈", "yong": "융",
}  # fmt: skip
_HARDENED = {"ㅑ": "ㅏ", "ㅖ": "ㅔ", "ㅛ": "ㅗ", "ㅠ": "ㅜ"}


def mandarin(sounds: Sequence[str]) -> str:
    """Toneless pinyin syllables as Seoul's Loanword Orthography writes them.

    >>> mandarin("dan dong".split()), mandarin("xi an".split()), mandarin("jiang xi".split()), mandarin("qing dao".split())
    ('단둥', '시안', '장시', '칭다오')
    """
    return "".join(map(_mandarin, sounds))


def _mandarin(sound: str) -> str:
    if sound in _MANDARIN_WHOLE:
        return _MANDARIN_WHOLE[sound]
    initial = next(part for part in _MANDARIN_INITIALS if sound.startswith(part))
    final = sound[len(initial) :]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "ü" + final[1:]
    letters, _, more = _MANDARIN_FINALS[final].partition("+")
    vowel, coda = letters[0], letters[1:] or " "
    if _MANDARIN_INITIALS[initial] in "ㅈㅉㅊ":
        vowel = _HARDENED.get(vowel, vowel)
    return composed(_MANDARIN_INITIALS[initial], vowel, coda) + more
