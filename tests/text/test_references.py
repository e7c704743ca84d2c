"""Texts that refer to another party: which do, to whom, and the same reason from every function."""

from __future__ import annotations

import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

import nkrisk_geo
from nkrisk_geo.text.references import PATTERN, party_referred_to

REFER = {
    "SAME AS CONSIGNEE": "consignee",
    "same as the Shipper.": "shipper",
    "SAME AS NOTIFY PARTY": "notify",
    "SAME AS CONSIGNEE'S ADDRESS": "consignee",
    "SAME WITH CNEE": "consignee",
    "同收货人": "consignee",
    "同发货人地址": "shipper",
    "(与收货人相同)": "consignee",
    "수하인과 동일": "consignee",
    "同上": "",
    "同上。": "",
    "AS ABOVE": "",
    "**DITTO**": "",
    "SAME AS ABOVE": "",
}
SAY_SOMETHING = [
    "SAME AS CONSIGNEE, DANDONG",
    "DANDONG",
    "同江市",
    "SAME ROAD 5",
    "CONSIGNEE",
    "",
    "同仁路5号",
    "DO",
]


@pytest.mark.parametrize(("text", "party"), REFER.items())
def test_who_is_referred_to(text: str, party: str) -> None:
    assert party_referred_to(text) == party


@pytest.mark.parametrize("text", SAY_SOMETHING)
def test_texts_that_say_something(text: str) -> None:
    assert party_referred_to(text) is None


def test_arrow_and_python_read_the_pattern_alike() -> None:
    texts = [*REFER, *SAY_SOMETHING]
    found = pc.match_substring_regex(pa.array(texts), PATTERN).to_pylist()
    assert found == [re.search(PATTERN, text) is not None for text in texts]


@pytest.mark.parametrize("categories", [False, True])
def test_every_function_gives_the_same_reason(categories: bool) -> None:
    texts = [*REFER, *SAY_SOMETHING]
    table = pa.table({"text": texts, "phone": ["x"] * len(texts)})
    cases: list[dict[str, Any]] = [{}, {"phone": "phone"}]
    for fields in cases:
        told = nkrisk_geo.enrich(table, address="text", categories=categories, **fields)
        reasons = told.column("geo_reason").to_pylist()
        single = [nkrisk_geo.resolve(text, phone="x" if fields else None).reason for text in texts]
        assert reasons == [None if reason is None else str(reason) for reason in single]
        assert reasons[: len(REFER)] == ["refers-elsewhere"] * len(REFER)
