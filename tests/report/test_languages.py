"""A review and a packet in Chinese and Korean: all words for people, the same data, and a sheet that comes back."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

from nkrisk_geo import InputError
from nkrisk_geo.cli import main
from nkrisk_geo.files import enrich_file
from nkrisk_geo.files.decision_columns import DECISIONS, FILLED_IN
from nkrisk_geo.files.decision_words import (
    READ,
    decision_words,
    find_columns,
    read_decision,
)
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model.wording import LANGUAGES, wording
from nkrisk_geo.report.enriched_rows import Where
from nkrisk_geo.report.packet import make_packet
from nkrisk_geo.report.review import Selection, gather_candidates, make_lines
from nkrisk_geo.report.review.columns import REVIEW_COLUMNS
from nkrisk_geo.report.review.introduction import introduce

EXAMPLE = Path(__file__).parents[2] / "examples" / "shipments.csv"
PAGE = EXAMPLE.parents[1] / "docs" / "review.md"
OTHERS = [language for language in LANGUAGES if language != "en"]
WORD = re.compile("[A-Za-z]{2,}")


@pytest.fixture(scope="module")
def enriched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("languages") / "shipments.parquet"
    enrich_file(str(EXAMPLE), str(path))
    return path


def made(command: str, path: Path, out: Path, language: str, *options: str) -> Path:
    arguments = [command, str(path), "-o", str(out), "--lang", language, *options]
    assert main(arguments) == 0
    return out


def table_of(sheet: Path) -> pd.DataFrame:
    if sheet.suffix == ".csv":
        return pd.read_csv(sheet, dtype=str).fillna("")
    return pd.read_excel(sheet, dtype=str, engine="calamine").fillna("")


def save(table: pd.DataFrame, sheet: Path) -> None:
    """Save a sheet as a program for tables does."""
    if sheet.suffix == ".csv":
        table.to_csv(sheet, index=False)
    else:
        table.to_excel(sheet, index=False, engine="xlsxwriter")


def decided(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as file:
        rows = [*csv.DictReader(file)]
    return {row["bl_no"]: row["geo_decision"] for row in rows if row["geo_decision"]}


# --- a sheet that comes back --------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_comes_back(enriched: Path, tmp_path: Path, language: str, suffix: str) -> None:
    """What is chosen from the list of a sheet stands in the next file in English, and in the next sheet as it was."""
    words, sheet = wording(language), tmp_path / f"review.{suffix}"
    zone = ("--zone", "dprk-border")
    table = table_of(made("review", enriched, sheet, language, *zone))
    names = {name: words(f"column.{name}") for name in READ}
    for at, decision in enumerate(DECISIONS):
        said = (words(f"decision.{decision}"), "김 王", "2026-04-02", "见过; 봄")
        for name, value in zip(FILLED_IN, said, strict=True):
            table.loc[at, names[name]] = value
    bills = list(table[words("column.bill of lading")])[: len(DECISIONS)]
    save(table, sheet)

    out = tmp_path / "next.csv"
    enrich_file(str(EXAMPLE), str(out), decisions=[str(sheet)])
    assert decided(out) == dict(zip(bills, DECISIONS, strict=True))
    with out.open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["bl_no"] == bills[0])
    told = [row[f"geo_{name}"] for name in ("decided_by", "decided_on")]
    assert told == ["김 王", "2026-04-02"]
    assert row["geo_decision_note"] == "见过; 봄"

    # In another language than the first: a decision has no language of its own.
    other = wording(OTHERS[0] if language != OTHERS[0] else "ko")
    again = tmp_path / f"again.{suffix}"
    table = table_of(made("review", out, again, other.language, *zone))
    shown = dict(
        zip(
            table[other("column.bill of lading")],
            table[other("column.decision")],
            strict=True,
        )
    )
    assert {bill: said for bill, said in shown.items() if said} == {
        bill: other(f"decision.{decision}") for bill, decision in zip(bills, DECISIONS, strict=True)
    }


def test_sheets_of_several_languages_are_read_together(enriched: Path, tmp_path: Path) -> None:
    """Two reviewers who agree, and two who differ, whatever they speak."""
    key_of = {}
    for language in LANGUAGES:
        words, sheet = wording(language), tmp_path / f"{language}.csv"
        table = table_of(made("review", enriched, sheet, language))
        choice = "unclear" if language == "ko" else "elsewhere"
        decision, reviewer = words("column.decision"), words("column.reviewer")
        table.loc[0, decision] = words("decision.elsewhere")
        table.loc[1, decision] = words(f"decision.{choice}")
        table.loc[[0, 1], reviewer] = language
        key_of[language] = list(table[words("column.key")])
        save(table, sheet)
    assert key_of["zh"] == key_of["ko"] == key_of["en"]
    out = tmp_path / "next.csv"
    sheets = [str(tmp_path / f"{language}.csv") for language in LANGUAGES]
    enrich_file(str(EXAMPLE), str(out), decisions=sheets)
    assert sorted(decided(out).values()) == ["contradicted", "elsewhere"]


def test_heads_and_decisions_are_told_apart_in_every_language() -> None:
    for words in map(wording, LANGUAGES):
        heads = [column.head(words) for column in REVIEW_COLUMNS]
        assert len({*heads}) == len(heads) == len(REVIEW_COLUMNS)
        assert find_columns(heads) == {name: words(f"column.{name}") for name in READ}
    assert len(decision_words()) == len(LANGUAGES) * len(DECISIONS)
    assert {key.partition(".")[2] for key in wording().phrases if key.startswith("column.")} == {
        column.name for column in REVIEW_COLUMNS
    }  # fmt: skip


def test_the_page_tells_the_decisions_of_every_language() -> None:
    page = PAGE.read_text("utf8")
    for decision in DECISIONS:
        said = [decision, *(wording(each)(f"decision.{decision}") for each in OTHERS)]
        assert f"| {' | '.join(said)} |" in page


def test_a_column_of_somebody_else_is_not_taken_for_ours() -> None:
    """A sheet has a language, and the words of another one are not looked for first."""
    found = find_columns(["date", "note", "판단", "날짜", "식별 코드"])
    assert found == {
        "key": "식별 코드",
        "decision": "판단",
        "date": "날짜",
        "note": "note",
    }


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (" Confirmed   HERE ", "confirmed here"),
        ("确在此处", "confirmed here"),
        (unicodedata.normalize("NFD", "이곳으로 확인"), "confirmed here"),
        ("판단 엇갈림", None),
        ("contradicted", None),
        ("", None),
    ],
)
def test_a_decision_is_known_again(said: str, meant: str | None) -> None:
    assert read_decision(said) == meant


def test_a_decision_that_is_none_is_answered_with_the_nearest(
    enriched: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words, sheet = wording("ko"), tmp_path / "review.csv"
    table = table_of(made("review", enriched, sheet, "ko"))
    table.loc[0, words("column.decision")] = "이곳 확인"
    save(table, sheet)
    capsys.readouterr()
    command = ["enrich", str(EXAMPLE), "-o", str(tmp_path / "n.csv")]
    assert main([*command, "--decisions", str(sheet)]) == 0
    assert "did you mean '이곳으로 확인'?" in capsys.readouterr().err


# --- what is said ---------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "html"])
@pytest.mark.parametrize("language", OTHERS)
def test_the_same_file_gives_the_same_sheet(
    enriched: Path, tmp_path: Path, language: str, suffix: str
) -> None:
    one, two = (
        made("review", enriched, tmp_path / f"{name}.{suffix}", language, "--all")
        for name in ("one", "two")
    )
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_word_is_left_in_a_sheet(enriched: Path, tmp_path: Path, language: str) -> None:
    """Words of the file and names of places aside, and Latin names of Korean zones there are none."""
    words = wording(language)
    table = table_of(made("review", enriched, tmp_path / "r.csv", language, "--all"))
    of_ours = ["on the border?", "distance", "rests on", "surely in", "possibly in", "chance"]  # fmt: skip
    said = {cell.replace("km", "") for name in of_ours for cell in table[words(f"column.{name}")]}
    assert [cell for cell in said if WORD.search(cell)] == []
    found = gather_candidates(str(enriched), Selection(every=True), Where())
    told = introduce(found, 1, 2, None, language=language)
    ours = [word for _, facts in told.parts[:4] for pair in facts for word in pair]
    assert [word for word in ours if not re.search("[一-鿿가-힣]", word)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_lines_say_the_same_of_the_same_addresses(enriched: Path, language: str) -> None:
    found = gather_candidates(str(enriched), Selection(every=True), Where())
    gazetteer = Gazetteer.default()
    english, _ = make_lines(found, gazetteer)
    others, _ = make_lines(found, gazetteer, language=language)
    for line, other in zip(english, others, strict=True):
        kept = ("number", "border", "keys", "count", "decided")
        for name in kept:
            assert getattr(line, name) == getattr(other, name)
        for name in ("why", "others", "zones", "zones_possible", "conflicts"):
            parts = [getattr(each, name).count("; ") for each in (line, other)]
            assert parts[0] == parts[1], (name, line, other)
        numbers = [re.findall(r"\d+\.?\d*", each.distance) for each in (line, other)]
        assert numbers[0] == numbers[1] or "nine" in line.distance


def test_places_are_called_as_each_language_calls_them(enriched: Path) -> None:
    found = gather_candidates(str(enriched), Selection(), Where())
    lines = {
        language: next(
            line
            for line in make_lines(found, Gazetteer.default(), language=language)[0]
            if line.bills == "EXMP000003"
        )
        for language in LANGUAGES
    }
    assert lines["zh"].place == "辽宁省丹东市振兴区"
    assert lines["ko"].place == lines["en"].place == "Zhenxing 振兴区, Dandong, Liaoning"
    assert "“ZHENXING”:带市、区等通名的地名,指向 振兴区" in lines["zh"].why
    assert "가리키는 곳 Zhenxing 振兴区" in lines["ko"].why
    assert lines["zh"].distance.startswith("距边境 1.8 公里")
    assert lines["ko"].distance.startswith("국경까지 1.8 km")


# --- packets ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_packet_speaks_its_language(enriched: Path, tmp_path: Path, language: str) -> None:
    words = wording(language)
    options = ("--row", "3")
    out = made("packet", enriched, tmp_path / "p.html", language, *options)
    page = unescape(out.read_text("utf8"))
    assert f'<html lang="{words("language.tag")}">' in page
    wanted = [words("language.notice"), words("review.caution_told")]
    wanted += [words(f"packet.{name}") for name in ("given", "answer", "why", "ruler", "same")]  # fmt: skip
    assert [each for each in wanted if each not in page] == []
    again = made("packet", enriched, tmp_path / "q.html", language, *options)
    assert again.read_bytes() == out.read_bytes()


def test_a_packet_in_json_is_data(enriched: Path, tmp_path: Path) -> None:
    said = {
        made("packet", enriched, tmp_path / "p.json", language, "--row", "3").read_bytes()
        for language in LANGUAGES
    }
    assert len(said) == 1
    assert json.loads(said.pop())["in_words"]["on_the_border"] == "surely"


def test_a_place_beyond_the_border_is_said_to_be_one(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text('address\n"SINUIJU, DPRK"\n', encoding="utf-8")
    enrich_file(str(source), str(tmp_path / "out.parquet"))
    found = gather_candidates(str(tmp_path / "out.parquet"), Selection(), Where())
    for language, said in (
        ("en", "inside the DPRK, 2.5 km beyond the border"),
        ("zh", "位于朝鲜境内,距边境 2.5 公里"),
        ("ko", "북한 안쪽, 국경에서 2.5 km"),
    ):
        (line,) = make_lines(found, Gazetteer.default(), language=language)[0]
        assert line.distance == said


def test_a_language_that_is_not_there_is_named(enriched: Path) -> None:
    found = gather_candidates(str(enriched), Selection(), Where())
    with pytest.raises(InputError, match="language"):
        make_lines(found, Gazetteer.default(), language="jp")
    with pytest.raises(InputError, match="language"):
        make_packet(str(enriched), 1, Where(), language="jp")
