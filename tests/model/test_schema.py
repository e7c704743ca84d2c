"""What is said once is the same wherever people see it once more."""

from __future__ import annotations

import importlib
import inspect
from typing import Any

import pytest

import nkrisk_geo
from nkrisk_geo.gazetteer.bands import BAND_NAMES
from nkrisk_geo.model.schema import NAMES, NORMALIZED, OUTPUT
from nkrisk_geo.tables.table_columns import READ

KINDS: dict[str, type] = {"text": str, "list": list, "number": float}
TEXTS = ("丹东市振兴区", "DANDONG 118000", "118000 YANJI", "NANTONG STREET", "")


def test_an_answer_is_asked_for_with_all_fields() -> None:
    assert {*READ} - {"text"} <= inspect.signature(nkrisk_geo.resolve).parameters.keys()


def test_features_are_made_of_all_fields() -> None:
    pytest.importorskip("sklearn")
    features = importlib.import_module("nkrisk_geo.sklearn").BorderFeatures
    assert {*READ} - {"text"} <= inspect.signature(features).parameters.keys()


def test_no_column_is_said_twice() -> None:
    every = [column.name for column in (*OUTPUT, *NORMALIZED)]
    assert len({*every}) == len(every)
    assert [column.name for column in OUTPUT if column.value is None] == []


@pytest.mark.parametrize("text", TEXTS)
def test_an_answer_holds_what_its_columns_say(text: str) -> None:
    cells: dict[str, Any] = nkrisk_geo.resolve(text).to_dict()
    assert tuple(cells) == NAMES
    for column in OUTPUT:
        cell = cells[column.name]
        assert cell is None or type(cell) is KINDS[column.kind], column.name
        assert not column.values or cell is None or cell in column.values


def test_the_bands_are_all_told() -> None:
    (meaning,) = (column.meaning for column in OUTPUT if column.name == "border_band")
    assert meaning.startswith(f"{', '.join(BAND_NAMES[:-1])} or {BAND_NAMES[-1]} km")
