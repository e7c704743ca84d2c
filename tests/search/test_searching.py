"""Queries made of search terms: what they find, what they leave, and that no character of a term does harm in any dialect."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import cache

import pytest
from benchmarks.report.pages import between
from benchmarks.search import area_table
from benchmarks.search.measurement import PAGE

from nkrisk_geo.cli import main
from nkrisk_geo.model import SearchTerm
from nkrisk_geo.search.dialects import FORMATS, criteria, like, lucene
from nkrisk_geo.search.patterns import pattern
from nkrisk_geo.search.terms import search_terms

# Zone, texts that its pattern finds, texts that it does not.
FOUND = {
    "yanbian": (
        "HUNCHUN CITY JILIN", "延吉市", "133300", "연길시", "hun-chun", "HUN CHUN", "YANJICITY", "延邊", "琿春市", "г. Хуньчунь",
        "邮编133300", "+86 (433) 251-2345", "0433-2512345", "CN HUC", "圈河口岸", "PORT OF HUNCHUN133300", "YEN-CHI", "敬信镇",
    ),
    "dandong": ("DANDONG", "丹東", "Dan Dong", "ANTUNG", "振兴区", "118000 CHINA", "단동시"),
    "upper-yalu-border": ("集安", "輯安县", "CHANGBAI COUNTY"),
    "liaoning": ("SHENYANG", "遼寧", "110000", "瀋陽"),
}  # fmt: skip
LEFT = {
    "yanbian": (
        "JL. SUDIRMAN JAKARTA", "12 MAPLE LN", "QUANTUM", "13330012", "NO. 1333 ROAD", "上海延吉路", "延吉东路", "延吉大街",
        "X0433Y",
    ),
    "dandong": ("DANDONGA", "FUDANDONG", "上海丹东路", "진흥원", "SHANGHAI"),
    "liaoning": ("12 MAPLE LN", "北京市朝阳区", "沈阳路"),
}  # fmt: skip
TRUSTED = 0.5


@cache
def finder(zone: str) -> re.Pattern[str]:
    return re.compile(pattern(search_terms(zone, min_specificity=TRUSTED)), re.IGNORECASE)


@pytest.mark.parametrize("zone", FOUND)
def test_found(zone: str) -> None:
    find = finder(zone)
    assert [text for text in FOUND[zone] if not find.search(text)] == []


@pytest.mark.parametrize("zone", LEFT)
def test_left(zone: str) -> None:
    find = finder(zone)
    assert [text for text in LEFT[zone] if find.search(text)] == []


@pytest.mark.parametrize("zone", ["yanbian", "dandong", "dprk-border"])
def test_every_term_is_found(zone: str) -> None:
    terms = search_terms(zone)
    find = re.compile(pattern(terms), re.IGNORECASE)
    behind = {"phone": " 251 2345", "postcode": "000000"}
    written = [
        (term.text + behind.get(term.kind, ""))[: 6 if term.kind == "postcode" else None]
        for term in terms
    ]
    assert [text for text in written if not find.search(f"a {text}, b")] == []


@pytest.mark.parametrize("zone", ["yanbian", "dprk-border"])
def test_the_pattern_is_plain(zone: str) -> None:
    """As RE2 and PostgreSQL have it: no look-around, no backslash, nothing unbounded, no quantifier behind a group."""
    text = pattern(search_terms(zone))
    assert "\n" not in text
    outside = re.sub(r"\[[^\]]+\]", "x", text)
    assert not re.search(r"\\|[*+]|\(\?(?!:)|\)[?{]|\?\?|\}[?{]", outside.replace("(?:", "("))
    assert set(re.findall(r"\{[^}]*\}", outside)) <= {
        "{0,1}",
        "{0,2}",
        "{0,3}",
        "{3}",
        "{3,5}",
    }


def test_no_terms_find_nothing() -> None:
    assert not re.search(pattern([]), "anything 123456 丹东")


def test_duckdb_runs_the_queries() -> None:
    duckdb = pytest.importorskip("duckdb")
    texts = [*FOUND["yanbian"], *LEFT["yanbian"]]
    base = duckdb.connect()
    base.execute("CREATE TABLE shipments (address VARCHAR)")
    base.executemany("INSERT INTO shipments VALUES (?)", [[text] for text in texts])
    terms = search_terms("yanbian", min_specificity=TRUSTED)
    found = {row[0] for row in base.execute(FORMATS["duckdb"]("yanbian", terms)).fetchall()}
    assert found == set(FOUND["yanbian"])
    liked = {row[0] for row in base.execute(FORMATS["sql-like"]("yanbian", terms)).fetchall()}
    assert {"HUNCHUN CITY JILIN", "延吉市", "133300", "연길시", "hun-chun"} <= liked
    assert not liked & {"JL. SUDIRMAN JAKARTA", "12 MAPLE LN", "QUANTUM"}


AWKWARD = SearchTerm("A%_'\"\\*?~(B)", "name", "han", "222400", 1.0)


def test_awkward_characters() -> None:
    assert re.search(pattern([AWKWARD]), f"x{AWKWARD.text}y")
    assert like(AWKWARD) == "'%A!%!_\"\\*?~ B%' ESCAPE '!'"
    assert lucene(AWKWARD) == '"A%_\'\\"\\\\*?~(B)"'
    assert criteria(AWKWARD) == ("*A%_'\"\\~*~?~~(B)*",)
    assert json.loads(FORMATS["elasticsearch"]("yanbian", [AWKWARD]))["query"]["query_string"][
        "fields"
    ] == ["address"]


@pytest.mark.parametrize("format", FORMATS)
def test_no_terms(format: str) -> None:
    assert isinstance(FORMATS[format]("yanbian", []), str)


def test_no_criterion_is_a_formula() -> None:
    lines = FORMATS["excel"]("yanbian", search_terms("yanbian")).splitlines()
    assert [line for line in lines if line[0] in "=+-@\t\"'"] == []


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search-terms", "--zone", "yanbian", "--format", "regex"]) == 0
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert re.search(printed.strip("\n"), "Hunchun", re.IGNORECASE)
    assert (
        main(
            [
                "search-terms",
                "yanbian",
                "--scripts",
                "hangul",
                "--min-specificity",
                "90%",
            ]
        )
        == 0
    )
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["script"] for row in rows} == {"hangul"}
    assert main(["search-terms", "--zone", "yanbian", "--format", "sql-like"]) == 0
    assert "JL. is Jalan" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["yanbian", "--zone", "dandong"],
        ["yanbian", "--json", "--format", "regex"],
        ["yanbian", "--kinds", "romanised"],
    ],
    ids=str,
)
def test_wrong_use(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search-terms", *arguments]) == 2
    assert capsys.readouterr().out == ""


def test_table_a_is_what_the_gazetteer_makes() -> None:
    assert between(PAGE, "table-a") == area_table.markdown()
