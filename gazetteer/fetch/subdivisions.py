"""Codes of states and provinces as forms have them in a column of their own: CA, NSW, GD.

ISO 3166-2 gives them for the countries whose records have such a column. China's provinces have letters and, from GB/T 2260, the
first two digits of their codes; the older edition of ISO 3166-2 had those too, and 91 and 92 for Hong Kong and Macao.

Run as `python -m fetch.subdivisions` from `gazetteer/`.
"""

from __future__ import annotations

from collections.abc import Iterator

from compiler.tables import table
from fetch.countries import SOURCE, database
from fetch.upstream import write_table
from nkrisk_geo.model.columns import SUBDIVISIONS

COUNTRIES = ("AU", "BR", "CA", "CN", "IN", "JP", "KR", "MX", "RU", "US")
NUMBERS, OLDER = "GB/T 2260", "ISO 3166-2:CN of 1998"
BY_HAND = (("CN", "91", "810000", OLDER), ("CN", "92", "820000", OLDER))
LONGEST = 3
Row = tuple[str, str, str, str]


def rows() -> Iterator[Row]:
    """(country, code, unit, source): the unit of a province of China is the province, that of others their country."""
    provinces = {
        row["code"][:2]: row["code"]
        for row in table("cc-by/divisions")
        if row["level"] == "province"
    }
    letters = {letters: provinces[digits] for digits, letters in SUBDIVISIONS.items()}
    for region in database("3166-2"):
        country, _, code = region["code"].partition("-")
        if country in COUNTRIES and len(code) <= LONGEST:
            yield country, code, letters[code] if country == "CN" else country, SOURCE
    yield from (("CN", digits, unit, NUMBERS) for digits, unit in provinces.items())
    yield from BY_HAND


def main() -> None:
    """Write `facts/subdivision_codes.csv`."""
    write_table(
        "facts", "subdivision_codes", ("iso2", "code", "unit", "source"), sorted(rows())
    )


if __name__ == "__main__":
    main()
