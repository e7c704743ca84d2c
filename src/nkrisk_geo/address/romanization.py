"""One component of an address in Latin letters, as the English normal form has it."""

from __future__ import annotations

import re

from nkrisk_geo.address.generic_words import (
    DIRECTIONS,
    ENDINGS_OF_NAMES,
    ENDINGS_OF_NUMBERS,
    ENDINGS_OF_ROADS,
)
from nkrisk_geo.address.pinyin import Pinyin
from nkrisk_geo.model import Component

HAN = re.compile("[\u2e80-\u9fff]")
"""A Chinese character, radicals and punctuation of Chinese among them."""
_TITLED = frozenset({"road", "poi", "village", "township", "devzone"})
"""Labels of names, which are written with capitals at the beginning of words alone."""
_COUNTED = frozenset({"building", "floor", "room", "road_number"})
"""Labels of what is a number with a word of counting."""
_NUMBER = re.compile(
    r"^(?:nos?|num(?:ber)?|#)\b[.:\s]*|(?<!\s)\s*hao$|^#", re.IGNORECASE
)
"""What stands around the number of a house and is left out in the normal form."""


def romanize(part: Component, folded: str, pinyin: Pinyin) -> str:
    """A component in Latin letters.

    Chinese names are in pinyin with their generic word in English, others as they are.
    """
    if not HAN.search(folded):
        if part.label == "road_number":
            return _NUMBER.sub("", part.text)
        # Capitals all through are how a form was filled in, not how a name is written.
        if part.text.isupper() and part.label in _TITLED:
            return " ".join(part.text.split()).title()
        return part.text
    # 五组 and 二委 are villages by their label, and numbers by what they say.
    if part.label in _COUNTED or folded[-1] in "组委":
        return _counted(folded, pinyin)
    if part.label == "road":
        return _road(folded, pinyin)
    for ending, word in ENDINGS_OF_NAMES:
        name = folded.removesuffix(ending)
        if name and name != folded:
            return f"{pinyin(name)} {word}"
    return pinyin(folded)


def _counted(folded: str, pinyin: Pinyin) -> str:
    """18号楼 → Building 18."""
    for ending, word in ENDINGS_OF_NUMBERS:
        if folded.endswith(ending):
            number = folded.removesuffix(ending)
            value = pinyin(number) if HAN.search(number) else number
            # 号 has no word: the number of a house stands alone.
            return f"{word} {value.upper()}".strip()
    return pinyin(folded) if HAN.search(folded) else folded.upper()


def _road(folded: str, pinyin: Pinyin) -> str:
    """滨江中路 → Binjiang Middle Road."""
    for ending, word in ENDINGS_OF_ROADS:
        name = folded.removesuffix(ending)
        number = name.removesuffix("号")
        if number.isdigit():
            return f"No.{number} {word}"
        if name and name != folded:
            return _directed(name, word, pinyin)
    return pinyin(folded)


def _directed(name: str, word: str, pinyin: Pinyin) -> str:
    """The name of a road, its part of a longer one (中, 东) in English."""
    # Of two characters the second belongs to the name: 江东 is no east of 江.
    direction = DIRECTIONS.get(name[-1]) if len(name) > 2 else None
    if direction is None:
        return f"{pinyin(name)} {word}"
    return f"{pinyin(name[:-1])} {direction} {word}"
