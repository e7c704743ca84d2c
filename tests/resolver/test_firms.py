"""Names of firms end with words that are codes of countries too: CO, SA, AG."""

from __future__ import annotations

import pytest

from nkrisk_geo import resolve

ADDRESS = "NO 3 LIMIN STREET, DANDONG CITY"


@pytest.mark.parametrize(
    "company", ["EX 3 CO", "HUAYUAN 2000 CO", "A3 CO", "EX 3 SA", "FIRM 88 IN", "G7 DE", "21 AG"]
)
def test_the_end_of_a_firm_is_no_country(company: str) -> None:
    found = resolve(ADDRESS, company=company)
    assert found.place is not None
    assert found.place.adcode == "210600"


def test_a_firm_that_gives_its_country_behind_a_comma_is_there() -> None:
    assert resolve("CALLE 5", company="ACME, CO").country == "CO"
    assert resolve("NO 3 LIMIN STREET", company="FIRM 8 CN").country == "CN"


def test_a_legal_form_behind_a_number_is_no_country_in_a_text_either() -> None:
    assert resolve("21F, CMA BUILDING, 64 CO").country is None
    assert resolve("CALLE 5, CO").country == "CO"
    assert resolve("CO").country == "CO"
    assert resolve("RIYADH 11564 SA").country == "SA"
