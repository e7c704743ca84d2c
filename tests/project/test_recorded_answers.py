"""An old answer can be made again, or what moved is said: recorded answers with the versions that gave them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from copy import deepcopy
from typing import Any

import pytest
from handbook import recorded_answers
from handbook.recorded_answers import ASKED, RECORD, told, versions

import nkrisk_geo


@pytest.fixture(scope="module")
def kept() -> dict[str, Any]:
    record: dict[str, Any] = json.loads(RECORD.read_text("utf-8"))
    return record


def test_recorded_answers_are_made_again(kept: dict[str, Any]) -> None:
    assert not told(kept), told(kept)


def test_the_record_is_of_this_version_or_of_one_that_gave_the_same(
    kept: dict[str, Any],
) -> None:
    assert [each["asked"] for each in kept["answers"]] == [*ASKED]
    assert kept.keys() == {*versions(), "answers"}
    columns = [column.name for column in nkrisk_geo.COLUMNS if column.name != "gazetteer_version"]
    assert all([*each["answer"]] == columns for each in kept["answers"])
    statuses = {each["answer"]["status"] for each in kept["answers"]}
    assert statuses == {"resolved", "ambiguous", "unknown"}


def test_what_moved_is_said_with_the_versions_between(kept: dict[str, Any]) -> None:
    older = deepcopy(kept)
    older["answers"][0]["answer"]["adcode"] = "210600"
    same = {**older, **versions()}
    assert "the same versions give other answers" in told(same)
    older["gazetteer_version"] = "6.2025.9"
    said = told(older)
    assert f"gazetteer_version 6.2025.9 → {versions()['gazetteer_version']}" in said
    assert "LANGTOU" in said
    assert "adcode '210600' → '210603'" in said
    assert said.count("\n") == 1


def test_a_column_that_came_or_went_has_moved(kept: dict[str, Any]) -> None:
    older = deepcopy(kept)
    older["answers"][1]["answer"]["retired"] = "x"
    del older["answers"][1]["answer"]["status"]
    assert [line.split(": ")[-1] for line in recorded_answers.moved(older)] == [
        "retired 'x' → None",
        "status None → 'resolved'",
    ]


@pytest.mark.parametrize("seed", ["1", "2026"])
def test_another_process_gives_the_same(seed: str, kept: dict[str, Any]) -> None:
    program = (
        "from handbook.recorded_answers import record; import json; print(json.dumps(record()))"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        cwd=RECORD.parents[2],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    here = json.loads(json.dumps(recorded_answers.record()))
    assert json.loads(done.stdout) == here
