"""Kinds of texts that can be of any length, and how the time that the library takes grows with it.

What others wrote is of any length: a cell may hold a megabyte. Time that grows with the square of the length makes an hour of
a second; each kind here is made to find a place where it does. `growth` measures processor time at two lengths.

    growth(DOORS["resolve"], KINDS["a name again and again"], 4_000)
"""

import gc
import math
import random
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import pyarrow as pa

import nkrisk_geo
from nkrisk_geo.cli.terminal_table import WIDEST, shorten
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.resolver.resolution import get_resolver

Make = Callable[[int], str]
"""Makes a text of so many characters."""
Door = Callable[[str], object]
"""Does something with a text."""

TIMES = 4
"""How much longer the second text is."""
MOST_EXPONENT = 1.5
"""Time that grows with the length has 1, with its square 2."""
LEAST_SECONDS = 0.04
"""A longer text that takes less says nothing: on a busy machine a millisecond is three."""


def _again(unit: str) -> Make:
    return lambda length: (unit * (length // len(unit) + 1))[:length]


def _in_china(unit: str) -> Make:
    """The unit behind a place in China, where codes are looked at more closely."""
    return _between("丹东 ", unit, "")


def _numbered(unit: str, first: str = "") -> Make:
    """The unit with one number after another in it."""

    def make(length: int) -> str:
        text = first + "".join(map(unit.format, range(1, length // len(unit.format(1)) + 2)))
        return text[:length]

    return make


def _names(script: str, mark: str) -> Make:
    """Names of the gazetteer, each once as long as there are some, parted by a mark, mixed: the first are the great ones."""

    def make(length: int) -> str:
        every = Gazetteer.default().names[script]
        some = random.Random(0).sample(every, len(every))[: length // 2]
        return _again(mark.join(some) + mark)(length)

    return make


def _between(first: str, unit: str, last: str) -> Make:
    """The unit again and again with something before and behind, which a pattern may look for from each place between."""
    return lambda length: first + _again(unit)(max(0, length - len(first) - len(last))) + last


KINDS: dict[str, Make] = {
    # names
    "a name again and again": _again("丹东"),
    "a name in letters again and again": _again("dandong "),
    "every name": _names("han", "，"),
    "every name without commas": _names("han", ""),
    "every name in letters": _names("latin", " "),
    "every name on its line": _names("latin", "\n"),
    "capitals with commas": _again("DANDONG, LIAONING, "),
    "names glued together": _again("dandong"),
    "names with hyphens": _again("dan-dong-"),
    "names that are misspelt": _again("dandnog city "),
    "districts that share a name": _again("朝阳区"),
    "streets behind a district that shares its name": _between("朝阳区", "清和街", ""),
    "towns and villages": _again("红旗镇和平村"),
    "chains of divisions": _again("辽宁省丹东市振兴区"),
    "whole addresses": _again("辽宁省丹东市振兴区滨江中路18号502室 "),
    "addresses in English": _again("No. 18 Binjiang Middle Road, Zhenxing District, Dandong, Liaoning, China "),
    "pinyin with generics": _again("dandong shi zhenxing qu jiangcheng lu 3 hao "),
    "the head of a company's name": _between("丹东", "华洋服装贸易", "有限公司"),
    "companies": _again("dandong huayang trading co., ltd. "),
    "roads of a city's name": _again("上海丹东路"),
    "part of words": _again("普通化工厂"),
    "Korean generics": _again("jinan-dong "),
    "Hangul": _again("경기도 진안동 "),
    "Hangul without an end": _again("진안"),
    "Russian": _again("Хуньчунь, "),
    "two countries": _again("sinuiju dandong "),
    "codes of countries": _again("CN, KP, KR, US, "),
    # codes
    "digits": _in_china("0123456789"),
    "one digit": _in_china("1"),
    "zeros": _in_china("0"),
    "numbers with blanks": _numbered("{} "),
    "postcodes": _in_china("118000 "),
    "postcodes, each another": _numbered("1180{:02} "),
    "a postcode before blanks": _between("丹东 118000", " ", "x"),
    "a postcode before stops and a country": _between("丹东 118000", " ,", "中国x"),
    "labels of postcodes": _in_china("zip  "),
    "postcodes before stops": _in_china("118000. , ; "),
    "phone numbers": _in_china("tel +86-415-2123456 "),
    "phone numbers glued together": _in_china("+86415"),
    "area codes": _in_china("0415-2123456 "),
    "credit codes": _in_china("91210600MA0UX1234X "),
    "letters and digits": _in_china("a1"),
    "zeros between letters": _in_china("d0a"),
    "house numbers, each another": _numbered("{}号 ", "丹东市人民路"),
    "house numbers without a road": _numbered("{}号 ", "丹东市"),
    "house numbers in English": _numbered("No. {}, ", "Renmin Road, Dandong, "),
    "floors and rooms, each another": _numbered("{}楼3室", "丹东市人民路1号"),
    "a number before blanks": _between("Dandong, No. 18", " ", "x"),
    "house numbers": _in_china("18号"),
    "Chinese numerals": _in_china("一二三"),
    "rooms": _in_china("room 502 3f no.18 "),
    "an e-mail without an end": _between("email ", "a.", ""),
    # what parts addresses
    "parts with a semicolon": _again("丹东;"),
    "semicolons": _again(";"),
    "labels": _again("FACTORY: dandong liaoning "),
    "labels alone": _again("factory:"),
    "labels in Chinese": _again("经营地址：丹东市 "),
    "new lines": _again("\n"),
    "lines": _again("dandong\n"),
    "lines without a name": _again("abc\n"),
    "lines of whole addresses": _again("丹东市振兴区\n沈阳市和平区\n"),
    "lines of several places": _again("dandong\nshenyang\nharbin\nchangchun\ndalian\n"),
    "lines of countries": _again("China\nJapan\nUSA\nGermany\nFrance\n"),
    "breaks of HTML": _again("dandong<br>"),
    "breaks that never end": _again("<br"),
    "slashes": _again("dandong / "),
    "numbers of a list": _numbered("{}) dandong "),
    "numbers of a list without names": _numbered("{}. x "),
    # marks and punctuation
    "marks of one class": _between("a", "\u0301", ""),
    "marks of two classes": _between("a", "\u0327\u0301", ""),
    "marks of many classes behind each letter": _again("a" + "\u0345\u0301\u0327\u05b0\u3099" * 20),
    "marks that are none by their class": _between("ｶ", "\uff9e\u0301", ""),
    "marks of Tibetan": _between("\u0f40", "\u0f73\u0f71\u0f39", ""),
    "voice marks": _again("ｶﾞ"),
    "Hangul letters": _again("\u1112\u1161\u11ab"),
    "vowels of Hangul": _between("\u1112", "\u1161", ""),
    "Arabic ligatures": _again("\ufdfa"),
    "brackets that open": _again("("),
    "brackets that close": _again(")"),
    "brackets": _again("(丹东)"),
    "brackets within one another": lambda length: "(" * (length // 2) + ")" * (length // 2),
    "quotes": _again('"'),
    "apostrophes": _again("'"),
    "hyphens": _again("-"),
    "stops": _again("."),
    "commas": _again(", "),
    "blanks": _between("丹东", " ", "x"),
    "blanks of other kinds": _between("丹东", "\u3000\xa0\t", "x"),
    "letters with stops": _again("p.r."),
    "signs of numbers": _again("#"),
    "tildes": _again("18~"),
    "colons": _again("::"),
    "underscores": _again("_"),
    "zero bytes": _again("\0"),
    "surrogates": _again("\ud800"),
    # scripts
    "Han without blanks": _again("的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发"),
    "rare Han": _again("\U00020000\U00020001"),
    "traditional characters": _again("遼寧省丹東市"),
    "Japanese": _again("とうきょうとカタカナ"),
    "scripts in turn": _again("丹東dandong단동Даньдун "),
    "scripts in turn without blanks": _again("丹a단д"),
    "look-alikes": _again("dаndоng "),
    "look-alikes in one word": _again("dа"),
    "accents": _again("Lǚshùn Ürümqi "),
    "full width": _again("ＤＡＮＤＯＮＧ　"),
    "emoji": _again("👩\u200d👩\u200d👧\u200d👦🇨🇳"),
    "joiners": _between("丹", "\u200d", "东"),
    "marks of direction": _again("\u202edandong\u202c"),
    "Hebrew with points": _again("שָׁלוֹם "),
    "Thai": _again("ที่อยู่"),
    "GBK read as Latin-1": _again("µ¤¶«ÊÐ"),
    "UTF-8 read as Windows-1252": _again("ä¸¹ä¸œå¸‚"),
    "UTF-8 read as GBK": _again("涓逛笢甯"),
    "UTF-8 read as Windows-1251": _again("дё№дёњеё‚"),
    "high letters": _again("ÿþ"),
    "sigmas": _again("Σ\u0301."),
    "one long word": _again("x"),
    "one long word of letters": _again("abcdefghijklmnopqrstuvwxyz"),
    "syllables": _again("zhuang"),
    "an alternative that fails late": _between("丹东", "a.b ", "\u0000"),
}  # fmt: skip
"""Kinds of texts, each grown by doing the same again."""


def _annotated(text: str) -> object:
    get_resolver().attached.clear()  # what it remembers of the same text would hide what that takes
    return nkrisk_geo.annotate_arrow(pa.table({"a": [_encodable(text)]}), address="a")


def _fields(text: str) -> object:
    """A field of each sort beside the text: one of names, and those of numbers."""
    fields = ("company", "postcode", "phone", "registration")
    named: dict[str, Any] = {field: field for field in fields}
    get_resolver().attached.clear()
    return nkrisk_geo.annotate_arrow(
        pa.table({field: [_encodable(text)] for field in fields}), **named
    )


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _explained(text: str) -> object:
    answer = nkrisk_geo.resolve(text)
    return answer.explain(), answer._repr_html_()


DOORS: dict[str, Door] = {
    "resolve": nkrisk_geo.resolve,
    "resolve_all": nkrisk_geo.resolve_all,
    "parse": nkrisk_geo.parse,
    "table": _annotated,
    "fields": _fields,
    "explain": _explained,
    "cut": lambda text: shorten(text, WIDEST),
}
"""What is done with a text."""


class Growth(NamedTuple):
    """Processor time for two lengths of a text.

    Attributes:
        characters: of the longer one, `TIMES` as many as of the shorter one.
        short, long: seconds.
    """

    characters: int
    short: float
    long: float

    @property
    def exponent(self) -> float:
        """The power of the length with which time grows."""
        return math.log(self.long / max(self.short, 1e-9)) / math.log(TIMES)

    @property
    def is_too_much(self) -> bool:
        """Does time clearly grow faster than the length?"""
        return self.long > LEAST_SECONDS and self.exponent > MOST_EXPONENT


def growth(door: Door, make: Make, characters: int, *, patience: int = 4) -> Growth:
    """How time grows: the best of several measurements while it looks bad, since another process may have been in the way.

    What still looks bad is asked once more with a text `TIMES` as long: a cache that the longer text no longer fits
    costs once, a square costs at every step.

    Args:
        door: what is done.
        make: the text.
        characters: of the longer text.
        patience: how often it is measured before it counts as bad.
    """
    short, long = make(characters // TIMES), make(characters)
    found = Growth(characters, math.inf, math.inf)
    for _ in range(patience):
        longest = min(found.long, seconds(door, long))
        if longest <= LEAST_SECONDS:
            return Growth(characters, min(found.short, longest), longest)
        found = Growth(
            characters,
            min(found.short, seconds(door, short), seconds(door, short)),
            longest,
        )
        if not found.is_too_much:
            return found
    longer = make(characters * TIMES)
    return Growth(characters * TIMES, found.long, min(seconds(door, longer) for _ in range(2)))


def seconds(door: Door, text: str) -> float:
    """Processor time that a door takes for a text, the collector of garbage left out."""
    gc.collect(0)
    gc.disable()
    try:
        start = time.process_time()
        door(text)
        return time.process_time() - start
    finally:
        gc.enable()


def main(characters: int) -> None:
    """Every kind through every door."""
    for door in DOORS.values():
        door("丹东 dandong 118000")
    for kind, make in KINDS.items():
        for name, door in DOORS.items():
            print(f"{kind:50} {name:12}", end=" ", flush=True)
            found = growth(door, make, characters, patience=2)
            sign = "!!" if found.is_too_much else ""
            print(
                f"{found.short:9.4f} {found.long:9.4f} {found.exponent:5.2f} {sign}",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]))
