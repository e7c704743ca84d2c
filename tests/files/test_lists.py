"""Lists, one text a line; addresses that refer to another party."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import Any

import pytest

from nkrisk_geo.files import Reading, enrich_file, inspect_file
from nkrisk_geo.files.text_lines import marks_of


def rows_of(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


PASTED = """1. NO.5 HEPING RD, YANJI, JILIN, CHINA
2. "12 Renmin St, Dandong",

> 3) 丹东市振兴区1号
4. Shenyang
"""


def test_a_pasted_list(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(PASTED, encoding="utf-8")
    summary = enrich_file(str(tmp_path / "list.txt"), str(tmp_path / "out.csv"))
    rows = rows_of(tmp_path / "out.csv")
    assert [(row["line"], row["address"], row["geo_adcode"]) for row in rows] == [
        ("1", "NO.5 HEPING RD, YANJI, JILIN, CHINA", "222401"),
        ("2", "12 Renmin St, Dandong", "210600"),
        ("4", "丹东市振兴区1号", "210603"),
        ("5", "Shenyang", "210100"),
    ]
    assert (summary.rows_in, summary.rejected, summary.noticed.blank) == (4, 0, 1)


MARKS = {
    "bullets": ("- Dandong\n• Yanji\n* Hunchun", ["Dandong", "Yanji", "Hunchun"]),
    "circled numbers": ("① 丹东市\n② 延吉市", ["丹东市", "延吉市"]),
    "quotation marks": ("“Dandong”\n'Yanji'\n「珲春市」", ["Dandong", "Yanji", "珲春市"]),
    "numbers that are none of a list": ("12. Jie 5\nDandong\nYanji", ["12. Jie 5", "Dandong", "Yanji"]),
    "postcodes": ("118300 CHINA\n133300", ["118300 CHINA", "133300"]),
    "house numbers": ("12 Renmin St\n14 Renmin St", ["12 Renmin St", "14 Renmin St"]),
    "a hyphen": ("-5 Dandong\nA-B", ["-5 Dandong", "A-B"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), MARKS.values(), ids=list(MARKS))
def test_marks_are_taken_off(text: str, wanted: list[str]) -> None:
    marks = marks_of(text.splitlines())
    assert [marks.off(line) for line in text.splitlines()] == wanted


LISTS = {
    "commas": ("DANDONG, LIAONING\nYANJI, JILIN\n", True),
    "a name for the list": ("address\nNO.5 HEPING RD, YANJI\n", True),
    "a table": ("name,address\nA,Dandong\n", False),
    "a table with another delimiter": ("wer;wo\nA;Dandong\nB;Yanji\n", False),
}


@pytest.mark.parametrize(("text", "is_list"), LISTS.values(), ids=list(LISTS))
def test_a_text_is_a_list_or_a_table(text: str, is_list: bool, tmp_path: Path) -> None:
    (tmp_path / "in.txt.gz").write_bytes(gzip.compress(text.encode()))
    seen = inspect_file(str(tmp_path / "in.txt.gz"))
    assert ([column.name for column in seen.columns] == ["line", "address"]) is is_list


def test_what_is_said_of_a_text_makes_it_a_table(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("a,b\nDandong,x\n", encoding="utf-8")
    summary = enrich_file(str(tmp_path / "in.txt"), str(tmp_path / "out.csv"), address=["a"])
    assert list(rows_of(tmp_path / "out.csv")[0])[:2] == ["a", "b"]
    reading = Reading(file_format="lines")
    (tmp_path / "in.dat").write_text("a,b\nDandong,x\n", encoding="utf-8")
    summary = enrich_file(str(tmp_path / "in.dat"), str(tmp_path / "out2.csv"), reading=reading)
    assert summary.rows_out == 2


REFERRING = (
    "shipper,shipper_address,notify_address,consignee_address,consignee_city\n"
    'A,"1 RENMIN RD, DANDONG",SAME AS CONSIGNEE,5 HEPING RD,YANJI\n'
    "SEOUL CO,同收货人,SAME AS SHIPPER,DALIAN,\n"
    "C,AS ABOVE,DITTO,SEOUL,\n"
)


def test_the_place_of_the_other_party_is_taken(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(REFERRING, encoding="utf-8")
    summary = enrich_file(
        str(tmp_path / "in.csv"), str(tmp_path / "out.csv"), party=["shipper", "notify"]
    )
    rows = rows_of(tmp_path / "out.csv")
    assert [row["shipper_geo_adcode"] for row in rows] == ["210600", "210200", ""]
    assert [row["notify_geo_adcode"] for row in rows] == ["222401", "210200", ""]
    assert [row["notify_geo_reason"] for row in rows] == ["", "", "refers-elsewhere"]
    assert [row["notify_address"] for row in rows] == [
        "SAME AS CONSIGNEE",
        "SAME AS SHIPPER",
        "DITTO",
    ]
    assert summary.noticed.referred == 3


def test_points_are_taken_over_too(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        "shipper_address,shipper_lat,shipper_lng,consignee_address,consignee_lat,consignee_lng\n"
        "SAME AS CONSIGNEE,,,LIAONING,40.1290,124.3947\nDALIAN,,,x,,\n",
        encoding="utf-8",
    )
    enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"))
    assert [row["geo_prefecture"] for row in rows_of(tmp_path / "out.csv")] == [
        "Dandong",
        "Dalian",
    ]
