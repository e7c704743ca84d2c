"""What is said about distance holds for every unit, for mixtures and for whole answers: no number contradicts another."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nkrisk_geo
from nkrisk_geo import Border, Gazetteer, Resolution, distance_quantiles, resolve
from nkrisk_geo.engine.verdict import Distance
from nkrisk_geo.gazetteer.distributions import LEVELS, within
from nkrisk_geo.gazetteer.edition import files_of
from nkrisk_geo.gazetteer.unit_geography import distributions_of
from nkrisk_geo.native.segments import Floats
from nkrisk_geo.resolver.resolution import get_resolver

DATA = Path(nkrisk_geo.__file__).with_name("data")
GAZETTEER = Gazetteer.default()
ENGINE = get_resolver().engine
UNITS, ROWS = distributions_of(GAZETTEER)
ON_THE_LINE = ("DD1", "DD2", "TM1", "HC2", "CB1", "LJ1", "dandong-becz", "guomenwan")
TOLERANCE = 0.011
"""Distances are told to 10 m."""


def alone() -> list[Distance]:
    """The distances of answers that mean one unit for sure, for every unit that has a distribution."""
    return [ENGINE.distance({unit: 1.0}, 0.0, unit) for unit in UNITS.tolist()]


def check(found: Distance, placed: float) -> None:
    """The properties that hold for any distribution, given the part of the probability that is placed."""
    low, q05, km, q95, high, (near, wide) = found[:6]
    if low is None or q05 is None or q95 is None or high is None:
        assert (low, q05, km, q95, high) == (None,) * 5
        return
    assert low <= q05 <= q95 <= high
    assert km is None or q05 <= km <= q95
    assert near is not None
    assert wide is not None
    assert near <= wide + 1e-9
    for share, limit in ((near, 20.0), (wide, 50.0)):
        assert share >= 0.99 * placed or low < 0 or high > limit
        assert share == 0 or low <= limit
        if km is not None and low >= 0:
            assert share >= 0.5 * placed - 1e-4 or km >= limit - TOLERANCE
        assert share <= 0.5 * placed + 1e-4 or km is None or km <= limit + TOLERANCE


# --- every unit ------------------------------------------------------------------------------------------------------


def test_every_place_of_the_two_provinces_has_a_distribution() -> None:
    known = set(UNITS.tolist())
    provinces = {GAZETTEER.number[code] for code in ("210000", "220000")}
    ours = [
        number for number in GAZETTEER.every if not provinces.isdisjoint(GAZETTEER.path(number))
    ]
    assert len(ours) > 2700
    assert [GAZETTEER.codes[number] for number in ours if number not in known] == []


def test_quantiles_rise_and_no_chinese_place_is_beyond_the_line() -> None:
    assert (np.diff(ROWS, axis=1) >= 0).all()
    chinese = np.array([GAZETTEER.country(unit) == "CN" for unit in UNITS.tolist()])
    assert (ROWS[chinese] >= 0).all()
    assert (ROWS[~chinese] <= 0).all()


def test_numbers_agree_for_every_unit() -> None:
    for found in alone():
        check(found, 1.0)


def test_a_place_lies_in_what_is_around_it() -> None:
    """Ends of a place are within those of its county and prefecture; so are the middles of townships."""
    row = {unit: ROWS[at] for at, unit in enumerate(UNITS.tolist())}
    for unit, own in row.items():
        for around in GAZETTEER.ancestors(unit)[1:]:
            if around in row and GAZETTEER.levels[unit] in ("county", "prefecture"):
                assert row[around][0] <= own[0] + 0.5, GAZETTEER.codes[unit]
                assert own[-1] <= row[around][-1] + 0.5, GAZETTEER.codes[unit]


def test_a_crossing_is_no_nearer_than_the_border() -> None:
    for found, unit in zip(alone(), UNITS.tolist(), strict=True):
        own = GAZETTEER.distance(unit)
        if own and found.crossing_km is not None:
            assert found.crossing_km >= abs(own[0]) - 1.0, GAZETTEER.codes[unit]


def test_prefectures_and_provinces_have_no_crossing() -> None:
    for found, unit in zip(alone(), UNITS.tolist(), strict=True):
        if GAZETTEER.levels[unit] in ("prefecture", "province"):
            assert (found.crossing, found.crossing_km) == (-1, None)


@pytest.mark.parametrize("code", ON_THE_LINE)
def test_places_on_the_line_are_near_it(code: str) -> None:
    at = int(np.flatnonzero(GAZETTEER.number[code] == UNITS)[0])
    assert (alone()[at].near[0] or 0.0) >= 0.99
    assert ROWS[at, 0] == 0.0


def test_no_crossing_or_border_zone_at_the_line_is_said_to_be_far() -> None:
    for found, unit, row in zip(alone(), UNITS.tolist(), ROWS, strict=True):
        if GAZETTEER.levels[unit] in ("area", "crossing") and row[-1] <= 20:
            assert min(share or 0.0 for share in found.near) >= 0.99, GAZETTEER.codes[unit]


# --- mixtures --------------------------------------------------------------------------------------------------------


@st.composite
def mixtures(draw: st.DrawFn) -> list[tuple[int, float]]:
    """Some units with distributions, and how probable each is; together at most 1."""
    units = draw(st.lists(st.sampled_from(UNITS.tolist()), min_size=1, max_size=6, unique=True))
    weights = [draw(st.floats(0.02, 1.0)) for _ in units]
    rest = draw(st.floats(0.0, 0.6))
    whole = sum(weights)
    return [
        (unit, weight / whole * (1 - rest)) for unit, weight in zip(units, weights, strict=True)
    ]


@given(mixtures())
@settings(max_examples=300, deadline=None)
def test_numbers_agree_for_mixtures(parts: list[tuple[int, float]]) -> None:
    counted = [(unit, p) for unit, p in parts if p >= 0.01]
    rest = 1.0 - sum(p for _, p in parts)
    placed = sum(p for _, p in counted)
    whole = placed + (rest if rest >= 0.01 else 0.0)
    found = ENGINE.distance(dict(parts), max(0.0, rest), counted[0][0] if counted else -1)
    check(found, placed / max(whole, 1e-12))
    if placed / max(whole, 1e-12) < 0.49:
        assert found.low is None


@given(mixtures())
@settings(max_examples=300, deadline=None)
def test_a_mixture_holds_what_its_quantiles_say(parts: list[tuple[int, float]]) -> None:
    at = {unit: number for number, unit in enumerate(UNITS.tolist())}
    parts = [(unit, p) for unit, p in parts if p >= 0.01]
    rows = ROWS[[at[unit] for unit, _ in parts]].reshape(-1, ROWS.shape[1])
    weight = np.array([p for _, p in parts])
    weight /= max(weight.sum(), 1e-12)
    found = ENGINE.distance(dict(parts), 0.0, -1)
    for level, km in ((0.05, found.q05), (0.95, found.q95)):
        assert km is not None or not parts
        assert km is None or share(rows, weight, km + TOLERANCE) >= level - 1e-6
        assert km is None or share(rows, weight, km - TOLERANCE) <= level + 1e-6


def share(rows: Floats, weight: Floats, km: float) -> float:
    """How much of a mixture is at most so far away."""
    return float((weight * within(rows, np.full(len(rows), km))).sum())


def test_levels_are_those_of_the_rows() -> None:
    """Where a quantile is asked for at which there is one, it is that."""
    for found, row in zip(alone()[::97], ROWS[::97], strict=True):
        assert found.low == pytest.approx(row[0], abs=0.005)
        assert found.high == pytest.approx(row[-1], abs=0.005)
        assert found.q05 == pytest.approx(row[LEVELS.index(0.05)], abs=0.005)
        assert found.q95 == pytest.approx(row[LEVELS.index(0.95)], abs=0.005)


# --- answers ---------------------------------------------------------------------------------------------------------


def ends(border: Border) -> tuple[float | None, ...]:
    """The five numbers from the least to the greatest."""
    return border.km_min, border.km_q05, border.km, border.km_q95, border.km_max


TEXTS = (
    "DANDONG, LIAONING", "HUNCHUN", "DONGGANG, DANDONG", "辽宁省丹东市宽甸满族自治县长甸镇", "延吉市", "SINUIJU, DPRK",
    "QUANHE PORT, HUNCHUN", "长白山保护开发区", "长白山保护开发区池北区", "丹东边境经济合作区", "LIAONING, CHINA", "辽宁省铁西区",
    "朝阳镇", "图们口岸", "NO.5 SHENGLI ROAD, JI'AN",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_answers_agree_with_their_quantiles(text: str) -> None:
    answer = resolve(text)
    border = answer.border
    asked = distance_quantiles(text, q=(0.0, 0.05, 0.5, 0.95, 1.0))
    for told, other in zip(ends(border), asked, strict=True):
        assert told is None or told == other
    known = [km for km in ends(border) if km is not None]
    assert known == sorted(known)


def test_a_zone_over_several_counties_is_a_unit_over_all_of_them() -> None:
    answer = resolve("长白山保护开发区管委会")
    assert answer.place is not None
    assert "dprk-border" in answer.zones
    assert {"yanbian-border", "upper-yalu-border"} <= {
        *answer.zones,
        *answer.zones_possible,
    }
    assert answer.border.km_min == 0.0
    assert (answer.p_border_20km or 0) > 0.05


@pytest.mark.parametrize(
    ("text", "zone"),
    [("YANJI", "border-adjacent"), ("Hyesan City", "dprk"), ("罗先市", "dprk"), ("图们口岸", "yanbian-border"),
     ("集安口岸", "upper-yalu-border"), ("Tumen port", "yanbian-border")],
)  # fmt: skip
def test_whoever_is_decided_on_is_in_its_zones(text: str, zone: str) -> None:
    answer = resolve(text)
    assert answer.status.value == "resolved"
    assert answer.zone == zone


def test_a_zone_is_decided_on_as_a_place_is() -> None:
    strict, usual = resolve("YANJI", threshold=0.99), resolve("YANJI")
    odds = dict(usual.zone_probabilities)["border-adjacent"]
    assert 0.8 <= odds < 0.99
    assert "border-adjacent" in usual.zones
    assert "border-adjacent" in strict.zones_possible


def silent(answer: Resolution) -> bool:
    """No distance is given."""
    border = answer.border
    return (
        all(km is None for km in ends(border)) and border.band is None and border.crossing is None
    )


@pytest.mark.parametrize(
    "text",
    ["SHANGHAI", "朝阳区", "SEOUL, KOREA", "上海丹东路", "HONG KONG", "CHINA", ""],
)
def test_nothing_is_said_where_nothing_is_known(text: str) -> None:
    assert silent(resolve(text))


def test_elsewhere_is_not_near_and_unknown_is_null() -> None:
    for text in ("SHANGHAI", "SEOUL, KOREA", "JAKARTA"):
        assert (resolve(text).p_border_20km, resolve(text).p_border_50km) == (0.0, 0.0)
    for nothing in ("CHINA", "", None):
        assert (resolve(nothing).p_border_20km, resolve(nothing).p_border_50km) == (
            None,
            None,
        )


def test_provinces_have_an_interval_and_no_single_number() -> None:
    border = resolve("LIAONING, CHINA").border
    assert border.km is None
    assert border.km_min == 0.0
    assert border.km_max == pytest.approx(490, abs=5)
    assert border.crossing is None


def test_towns_of_one_county_are_told_apart() -> None:
    """Four towns of Kuandian, from the river to its far end."""
    towns = ("虎山镇", "大西岔镇", "石湖沟乡", "双山子镇")
    kms = [resolve(f"辽宁省丹东市宽甸满族自治县{town}").border.km or 0.0 for town in towns]
    assert kms == sorted(kms)
    assert kms[0] < 10
    assert kms[-1] > 40


def test_dandong_and_hunchun_say_what_their_firms_say() -> None:
    dandong, hunchun, donggang = (
        resolve(text) for text in ("DANDONG, LIAONING", "HUNCHUN", "DONGGANG, DANDONG")
    )
    assert (dandong.p_border_20km or 0) > 0.5
    assert (hunchun.p_border_20km or 0) > 0.5
    assert (donggang.p_border_20km or 0) > 0.25
    assert (dandong.border.km or 99) < 20


def test_without_the_licence_file_nothing_is_said_about_distance() -> None:
    files = files_of(DATA)
    del files["odbl"]
    answer = resolve("辽宁省丹东市振兴区", gazetteer=Gazetteer(files))
    assert answer.place is not None
    assert silent(answer)
    assert answer.p_border_20km is None
