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

from nkrisk_geo.address.pinyin import Pinyin
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

_HAN = re.compile("[\u2e80-\u9fff]")
_GENERICS = {
    "township": "Subdistrict", "镇": "Town", "乡": "Township", "街道": "Subdistrict", "村": "Village", "社区": "Community",
    "区": "District", "县": "County", "旗": "Banner",
}  # fmt: skip
_ROADS = (
    ("步行街", "Pedestrian Street"), ("大街", "Street"), ("大道", "Avenue"), ("公路", "Highway"), ("胡同", "Hutong"),
    ("路", "Road"), ("街", "Street"), ("巷", "Lane"), ("弄", "Lane"), ("道", "Road"),
)  # fmt: skip
_NAMES = (
    ("工业园区", "Industrial Park"), ("工业园", "Industrial Park"), ("工业区", "Industrial Zone"),
    ("开发区", "Development Zone"), ("街道", "Subdistrict"), ("社区", "Community"), ("大厦", "Mansion"), ("广场", "Plaza"),
    ("花园", "Garden"), ("小区", "Residential Quarter"), ("镇", "Town"), ("乡", "Township"), ("村", "Village"),
)  # fmt: skip
_DIRECTIONS = {"东": "East", "西": "West", "南": "South", "北": "North", "中": "Middle"}
_COUNTS = (
    ("单元", "Unit"), ("号楼", "Building"), ("幢", "Building"), ("栋", "Building"), ("座", "Block"), ("层", "Floor"),
    ("楼", "Floor"), ("室", "Room"), ("房", "Room"), ("组", "Group"), ("委", "Committee"), ("号", ""),
)  # fmt: skip
_NUMBER = re.compile(
    r"^(?:nos?|num(?:ber)?|#)\b[.:\s]*|(?<!\s)\s*hao$|^#", re.IGNORECASE
)
"""What stands around the number of a house and is left out in the normal form."""


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
        around = [names[unit] for unit in reversed(self._chain) if parents[unit] >= 0]
        return "".join(_once(around)) + _joined(
            folded.upper() for _, folded in self._han
        )

    def english(self, pinyin: Pinyin) -> str:
        """The English form: 18 Binjiang Road, Zhenxing District, Dandong, Liaoning, China."""
        names = _once(
            _division(self._gazetteer, unit) for unit in reversed(self._chain)
        )
        below = self._below(han=False) if _has_latin_road(self._parts) else self._han
        has_road = any(part.label == "road" for part, _ in below)
        groups = [[name] for name in names]

        for part, folded in below:
            name = romanize(part, folded, pinyin)
            if part.label == "road_number" and groups and has_road:
                groups[-1].append(name)
            else:
                groups.append([name])
        return ", ".join(" ".join(reversed(group)) for group in reversed(groups))

    def _below(self, *, han: bool) -> list[tuple[Component, str]]:
        """The components below the divisions, from the wide to the narrow, each with folded text.

        None comes twice. With `han` those in Chinese (numbers stand in the script of
        what comes before them), else those in other letters; an address in one script
        only has them all.
        """
        known = {self._gazetteer.levels[unit] for unit in self._chain}
        skipped = {
            "township" if "township" in known else "",
            "devzone" if "area" in known else "",
        }
        kept: dict[tuple[str, str], Component] = {}
        is_han = False
        for part in self._parts:
            if part.label == "other":
                continue
            is_han = bool(_HAN.search(part.text)) or (
                is_han and part.text[0].isdecimal()
            )
            if part.label in _ORDER and part.label not in skipped and is_han is han:
                kept.setdefault((part.label, part.text), part)

        fold = self._gazetteer.normalizer.fold
        found = [(part, fold(part.text)) for part in kept.values()]
        return found if han else sorted(found, key=_from_wide_to_narrow)


def _from_wide_to_narrow(part: tuple[Component, str]) -> tuple[int, int]:
    return _ORDER.index(part[0].label), part[0].start


def _joined(parts: Iterable[str]) -> str:
    """Parts without separators, a hyphen between numbers."""
    text = ""
    for part in parts:
        text += ("-" if text[-1:].isdecimal() and part[0].isdecimal() else "") + part
    return text


def _has_latin_road(parts: Iterable[Component]) -> bool:
    """Is there anything but Chinese below the county, and so an English address?"""
    return any(
        part.label in _ORDER
        and part.text.isascii()
        and re.search("[A-Za-z]{3}", part.text)
        for part in parts
    )


def _once(names: Iterable[str]) -> Iterable[str]:
    """The names without immediate repetition."""
    return dict.fromkeys(names)


def _division(gazetteer: Gazetteer, unit: int) -> str:
    """The English name of a division, with the generic where one is usual."""
    name, full = gazetteer.names_en[unit], gazetteer.names_zh[unit]
    if gazetteer.levels[unit] in ("county", "township"):
        generic = next(
            (word for ending, word in _GENERICS.items() if full.endswith(ending)), ""
        )
        return name if not generic or name.endswith(generic) else f"{name} {generic}"
    return name


def romanize(part: Component, folded: str, pinyin: Pinyin) -> str:
    """A component in Latin letters.

    Chinese names are in pinyin with their generic word in English, others as they are.
    """
    if not _HAN.search(folded):
        if part.label == "road_number":
            return _NUMBER.sub("", part.text)
        return (
            " ".join(part.text.split()).title()
            if part.text.isupper() and part.label in _TITLED
            else part.text
        )
    if folded[-1] in "组委" or part.label in (
        "building",
        "floor",
        "room",
        "road_number",
    ):
        return _counted(folded, pinyin)
    if part.label == "road":
        return _road(folded, pinyin)
    for ending, word in _NAMES:
        if folded.endswith(ending) and len(folded) > len(ending):
            return f"{pinyin(folded.removesuffix(ending))} {word}"
    return pinyin(folded)


_TITLED = frozenset({"road", "poi", "village", "township", "devzone"})


def _counted(folded: str, pinyin: Pinyin) -> str:
    for ending, word in _COUNTS:
        if folded.endswith(ending):
            value = (
                pinyin(folded.removesuffix(ending))
                if _HAN.search(folded.removesuffix(ending))
                else folded.removesuffix(ending)
            )
            return f"{word} {value.upper()}".strip()
    return pinyin(folded) if _HAN.search(folded) else folded.upper()


def _road(folded: str, pinyin: Pinyin) -> str:
    """滨江中路 → Binjiang Middle Road."""
    for ending, word in _ROADS:
        name = folded.removesuffix(ending)
        if name.removesuffix("号").isdigit():
            return f"No.{name.removesuffix('号')} {word}"
        if name and name != folded:
            direction = _DIRECTIONS.get(name[-1], "") if len(name) > 2 else ""
            return " ".join(
                filter(
                    None, (pinyin(name[:-1] if direction else name), direction, word)
                )
            )
    return pinyin(folded)
