"""What is public does not go without a sign: names, parameters, fields, words and columns against those that were promised."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from handbook.promised_names import RECORD, broken, promises

KEPT: dict[str, Any] = json.loads(RECORD.read_text("utf-8"))
ANEW = "written anew by `python3 dev.py handbook promised-names`; see docs/versions.md first"


def test_what_was_promised_is_there() -> None:
    assert [*broken(KEPT)] == [], ANEW


def test_what_came_is_promised_too() -> None:
    assert promises() == KEPT, ANEW


BREACHES: dict[str, tuple[Callable[[Any], Any], str]] = {
    "a name": (lambda kept: kept["names"].update(guess=[]), "nkrisk_geo.guess is gone"),
    "a parameter": (
        lambda kept: kept["names"]["resolve"].append("street="),
        "nkrisk_geo.resolve has no street=",
    ),
    "a field": (
        lambda kept: kept["names"]["Unit"].append("name_ko"),
        "nkrisk_geo.Unit has no name_ko",
    ),
    "a parameter that is needed": (
        lambda kept: kept["names"]["annotate_arrow"].remove("/batch"),
        "nkrisk_geo.annotate_arrow needs /batch",
    ),
    "a word": (
        lambda kept: kept["words"]["Reason"].append("tired"),
        "Reason has no 'tired'",
    ),
}


@pytest.mark.parametrize(("change", "said"), BREACHES.values(), ids=list(BREACHES))
def test_a_broken_promise_is_noticed(change: Callable[[Any], Any], said: str) -> None:
    kept = deepcopy(KEPT)
    change(kept)
    assert [*broken(kept)] == [said]


@pytest.mark.parametrize("name", ["border_km", "new"])
def test_columns_that_change_need_another_version(name: str) -> None:
    kept = deepcopy(KEPT)
    kept["columns"][name] = "string"
    assert [*broken(kept)] == [
        f"the columns changed and SCHEMA_VERSION is still {KEPT['schema_version']}"
    ]
    kept["schema_version"] -= 1
    assert [*broken(kept)] == []
