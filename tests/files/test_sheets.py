"""Workbooks as people have them: several sheets, titles, merged cells, totals."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from nkrisk_geo import InputError
from nkrisk_geo.cli import main
from nkrisk_geo.files import Reading, enrich_file, inspect_file
from nkrisk_geo.files.workbooks import MERGED, check_workbook

xlsxwriter = pytest.importorskip("xlsxwriter")
pytest.importorskip("python_calamine")

Fill = Callable[[Any], None]


def write(path: Path, sheets: dict[str, Sequence[Sequence[Any]] | Fill]) -> None:
    """A workbook of rows, or of sheets that fill themselves."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, content in sheets.items():
            sheet = book.add_worksheet(name)
            if callable(content):
                content(sheet)
                continue
            for number, row in enumerate(content):
                sheet.write_row(number, 0, row)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {name: cell for name, cell in row.items() if not name.startswith("geo_")}
            for row in csv.DictReader(file)
        ]


TWO: dict[str, Sequence[Sequence[Any]] | Fill] = {
    "read me": [["from the ERP"], ["do not change"]],
    "Q2": [["id", "address"], [1, "丹东市振兴区"], [2, "珲春市"]],
    "Q1": [["address", "id"], ["延吉市", 3]],
    "ports": [["port", "n"], ["Dalian", 4], ["Dandong", 5]],
}


def test_sheets_with_the_same_columns_are_read(tmp_path: Path) -> None:
    write(tmp_path / "in.xlsx", TWO)
    summary = enrich_file(str(tmp_path / "in.xlsx"), str(tmp_path / "out.csv"))
    assert rows_of(tmp_path / "out.csv") == [
        {"id": "1", "address": "丹东市振兴区", "sheet": "Q2"},
        {"id": "2", "address": "珲春市", "sheet": "Q2"},
        {"id": "3", "address": "延吉市", "sheet": "Q1"},
    ]
    assert summary.noticed.unread == {"read me": 2, "ports": 3}
    assert summary.statuses["resolved"] == summary.rows_in == 3


def test_one_sheet_has_no_further_column(tmp_path: Path) -> None:
    write(tmp_path / "in.xlsx", {"A": TWO["Q1"]})
    enrich_file(str(tmp_path / "in.xlsx"), str(tmp_path / "out.csv"))
    assert rows_of(tmp_path / "out.csv") == [{"address": "延吉市", "id": "3"}]


def test_a_sheet_is_named(tmp_path: Path) -> None:
    write(tmp_path / "in.xlsx", TWO)
    run = (str(tmp_path / "in.xlsx"), str(tmp_path / "out.csv"))
    summary = enrich_file(*run, address=["port"], reading=Reading(sheet="ports"))
    assert [row["port"] for row in rows_of(tmp_path / "out.csv")] == [
        "Dalian",
        "Dandong",
    ]
    assert summary.noticed.unread == {"read me": 2, "Q2": 3, "Q1": 2}
    with pytest.raises(InputError, match="there is no sheet 'port'; did you mean 'ports'"):
        enrich_file(*run, reading=Reading(sheet="port"))


def test_all_sheets_are_read(tmp_path: Path) -> None:
    write(tmp_path / "in.xlsx", {name: TWO[name] for name in ("Q2", "ports", "Q1")})
    reading = Reading(sheet="all")
    summary = enrich_file(str(tmp_path / "in.xlsx"), str(tmp_path / "out.csv"), reading=reading)
    assert rows_of(tmp_path / "out.csv")[1:] == [
        {"id": "2", "address": "珲春市", "port": "", "n": "", "sheet": "Q2"},
        {"id": "", "address": "", "port": "Dalian", "n": "4", "sheet": "ports"},
        {"id": "", "address": "", "port": "Dandong", "n": "5", "sheet": "ports"},
        {"id": "3", "address": "延吉市", "port": "", "n": "", "sheet": "Q1"},
    ]
    assert summary.noticed.unread == {}


def test_a_column_called_sheet_stays(tmp_path: Path) -> None:
    write(
        tmp_path / "in.xlsx",
        {name: [["sheet", "address"], ["x", "Dandong"]] for name in "AB"},
    )
    enrich_file(str(tmp_path / "in.xlsx"), str(tmp_path / "out.csv"))
    assert rows_of(tmp_path / "out.csv")[1] == {
        "sheet": "x",
        "address": "Dandong",
        "sheet_2": "B",
    }


def ledger(sheet: Any) -> None:
    """A title over all columns, a date, names in two rows, a firm merged over two rows, a total."""
    sheet.merge_range(0, 0, 0, 4, "供应商台账")
    sheet.write(1, 3, "2024-12-31")
    sheet.merge_range(3, 0, 4, 0, "序号")
    sheet.merge_range(3, 1, 3, 2, "供应商")
    sheet.merge_range(3, 3, 3, 4, "采购")
    sheet.write_row(4, 1, ["名称", "地址", "数量", "金额"])
    sheet.merge_range(5, 1, 6, 1, "丹东样例有限公司")
    for row, (number, where) in enumerate(
        [(1, "丹东市振兴区样例路1号"), (2, "东港市前阳镇2号")], 5
    ):
        sheet.write(row, 0, number)
        sheet.write_row(row, 2, [where, 5, 1.5])
    sheet.write_row(8, 0, ["合计", "", "", 10, 3])


def test_a_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "in.xlsx", {"A": ledger})
    summary = enrich_file(str(tmp_path / "in.xlsx"), str(tmp_path / "out.csv"))
    assert rows_of(tmp_path / "out.csv") == [
        {
            "序号": str(number),
            "供应商 名称": "丹东样例有限公司",
            "供应商 地址": where,
            "采购 数量": "5",
            "采购 金额": "1.5",
        }
        for number, where in [(1, "丹东市振兴区样例路1号"), (2, "东港市前阳镇2号")]
    ]
    assert (summary.rows_in, summary.rows_out, summary.rejected) == (3, 2, 1)
    assert [row.line for row in summary.noticed.above] == [1, 2]
    assert (summary.first_rejects[0].line, summary.first_rejects[0].reason) == (
        9,
        "total-row",
    )
    assert summary.noticed.merged == 1
    assert main(["inspect", str(tmp_path / "in.xlsx")]) == 0
    assert "4  header  序号" in capsys.readouterr().out


def test_a_header_may_be_named(tmp_path: Path) -> None:
    write(tmp_path / "in.xlsx", {"A": [["address"], ["Dandong"], ["wo"], ["Yanji"]]})
    reading = Reading(header_row=3)
    summary = enrich_file(
        str(tmp_path / "in.xlsx"),
        str(tmp_path / "out.csv"),
        address=["wo"],
        reading=reading,
    )
    assert rows_of(tmp_path / "out.csv") == [{"wo": "Yanji"}]
    assert [row.text for row in summary.noticed.above] == ["address", "Dandong"]


def test_inspecting_lists_the_sheets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "in.xlsx", TWO)
    seen = inspect_file(str(tmp_path / "in.xlsx"))
    told = [(each.name, each.rows, each.columns, each.read) for each in seen.noticed.sheets]
    assert told == [
        ("read me", 2, 1, False),
        ("Q2", 2, 2, True),
        ("Q1", 1, 2, True),
        ("ports", 3, 2, False),
    ]
    assert main(["inspect", str(tmp_path / "in.xlsx")]) == 0
    assert "--sheet 'read me' reads it" in capsys.readouterr().out


def test_merged_ranges_are_bounded(tmp_path: Path) -> None:
    def many(sheet: Any) -> None:
        sheet.write(0, 0, "address")
        sheet.merge = [[row, 0, row + 1, 0] for row in range(0, 2 * MERGED + 4, 2)]

    write(tmp_path / "in.xlsx", {"A": many})
    with pytest.raises(InputError, match="merged ranges"):
        check_workbook((tmp_path / "in.xlsx").read_bytes(), "in.xlsx")


def test_an_old_workbook_whose_merged_cells_are_not_asked_for_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("nkrisk_geo.files.workbook_reader.LARGEST_MERGED", 10)
    write(tmp_path / "new.xlsx", {"A": ledger})
    # The reader sees from the content what it is; the name says how carefully.
    (tmp_path / "old.xls").write_bytes((tmp_path / "new.xlsx").read_bytes())
    for name, is_unread in (("new.xlsx", False), ("old.xls", True)):
        seen = inspect_file(str(tmp_path / name))
        assert seen.noticed.merged_unread is is_unread
        assert seen.noticed.merged == (not is_unread)
    assert main(["inspect", str(tmp_path / "old.xls")]) == 0
    assert "merged ones are not filled" in capsys.readouterr().out
