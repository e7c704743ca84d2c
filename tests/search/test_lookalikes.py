"""Names that look like words of a text: what people type wrongly is found again, and nothing is decided by it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from nkrisk_geo import InputError, resolve, suggest
from nkrisk_geo.search.lookalikes import LEAST, LONGEST_TEXT, SAME_SOUND

MEANT = {
    "DANTUNG": "210600",
    "DANTNG": "210600",
    "Dan Dng City": "210600",
    "Yenji": "222401",
    "HUNCHUNN": "222404",
    "No 18, Hunchunn Rd": "222404",
    "LIAONNG": "210000",
    "Sinuju": "KP-2040892",
    "Шэньяг": "210100",
    "琿春": "222404",
    "丹冬": "210600",
    "延及市": "222401",
    "图门": "222402",
    "吕顺口": "210212",
}


@pytest.mark.parametrize(("text", "code"), MEANT.items(), ids=MEANT)
def test_the_place_meant_comes_first(text: str, code: str) -> None:
    assert suggest(text)[0].unit.code == code


def test_more_than_one_word_may_be_wrong() -> None:
    found = suggest("Tonghwa city, Jilun province", limit=5)
    assert {"220000", "220500"} <= {each.unit.code for each in found}
    assert {each.text for each in found} == {"tonghwa", "jilun"}


def test_a_name_has_the_score_100_and_one_that_sounds_the_same_less() -> None:
    assert suggest("琿春")[0].score == 100
    assert [(each.name, each.score) for each in suggest("丹冬", limit=1)] == [
        ("DANDONG", SAME_SOUND)
    ]


def test_scores_fall_and_places_come_once() -> None:
    found = suggest("DANTUNG, Hunchunn", limit=60)
    assert len(found) == 60
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)
    assert LEAST <= scores[-1] <= scores[0] <= 100
    assert len({each.unit.code for each in found if each.unit.country == "CN"}) == len(
        [each for each in found if each.unit.country == "CN"]
    )


def test_a_part_of_a_name_or_of_a_common_word_is_none() -> None:
    assert {each.text for each in suggest("铁西区", limit=20) if each.score == 100} == {"铁西区"}
    assert suggest("有限公司") == ()
    assert suggest("Road, Building, City") == ()


@pytest.mark.parametrize(
    "text", ["", "   ", None, "12345", "—…、", "x", "\ud800", "\0", "qzxvbnmkkq"]
)
def test_where_nothing_is_alike_there_is_nothing(text: str | None) -> None:
    assert suggest(text) == ()


@pytest.mark.parametrize("limit", [0, -1, True, 2.0, "5", None])
def test_a_limit_is_a_whole_number_from_one_on(limit: Any) -> None:
    with pytest.raises(InputError, match="limit is"):
        suggest("DANTUNG", limit=limit)


def test_a_limit_takes_the_first() -> None:
    assert suggest("DANTUNG", limit=2) == suggest("DANTUNG", limit=9)[:2]


def test_only_the_beginning_of_a_long_text_is_looked_at() -> None:
    assert suggest("; " * LONGEST_TEXT + "DANTUNG") == ()
    assert suggest("DANTUNG" + "; " * LONGEST_TEXT) == suggest("DANTUNG")


def test_it_changes_no_answer() -> None:
    texts = [*MEANT, "丹东市振兴区"]
    before = [resolve(text) for text in texts]
    for text in texts:
        suggest(text)
    assert [resolve(text) for text in texts] == before


def test_another_process_suggests_the_same() -> None:
    code = "from nkrisk_geo import suggest; print(ascii([suggest(text, limit=9) for text in {}]))"
    printed = {
        subprocess.run(
            [sys.executable, "-c", code.format(ascii([*MEANT]))],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert printed == {ascii([suggest(text, limit=9) for text in MEANT]) + "\n"}
