"""The whole way of a review, as `docs/review.md` leads it: each command, each line that is filled in, each output."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from nkrisk_geo.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "review.md"
TABLE = re.compile(r"^\| line \| decision .*\n\|[-|]+\|\n((?:\|.*\n)+)", re.MULTILINE)
RESULT = re.compile(r"^\| (EXMP\d+) \|([^|]*)\|([^|]*)\|([^|]*)\|$", re.MULTILINE)
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def filled_in() -> list[list[dict[str, str]]]:
    """The tables of the page with what Ann and Bob fill in."""
    names = ("line", "decision", "reviewer", "date", "note")
    tables = TABLE.findall(PAGE.read_text("utf8"))
    rows = [[row.strip("| ").split(" | ") for row in table.splitlines()] for table in tables]
    return [[dict(zip(names, row, strict=True)) for row in table] for table in rows]


def commands() -> Iterator[tuple[list[str], str]]:
    """The commands of the page, and what it shows below each."""
    for block in BLOCK.findall(PAGE.read_text("utf8")):
        for entry in re.split(r"^\$ nkrisk-geo ", block, flags=re.MULTILINE)[1:]:
            line, _, shown = entry.partition("\n")
            yield shlex.split(line), shown


def rows_of(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8") as file:
        return [*csv.DictReader(file)]


def fill_in(sheet: Path, decisions: list[dict[str, str]]) -> None:
    """Fill in a sheet, and save it as a program for tables does."""
    is_csv = sheet.suffix == ".csv"
    table = (
        pd.read_csv(sheet, dtype=str)
        if is_csv
        else pd.read_excel(sheet, dtype=str, engine="calamine")
    )
    table = table.fillna("")
    for row in decisions:
        at = table.index[table["line"] == row["line"]]
        assert len(at) == 1
        for name in ("decision", "reviewer", "date", "note"):
            table.loc[at, name] = row[name]
    if is_csv:
        table.to_csv(sheet, index=False)
    else:
        table.to_excel(sheet, index=False, engine="xlsxwriter", sheet_name="review")


def test_the_page_is_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    ann, bob = filled_in()
    assert len(ann) == 3
    ran = 0
    for arguments, shown in commands():
        assert main(arguments) == 0
        said = capsys.readouterr().err
        wanted = re.escape(shown).replace("…", ".*")
        assert not shown or re.fullmatch(wanted, said), said
        ran += 1
        if arguments[0] == "review" and "review.xlsx" in arguments:
            fill_in(Path("review.xlsx"), ann)
            copy = re.sub("xlsx", "csv", " ".join(arguments)).replace(
                "review.csv", "review-bob.csv"
            )
            assert copy in " ".join(PAGE.read_text("utf8").split())
            assert main(shlex.split(copy)) == 0
            fill_in(Path("review-bob.csv"), bob)
            capsys.readouterr()
    assert ran == 5

    rows = rows_of("april.csv")
    names = ("bl_no", "geo_county", "geo_decision", "geo_decided_by")
    told = [" | ".join(row[name] for name in names) for row in rows]
    listed = [" | ".join(map(str.strip, row)) for row in RESULT.findall(PAGE.read_text("utf8"))]
    assert listed == told


def test_what_was_decided_stands_in_the_next_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    test_the_page_is_true(tmp_path, monkeypatch, capsys)
    table = pd.read_excel("april-review.xlsx", dtype=str, engine="calamine").fillna("")
    decided = dict(zip(table["bill of lading"], table["decision"], strict=True))
    assert decided == {
        "EXMP000061": "confirmed here",
        "EXMP000062": "confirmed here",
        "EXMP000063": "",
        "EXMP000064": "",
    }
    # The same decisions come back from the new sheet as from the old ones.
    monkeypatch.chdir(tmp_path)
    command = [
        "enrich",
        "examples/shipments-april.csv",
        "-o",
        "again.csv",
        "--decisions",
        "april-review.xlsx",
    ]
    assert main(command) == 0
    again = [row["geo_decision"] for row in rows_of("again.csv")]
    assert again == ["confirmed here", "confirmed here", "", "", ""]
