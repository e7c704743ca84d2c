"""Telephone codes: which prefecture of China an area code serves, and which country an international code.

A Chinese landline number is `+86` (or a `0`), an area code of two or three digits, and seven or eight digits. Area
codes belong to prefectures; some are shared: 024 serves Shenyang, Tieling, Fushun and Benxi, 0433 all of Yanbian. The
last three of the four had codes of their own, which live on in old documents (0410, 0413, 0414). Area codes are
written here without the `0` (`415` is Dandong, and also San Francisco: alone it proves nothing).

The join is by Chinese name: libphonenumber has 辽宁省沈阳市、铁岭市、抚顺市、本溪市, the package `phone` a row
辽宁|铁岭 for each city, among them county seats that stand for their prefecture (都匀 for Qiannan).
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from fetch.postcodes import Division, divisions, main_codes
from fetch.upstream import folder, write_table

SOURCE = "phonenumbers; phone"
MUNICIPALITIES = ("110000", "120000", "310000", "500000")
RETIRED = {
    "410": ("211200", "2011"),
    "413": ("210400", "2011"),
    "414": ("210500", "2014"),
    "440": ("222404", "2000"),
    "448": ("220581", "2000"),
}
"""Codes of the north-east that are out of use, with the unit and the year of the end (the last two are rough)."""
BY_HAND = {
    "634": ["370100"],  # Laiwu, since 2019 part of Jinan
    "728": [
        "429004",
        "429005",
        "429006",
    ],  # the oil field 江汉 of the list is no district of Wuhan
    "898": ["460000"],  # one code for the island
}
"""Codes whose names upstream lead to no current unit, or to the wrong one."""
ENDING = re.compile("(市|县|地区|林区|盟)$")
PROVINCE = re.compile(
    "^(内蒙古|广西壮族自治区|新疆维吾尔自治区|黑龙江省|[^市]{2}省|[^省市]{2})"
)
KAZAKHSTAN = {"77": "KZ"}
"""Numbers that begin +7 7 are Kazakh; the rest of +7 is nearly all Russian."""


def geodata(country: str) -> Iterator[tuple[str, dict[str, str]]]:
    """libphonenumber's descriptions of the numbers that begin with a country's code, by prefix and language."""
    row = re.compile(rf"^ '({country}\d+)':(\{{.*\}}),$", re.MULTILINE)
    for path in sorted(
        (folder("phonenumbers") / "phonenumbers/geodata").glob("data*.py")
    ):
        for prefix, names in row.findall(path.read_text("utf8")):
            yield prefix, ast.literal_eval(re.sub(r"u\(('[^']*')\)", r"\1", names))


def served() -> dict[str, set[tuple[str, str]]]:
    """Area code → the (province, place) pairs that either package gives, short Chinese names."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for province, city, _, area in main_codes():
        found[area.lstrip("0")].add((province, city))
    for prefix, names in geodata("86"):
        area = prefix.removeprefix("86")
        if area in found and "zh" in names:
            places = PROVINCE.sub("", names["zh"], count=1)
            found[area] |= {
                (names["zh"][:2], ENDING.sub("", place))
                for place in places.split("、")
                if place
            }
    return found


class Places:
    """Finds the unit that an area code serves by a short name: a prefecture, or the one that a county belongs to."""

    def __init__(self, units: Iterable[Division]) -> None:
        self.units = list(units)
        self.provinces = {
            unit.name[:2]: unit.adcode[:2]
            for unit in self.units
            if unit.level == "province"
        }

    def find(self, province: str, place: str) -> str | None:
        """The adcode: of the municipality, the prefecture, or a county that stands under its province alone."""
        inside = [
            unit
            for unit in self.units
            if unit.adcode[:2] == self.provinces[province[:2]]
        ]
        named = [
            unit
            for unit in inside
            if unit.level != "province" and unit.name.startswith(place)
        ]
        for unit in sorted(
            named, key=lambda unit: (unit.level != "prefecture", unit.adcode)
        ):
            alone = unit.prefecture == unit.province
            return (
                unit.adcode
                if alone and unit.province not in MUNICIPALITIES
                else unit.prefecture
            )
        return unit_of_municipality(inside[0], place)


def unit_of_municipality(province: Division, place: str) -> str | None:
    """The municipality itself, when the place is its name (上海 of 上海)."""
    return (
        province.adcode
        if province.adcode in MUNICIPALITIES and province.name.startswith(place)
        else None
    )


def local_digits(area: str, pattern: re.Pattern[str]) -> str:
    """How many digits follow the area code: 7, 8, or 7/8 where both are valid."""
    lengths = [
        str(n)
        for n in (7, 8)
        if any(pattern.fullmatch(area + first + "2" * (n - 1)) for first in "2345678")
    ]
    return "/".join(lengths)


def fixed_line() -> re.Pattern[str]:
    """libphonenumber's pattern for Chinese landlines, area code included."""
    text = (folder("phonenumbers") / "phonenumbers/data/region_CN.py").read_text("utf8")
    found = re.search(
        r"fixed_line=PhoneNumberDesc\(national_number_pattern=('[^']*')", text
    )
    if not found:
        raise ValueError("phonenumbers: no pattern for Chinese landlines")
    return re.compile(ast.literal_eval(found.group(1)))


def areas() -> Iterator[tuple[str, str, str, str, str]]:
    """The rows of `phone_areas`: code, units, digits, year of the end, source."""
    places, pattern = Places(divisions()), fixed_line()
    for area, names in served().items():
        units = BY_HAND.get(area) or sorted(
            {unit for name in names if (unit := places.find(*name))}
        )
        yield (
            area,
            ";".join(units),
            local_digits(area, pattern) or "7",
            "",
            "hand" if area in BY_HAND else SOURCE,
        )
    for area, (unit, year) in RETIRED.items():
        yield area, unit, "7", year, "hand"


def calling_codes() -> Iterator[tuple[str, str, str]]:
    """International codes and the countries that use them, the main one first."""
    text = (folder("phonenumbers") / "phonenumbers/data/__init__.py").read_text("utf8")
    table = text.split("_COUNTRY_CODE_TO_REGION_CODE = {", 1)[1].split("}", 1)[0]
    for code, countries in re.findall(r"(\d+): \(([^)]*)\)", table):
        regions = [
            region for region in re.findall(r'"(\w+)"', countries) if region != "001"
        ]
        if regions:
            yield code, ";".join(regions), "phonenumbers"
    for code, country in KAZAKHSTAN.items():
        yield code, country, "phonenumbers"


def main() -> None:
    """Write `facts/phone_areas.csv` and `facts/calling_codes.csv`."""
    write_table(
        "facts",
        "phone_areas",
        ("area", "units", "local_digits", "valid_to", "source"),
        sorted(areas()),
    )
    write_table(
        "facts", "calling_codes", ("code", "iso2", "source"), sorted(calling_codes())
    )


if __name__ == "__main__":
    main()
