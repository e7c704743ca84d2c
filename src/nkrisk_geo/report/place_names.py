"""What places are called in a report or a sheet.

In English they are called as the file calls them, so that a page and its file can be compared; in
other languages as the gazetteer calls them, by their codes.

    >>> from nkrisk_geo.model.wording import wording
    >>> english, chinese = PlaceNames(wording("en")), PlaceNames(wording("zh"))
    >>> english.name("210603", "Zhenxing"), chinese.name("210603", "Zhenxing")
    ('Zhenxing', '振兴区')
    >>> chinese.whole(Gazetteer.default().number["210603"])
    '辽宁省丹东市振兴区'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model.wording import Wording

COUNTRY = 2
"""Letters of the code of a country."""


class PlaceNames:
    """Names of places in one language."""

    def __init__(self, words: Wording) -> None:
        self._words = words
        self._gazetteer = None if words.language == "en" else Gazetteer.default()

    def name(self, code: str, name: str) -> str:
        """The name of a unit; the one that is given where the gazetteer has none."""
        if self._gazetteer is None:
            return name
        unit = self._gazetteer.number.get(code)
        return name if unit is None else self._called(self._gazetteer, unit)

    def chain(
        self, adcode: str | None, names: Sequence[str | None]
    ) -> list[str | None]:
        """The names of a place from the province down, those that the file has."""
        digits = adcode or ""
        codes = (f"{digits[:2]}0000", f"{digits[:4]}00", digits)
        pairs = zip(codes, names, strict=True)
        return [name and self.name(code, name) for code, name in pairs]

    def finest(self, value: Mapping[str, Any]) -> str | None:
        """The name of the county, or of what is decided above it."""
        names = (None, value["prefecture"], value["county"])
        _, prefecture, county = self.chain(value["adcode"], names)
        return county or prefecture

    def whole(self, unit: int) -> str:
        """A place with what lies around it in its country, the largest first, as in Chinese."""
        gazetteer = self._gazetteer or Gazetteer.default()
        around = [unit, *gazetteer.ancestors(unit)]
        codes = gazetteer.codes
        below = [each for each in around if len(codes[each]) > COUNTRY]
        names = [self._called(gazetteer, each) for each in reversed(below)]
        # A city that is a province would be named twice.
        return "".join(dict.fromkeys(names))

    def _called(self, gazetteer: Gazetteer, unit: int) -> str:
        english, chinese = gazetteer.names_en[unit], gazetteer.names_zh[unit]
        return self._words.place(english, chinese)
