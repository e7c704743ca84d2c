"""The fit of the weights, on made-up rows: it moves what the rows speak about, and leaves the library as it was."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from benchmarks.fitting import adoption
from benchmarks.fitting.cases import Case, Judge, gather
from benchmarks.fitting.descent import Descent, Fit, Numbers
from benchmarks.fitting.fit import agreed
from benchmarks.fitting.penalty import Floats, Judgement
from benchmarks.fitting.weights import FITTED, Weight, find, override, reasoned
from tests.asked import items, signature

from nkrisk_geo import Gazetteer
from nkrisk_geo.gazetteer.judgement import CLUES

WEIGHTS = {weight.name: weight for weight in find()}
HEAD = WEIGHTS["clue: head of a company name"]
CITIES = {
    "沈阳": "210100", "大连": "210200", "鞍山": "210300", "抚顺": "210400", "本溪": "210500", "丹东": "210600",
    "锦州": "210700", "营口": "210800", "阜新": "210900", "盘锦": "211100", "铁岭": "211200", "通化": "220500",
}  # fmt: skip


def firms(provinces: Mapping[str, str]) -> list[Case]:
    """Firms called after cities, each said to be in a province."""
    gazetteer = Gazetteer.default()
    judge = Judge(gazetteer)
    rows = [
        (
            signature(f"{city}样例机械有限公司"),
            judge.truth({"expected": {"province_code": code}}),
        )
        for city, code in provinces.items()
    ]
    return list(gather("made up", ((signature, truth) for signature, truth in rows if truth)))


def fitted(cases: list[Case], *weights: Weight) -> Descent:
    """A fit of some weights alone."""

    def penalties(numbers: Numbers) -> Floats:
        return Judgement(Gazetteer.default()).penalties([cases[number] for number in numbers])

    descent = Descent({weight: weight.value for weight in weights}, penalties, len(cases))
    costs = list(descent.run())
    assert costs == sorted(costs, reverse=True)
    return descent


def test_weights_are_found_in_the_table() -> None:
    some = {
        "clue: postcode",
        "kind of name: former",
        "bare name: area",
        "bare township: three syllables",
    }
    assert some | {"kept when following", "prior: no place"} <= set(WEIGHTS)
    judgement = Gazetteer.default().judgement
    assert {f"clue: {rule}" for rule in CLUES if judgement.clue(rule)} <= set(WEIGHTS)
    assert "clue: road name" not in WEIGHTS


def test_all_that_may_be_fitted_is_in_the_table() -> None:
    moved = {name.partition(": ")[0] for name in WEIGHTS} | set(WEIGHTS)
    assert [name for name in FITTED if name not in moved] == []


def test_other_values_last_as_long_as_their_context() -> None:
    before = {weight: weight.value for weight in WEIGHTS.values()}
    with override(dict.fromkeys(WEIGHTS.values(), 0.25)):
        assert {weight.value for weight in WEIGHTS.values()} == {0.25}
    assert {weight: weight.value for weight in WEIGHTS.values()} == before


def test_what_fails_inside_leaves_no_trace() -> None:
    def fail() -> None:
        with override({HEAD: 1.0}):
            raise ZeroDivisionError

    usual = HEAD.value
    with pytest.raises(ZeroDivisionError):
        fail()
    assert HEAD.value == usual


def test_the_library_weighs_with_the_values_of_the_table() -> None:
    gazetteer = Gazetteer.default()
    asked = items(signature("丹东市"))
    typed = WEIGHTS["clue: name with its generic"]
    (usual,) = Judgement(gazetteer).engine.decide(asked, 0.8).spoken
    with override({typed: typed.value - 2.0}):
        (lowered,) = Judgement(gazetteer).engine.decide(asked, 0.8).spoken
    assert lowered[-1] == pytest.approx(usual[-1] - 2.0)


def test_a_weight_falls_where_the_rows_belie_it_and_stays_where_they_bear_it_out() -> None:
    elsewhere = fitted(firms(dict.fromkeys(CITIES, "310000")), HEAD).fit
    assert elsewhere.fitted[HEAD] < HEAD.value - 1.0
    there = fitted(firms(CITIES), HEAD).fit
    assert there.fitted[HEAD] >= HEAD.value
    assert elsewhere.depending[HEAD] == len(CITIES)


def test_what_the_rows_do_not_inform_stays() -> None:
    postcode = WEIGHTS["clue: postcode"]
    fit = fitted(firms(dict.fromkeys(CITIES, "310000")), HEAD, postcode).fit
    assert not fit.informed(postcode)
    assert fit.fitted[postcode] == postcode.value


@pytest.mark.parametrize(
    ("halves", "adopted"),
    [
        ((8.3, 8.72), 8.5),  # the mean, with one digit
        ((8.3, 6.3), 7.3),  # they disagree on the direction
        ((8.3, 7.3), 7.3),  # one has nothing to say
        ((7.4, 7.35), 7.3),  # hardly a move
    ],
)
def test_adopted_is_what_both_halves_ask_for(halves: tuple[float, float], adopted: float) -> None:
    fits = [Fit({HEAD: 7.3}, {HEAD: value}, {}) for value in halves]
    assert agreed(fits) == {HEAD: adopted}


@pytest.mark.parametrize("weight", WEIGHTS.values(), ids=WEIGHTS)
def test_a_weight_never_crosses_zero_nor_leaves_its_reach(weight: Weight) -> None:
    low, high = (weight.scale.value(bound) for bound in weight.bounds(weight.value))
    assert low <= weight.value <= high
    assert low * high >= 0.0


def test_fitted_numbers_find_their_place_in_the_table() -> None:
    table = adoption.TABLE.read_text(encoding="utf-8")
    rows = list(csv.reader(table.splitlines()))
    assert list(csv.reader(adoption.replaced(table, {}).splitlines())) == rows
    for name in WEIGHTS:
        changed = csv.reader(adoption.replaced(table, {name: 77.0}).splitlines())
        ((before, after),) = [
            pair for pair in zip(rows, changed, strict=True) if pair[0] != pair[1]
        ]
        assert after == [name, "77.0", *before[2:]]
    with pytest.raises(KeyError, match="clue: horoscope"):
        adoption.replaced(table, {"clue: horoscope": 1.0})


def test_reason_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "reasoned.csv"
    adoption.keep({"clue: postcode": 8.5}, path)
    adoption.keep({"clue: postcode": 1.0, "rarity": 0.9}, path)
    postcode, rarity = WEIGHTS["clue: postcode"], WEIGHTS["rarity"]
    assert reasoned([postcode, rarity], path) == {postcode: 8.5, rarity: 0.9}
    assert np.isclose(reasoned([HEAD], path)[HEAD], HEAD.value)
