"""All judgement stands in one table: each row is wanted and has a reason, and the code has no such number beside it."""

from __future__ import annotations

import ast
import csv
import random
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hostile.forgeries import known
from tests.judged import judged_by

from nkrisk_geo import Gazetteer, GazetteerError, annotate_arrow, resolve
from nkrisk_geo.gazetteer.column_checks import KnownReferences
from nkrisk_geo.gazetteer.judgement import CLUES, NAMES, UNITS, Judgement, faults
from nkrisk_geo.gazetteer.roles import ROLE_RULE
from nkrisk_geo.gazetteer.table_checks import table_checks
from nkrisk_geo.gazetteer.vocabulary import NUMBERS, identifier
from nkrisk_geo.resolver.resolver import Resolver

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "gazetteer" / "facts" / "judgement.csv"
LIBRARY, COMPILER = ROOT / "src" / "nkrisk_geo", ROOT / "gazetteer" / "compiler"
with TABLE.open(encoding="utf8", newline="") as file:
    ROWS = tuple(csv.DictReader(file))

JUDGING = (
    "engine/core",
    "engine/decisions",
    "engine/engine",
    "engine/items",
    "engine/reader",
    "engine/verdict",
    "engine/zone_mask",
    "gazetteer/compiler/__init__",
    "gazetteer/compiler/distances",
    "gazetteer/compiler/units",
    "gazetteer/distributions",
    "gazetteer/unit_geography",
    "gazetteer/unit_tree",
    "gazetteer/vocabulary",
    "gazetteer/zone_membership",
    "geography/county_guesses",
    "geography/degrees",
    "geography/points",
    "geography/regions",
    "geography/reverse",
    "resolver/chains",
    "resolver/answers",
    "resolver/resolver",
    "search/specificity",
)
"""The modules that judge, between a signature and a decision."""
ENGINE = sorted(path for path in (ROOT / "src" / "engine").glob("*.[ch]") if path.name != "net.c")
"""So do these, in C. The one left out measures: its numbers are those of the globe and of its cells."""
NOT_JUDGED = {
    "nothing and everything": {0.0, 1.0},
    "halves: of two that are equally likely none is settled on, a last decimal is right to its half": {
        0.5
    },
    "arithmetic: a diameter, per cent, decimals": {2.0, 10.0, 100.0},
    "not to divide by zero, nor to compare the last bits": {1e-12, 1e-9, 1e-6, 1e-4},
    "what answers tell: quantiles": {0.01, 0.05, 0.95, 0.99},
}
"""Numbers that stand in these modules and are no judgement."""
POWERS = {1e4}
"""Others of arithmetic in C."""


def numbers(tree: ast.AST) -> Iterator[tuple[int, float]]:
    """Line and value of the numbers with a point in a source."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno, node.value


def strange(source: str) -> list[tuple[int, float]]:
    """The numbers of a source that look like judgement."""
    allowed = set[float]().union(*NOT_JUDGED.values())
    return [(line, value) for line, value in numbers(ast.parse(source)) if value not in allowed]


def code_in_c(path: Path) -> str:
    """A source in C without its comments."""
    return re.sub(r"/\*.*?\*/", "", path.read_text("utf8"), flags=re.DOTALL)


def numbers_in_c(path: Path) -> set[float]:
    """The numbers with a point or an exponent in a source in C."""
    return {
        float(each)
        for each in re.findall(
            r"(?<![\w.])[0-9]+(?:\.[0-9]*(?:e-?[0-9]+)?|e-?[0-9]+)(?!\w)",
            code_in_c(path),
        )
    }


def asked_in_c() -> set[str]:
    """The names of rows that the engine asks for."""
    code = "".join(code_in_c(path) for path in ENGINE if path.name != "names.h")
    rules = {f"clue: {rule}" for rule in CLUES if re.search(rf"\bRULE_{identifier(rule)}\b", code)}
    return rules | {name for name in NUMBERS if re.search(rf"\bJ_{identifier(name)}\b", code)}


def asked(source: str) -> set[str]:
    """The names of rows that a source asks for, `*` in the place of what it puts in."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
        if isinstance(node, ast.JoinedStr):
            parts = [
                str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values
            ]
            found.add("".join(parts))
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "group"
        ):
            found |= {f"{each.value!s}: *" for each in node.args if isinstance(each, ast.Constant)}
    return found


# --- the table ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_each_row_has_a_reason(row: dict[str, str]) -> None:
    assert len(row["reason"]) >= 10
    assert row["reason"] not in (row["name"], row["value"])


def test_the_table_has_just_the_rows_that_code_knows() -> None:
    assert sorted(row["name"] for row in ROWS) == sorted(NAMES)


def test_each_row_is_asked_for() -> None:
    sources = [
        path
        for path in (*LIBRARY.rglob("*.py"), *COMPILER.glob("*.py"))
        if path.stem != "judgement"
    ]
    wanted = set[str]().union(*(asked(path.read_text("utf8")) for path in sources))
    patterns = [
        re.compile(re.escape(each).replace(r"\*", ".+"))
        for each in wanted
        if "*" in each and ": " in each
    ]
    syllables = {
        f"bare township: {many}" for many in ("one syllable", "two syllables", "three syllables")
    }  # counted from none
    wanted = wanted - {*NUMBERS} | asked_in_c() | syllables
    roles = {f"clue: {rule}" for rule in ROLE_RULE.values()}
    clues = roles | {f"clue: {rule}" for rule in CLUES if rule in wanted}
    unused = [
        name
        for name in NAMES
        if name not in wanted | clues
        and (name.startswith("clue: ") or not any(pattern.fullmatch(name) for pattern in patterns))
    ]
    assert unused == []


def test_the_library_answers_with_the_values_of_the_table() -> None:
    judgement = Gazetteer.default().judgement
    assert judgement == {row["name"]: float(row["value"]) for row in ROWS}
    assert Resolver(Gazetteer.default()).threshold == judgement["threshold"]


def test_another_gazetteer_judges_by_its_own_table() -> None:
    bold = judged_by({"threshold": 0.6})
    assert resolve("朝阳区").place is None
    found = resolve("朝阳区", gazetteer=bold)
    assert found.place == resolve("朝阳区", threshold=0.6).place
    assert found.place is not None
    assert resolve("朝阳区", gazetteer=bold, threshold=0.8).place is None
    table = pa.table({"text": ["朝阳区"]})
    answered = [annotate_arrow(table, address="text", gazetteer=each) for each in (None, bold)]
    assert [each["geo_status"][0].as_py() for each in answered] == [
        "ambiguous",
        "resolved",
    ]


# --- what is wrong with one --------------------------------------------------------------------------------------------


def a_name_that_nothing_reads(rows: list[dict[str, str]]) -> None:
    rows.append({**rows[0], "name": "clue: horoscope"})


def a_row_missing(rows: list[dict[str, str]]) -> None:
    del rows[3]


def a_row_twice(rows: list[dict[str, str]]) -> None:
    rows.append(dict(rows[3]))


def another_unit(rows: list[dict[str, str]]) -> None:
    rows[0]["unit"] = "weight"


def a_wild_value(rows: list[dict[str, str]]) -> None:
    rows[0]["value"] = "1.5"


def no_number(rows: list[dict[str, str]]) -> None:
    rows[0]["value"] = "nan"


def no_reason(rows: list[dict[str, str]]) -> None:
    rows[7]["reason"] = " "


SPOILT: Mapping[Callable[[list[dict[str, str]]], None], str] = {
    a_name_that_nothing_reads: "nothing reads",
    a_row_missing: "is missing",
    a_row_twice: "is there twice",
    another_unit: "has the unit",
    a_wild_value: "expected a share",
    no_number: "expected a share",
    no_reason: "no reason",
}


LOADED: Mapping[object, str] = {
    no_number: "is nan, expected a number",
    no_reason: "not empty",
}
"""What is said of some when a compiled table is loaded, where it is another thing than when one is built."""


@pytest.mark.parametrize(
    ("spoil", "message"), SPOILT.items(), ids=[each.__name__ for each in SPOILT]
)
def test_a_spoilt_table_is_not_built(
    spoil: Callable[[list[dict[str, str]]], None],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "gazetteer"))
    from compiler import tables as compiler

    rows = [dict(row) for row in ROWS]
    spoil(rows)
    monkeypatch.setattr(compiler, "table", lambda name: tuple(rows))
    with pytest.raises(ValueError, match=rf"judgement\.csv: .*{message}"):
        compiler.judgement_columns.__wrapped__()


@pytest.mark.parametrize(
    ("spoil", "message"), SPOILT.items(), ids=[each.__name__ for each in SPOILT]
)
def test_a_spoilt_table_is_not_loaded(
    spoil: Callable[[list[dict[str, str]]], None], message: str
) -> None:
    rows = [dict(row) for row in ROWS]
    spoil(rows)
    section: dict[str, list[Any]] = {key: [row[key] for row in rows] for key in ("name", "unit")}
    section["value"] = [float(row["value"]) for row in rows]
    section["reason"] = [row["reason"].strip() for row in rows]
    check = table_checks(KnownReferences({"CN": 0}, frozenset(), 1))["facts"]["judgement"]
    with pytest.raises(GazetteerError, match=LOADED.get(spoil, message)):
        check(section, "facts: judgement")


def test_values_of_each_unit_have_bounds_that_the_table_keeps() -> None:
    assert {*NAMES.values()} == {*UNITS}
    for row in ROWS:
        low, high = UNITS[row["unit"]]
        for outside in (low - 1.0, high * 1.01 + 1.0, float("inf")):
            values = [outside if each is row else float(each["value"]) for each in ROWS]
            names, units = ([each[key] for each in ROWS] for key in ("name", "unit"))
            assert len(faults(names, units, values)) == 1


def test_data_of_another_version_of_the_code_are_refused() -> None:
    facts = known()["facts"]["judgement"]
    fewer = {key: values[1:] for key, values in facts.items()}
    with pytest.raises(GazetteerError, match="'threshold' is missing"):
        Judgement.from_columns(fewer)


# --- the code ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", JUDGING)
def test_no_number_of_judgement_stands_in_the_code(module: str) -> None:
    assert strange((LIBRARY / f"{module}.py").read_text("utf8")) == []


@pytest.mark.parametrize("path", ENGINE, ids=[path.name for path in ENGINE])
def test_no_number_of_judgement_stands_in_the_engine(path: Path) -> None:
    assert numbers_in_c(path) <= set[float]().union(*NOT_JUDGED.values()) | POWERS


@pytest.mark.parametrize("module", ["codes", "names", "units"])
def test_no_number_of_judgement_stands_in_the_build(module: str) -> None:
    assert strange((COMPILER / f"{module}.py").read_text("utf8")) == []


@pytest.mark.parametrize(
    "line", ["LOUD = 4.0", "share *= 0.35", "if p > 0.02: pass", "weight = -3.1"]
)
def test_a_number_of_judgement_is_noticed(line: str) -> None:
    assert len(strange(line)) == 1


def test_each_number_that_is_allowed_is_there() -> None:
    sources = [LIBRARY / f"{module}.py" for module in JUDGING]
    there = {value for path in sources for _, value in numbers(ast.parse(path.read_text("utf8")))}
    there |= set[float]().union(*map(numbers_in_c, ENGINE))
    assert set[float]().union(*NOT_JUDGED.values()) - there == set()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_within_the_bounds_answers(seed: int) -> None:
    draw = random.Random(seed)
    values = {
        name: (draw.choice if seed else min)(
            UNITS[unit]
        )  # the least of all, then one end or the other of each
        for name, unit in NAMES.items()
    }
    gazetteer = judged_by(values)
    texts = [
        "丹东市振兴区",
        "沈阳机械有限公司, JILIN",
        "SEOUL, KOREA, PYONGYANG",
        "大凌河乡大街",
        "118000 DANDONG",
        "JIAN",
    ]
    table = pa.table({"text": texts, "lat": [40.1] * len(texts), "lng": [124.4] * len(texts)})
    with np.errstate(all="raise", under="ignore"):
        answered = annotate_arrow(table, address="text", lat="lat", lng="lng", gazetteer=gazetteer)
    for name in ("geo_p_liaoning", "geo_p_dprk_border", "geo_confidence"):
        assert all(value is None or 0.0 <= value <= 1.0 for value in answered[name].to_pylist())
