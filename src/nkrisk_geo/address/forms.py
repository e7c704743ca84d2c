"""Normal forms: one way to write each address, in Chinese and in English.

The divisions are those of the place decided on under the names of the gazetteer; what
lies below comes from the text. Chinese goes from the wide to the narrow without
separators, English the other way round with commas. Words of the other language are not
guessed: a Chinese road is romanized, an English one has no Chinese form and is left
out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nkrisk_geo.address.generic_words import ENDINGS_OF_DIVISIONS
from nkrisk_geo.address.pinyin import Pinyin
from nkrisk_geo.address.romanization import HAN, romanize
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model import Component

_ORDER = (
    "township",
    "village",
    "devzone",
    "road",
    "road_number",
    "poi",
    "building",
    "floor",
    "room",
)
"""Labels that stand in a normal form below the county, from the wide to the narrow."""

_LATIN_WORD = re.compile("[A-Za-z]{3}")


class NormalForms:
    """The normal forms of one address.

    Args:
        gazetteer: where the names come from.
        place: the place decided on.
        parts: the components of the text.
    """

    def __init__(
        self, gazetteer: Gazetteer, place: int, parts: Sequence[Component]
    ) -> None:
        self._gazetteer = gazetteer
        self._chain = gazetteer.ancestors(place)
        self._parts = parts
        self._han = self._below(han=True)

    def chinese(self) -> str:
        """The Chinese form: 辽宁省丹东市振兴区滨江中路18号."""
        names, parents = self._gazetteer.names_zh, self._gazetteer.parents
        # The country has nothing around it, and is left out in Chinese.
        divisions = [unit for unit in reversed(self._chain) if parents[unit] >= 0]
        around = _once(names[unit] for unit in divisions)
        below = (folded.upper() for _, folded in self._han)
        return "".join(around) + _joined(below)

    def english(self, pinyin: Pinyin) -> str:
        """The English form: 18 Binjiang Road, Zhenxing District, Dandong, Liaoning, China."""
        names = _once(
            _division(self._gazetteer, unit) for unit in reversed(self._chain)
        )
        below = self._han
        # What an address says in English is better than what can be romanized of it.
        if _has_latin_road(self._parts):
            below = self._below(han=False)
        has_road = any(part.label == "road" for part, _ in below)
        groups = [[name] for name in names]

        for part, folded in below:
            name = romanize(part, folded, pinyin)
            # The number stands before its road without a comma: "18 Binjiang Road".
            if part.label == "road_number" and groups and has_road:
                groups[-1].append(name)
            else:
                groups.append([name])
        parts = [" ".join(reversed(group)) for group in groups]
        return ", ".join(reversed(parts))

    def _below(self, *, han: bool) -> list[tuple[Component, str]]:
        """The components below the divisions, from the wide to the narrow, each with folded text.

        None comes twice. With `han` those in Chinese (numbers stand in the script of
        what comes before them), else those in other letters; an address in one script
        only has them all.
        """
        levels = self._gazetteer.levels
        known = {levels[unit] for unit in self._chain}
        # What the chain of the place says already is not said again.
        skipped = {
            "township" if "township" in known else "",
            "devzone" if "area" in known else "",
        }
        kept: dict[tuple[str, str], Component] = {}
        is_han = False
        for part in self._parts:
            if part.label == "other":
                continue
            is_han = bool(HAN.search(part.text)) or (
                is_han and part.text[0].isdecimal()
            )
            is_wanted = part.label in _ORDER and part.label not in skipped
            if is_wanted and is_han is han:
                kept.setdefault((part.label, part.text), part)

        parts = list(kept.values())
        # Chinese is written from the wide to the narrow; others write as they like.
        if not han:
            parts.sort(key=_from_wide_to_narrow)
        fold = self._gazetteer.normalizer.fold
        return [(part, fold(part.text)) for part in parts]


def _from_wide_to_narrow(part: Component) -> tuple[int, int]:
    return _ORDER.index(part.label), part.start


def _joined(parts: Iterable[str]) -> str:
    """Parts without separators, a hyphen between numbers."""
    text = ""
    for part in parts:
        # 18 and 2 would become 182.
        if text[-1:].isdecimal() and part[0].isdecimal():
            text += "-"
        text += part
    return text


def _has_latin_road(parts: Iterable[Component]) -> bool:
    """Is there anything but Chinese below the county, and so an English address?"""
    return any(
        part.label in _ORDER and part.text.isascii() and _LATIN_WORD.search(part.text)
        for part in parts
    )


def _once(names: Iterable[str]) -> Iterable[str]:
    """The names without immediate repetition."""
    return dict.fromkeys(names)


def _division(gazetteer: Gazetteer, unit: int) -> str:
    """The English name of a division, with the generic where one is usual."""
    name, full = gazetteer.names_en[unit], gazetteer.names_zh[unit]
    # Wider ones are called by their names alone: Dandong, Liaoning.
    if gazetteer.levels[unit] not in ("county", "township"):
        return name
    for ending, generic in ENDINGS_OF_DIVISIONS:
        if full.endswith(ending):
            return name if name.endswith(generic) else f"{name} {generic}"
    return name
