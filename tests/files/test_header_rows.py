"""Where the header stands: titles above it, names in two rows, totals below; what the user says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nkrisk_geo import InputError
from nkrisk_geo.cli import main
from nkrisk_geo.files import Reading, enrich_file, inspect_file
from nkrisk_geo.files.headers import find_header, is_total

HEADERS = {
    "plain": ("name,address|A,Dandong", 0, 1, ["name", "address"]),
    "a title and a date": ("供应商台账,|日期,2024|企业名称,注册地址|A,丹东市", 2, 1, ["企业名称", "注册地址"]),
    "a title that has a word of headers": ("Supplier address list,,|id,address,zip|1,x,9", 1, 1, ["id", "address", "zip"]),
    "groups over names": (
        "序号,发货人,,收货人,|,名称,地址,名称,地址|1,A,丹东,B,大连", 0, 2,
        ["序号", "发货人 名称", "发货人 地址", "收货人 名称", "收货人 地址"],
    ),
    "two languages": ("企业名称,地址|Company name,Address|A,丹东", 0, 2, ["企业名称", "地址"]),
    "nothing known": ("a,b|c,d", 0, 1, ["a", "b"]),
    "nothing known below a title": ("list,,|a,b,c|1,2,3", 1, 1, ["a", "b", "c"]),
    "a short first row of another width is no title": ("addr|Dandong,Liaoning|Yanji,Jilin", 0, 1, ["addr"]),
    "a row of nothing but words of headers": ("a,b|Factory,City|x,y", 1, 1, ["Factory", "City"]),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "start", "count", "names"), HEADERS.values(), ids=list(HEADERS))
def test_headers_are_found(rows: str, start: int, count: int, names: list[str]) -> None:
    found = find_header([row.split(",") for row in rows.split("|")])
    assert (found.start, found.rows, list(found.names)) == (start, count, names)


def test_what_the_user_names_is_the_header() -> None:
    rows = [["address", "x"], ["wo", "was"], ["Dandong", "1"]]
    assert find_header(rows).start == 0
    assert find_header(rows, ["wo"]).start == 1


@pytest.mark.parametrize(
    "row",
    [
        "合计,,5",
        "合 计,1.50,",
        "小计:,3",
        "Total,,¥5.00",
        ",Grand Total,12",
        "共计12家,,",
        "Итого,7",
    ],
)
def test_totals(row: str) -> None:
    assert is_total(row.split(","))


@pytest.mark.parametrize(
    "row",
    [
        "合计",
        "Total Trading,Dandong",
        "总公司,丹东市",
        "Total,Dandong",
        "Summit,5",
        "5,6",
        ",",
    ],
)
def test_records_that_are_no_totals(row: str) -> None:
    assert not is_total(row.split(","))


TITLED = "供应商台账,,\n导出日期:2024-12-31,,\n\n企业名称,注册地址,数量\nA,丹东市振兴区,5\n,,\nB,珲春市,6\n合计,,11\n"


def test_titles_and_totals_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.csv").write_text(TITLED, encoding="utf-8")
    summary = enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"))
    assert (summary.rows_in, summary.rows_out, summary.rejected) == (4, 3, 1)
    assert [(row.line, row.text) for row in summary.noticed.above] == [
        (1, "供应商台账,,"),
        (2, "导出日期:2024-12-31,,"),
    ]
    rejects = (tmp_path / "out.csv.rejects.csv").read_text(encoding="utf-8").splitlines()
    assert rejects[1:] == ['8,total-row,"合计,,11"']
    assert main(["inspect", str(tmp_path / "in.csv")]) == 0
    told = capsys.readouterr().out
    assert (
        "2 rows that are no records, above or beside the header: 1 '供应商台账,,'; 2 '导出日期:2024-12-31,,'"
        in told
    )
    assert "4  header  企业名称" in told
    assert f"nkrisk-geo enrich {tmp_path}/in.csv -o in.geo.xlsx" in told


def test_a_delimiter_below_a_title_is_found(tmp_path: Path) -> None:
    text = "Lieferanten, Stand 2024\nFirma;Straße;PLZ;Ort\nA;Renmin Lu 5, Hof 3;118000;Dandong\nB;Weg 1, 2;118000;Dandong\n"
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    summary = enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"))
    assert summary.noticed.delimiter == ";"
    assert (summary.rows_out, summary.rejected, summary.statuses["resolved"]) == (
        2,
        0,
        2,
    )


def test_a_header_that_is_repeated_is_told(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("企业名称,地址\nName,Address\nA,丹东市\n", encoding="utf-8")
    summary = enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"))
    assert [(row.line, row.text) for row in summary.noticed.above] == [(2, "Name,Address")]
    assert summary.rows_out == 1


@pytest.mark.parametrize(("option", "value"), [("header_row", 3), ("skip_rows", 2)])
def test_the_user_says_where_it_is(option: str, value: int, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("address,x\nDandong,1\nwo,was\nYanji,2\n", encoding="utf-8")
    reading = Reading(**{option: value})  # type: ignore[arg-type]
    summary = enrich_file(
        str(tmp_path / "in.csv"),
        str(tmp_path / "out.csv"),
        address=["wo"],
        reading=reading,
    )
    assert (summary.rows_out, summary.noticed.skipped) == (1, 2)


def test_rows_are_skipped_where_all_columns_are_named(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("title\nDandong,1\nYanji,2\n", encoding="utf-8")
    reading = Reading(columns=("address", "n"), skip_rows=1)
    summary = enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"), reading=reading)
    assert (summary.rows_out, summary.noticed.skipped) == (2, 1)


@pytest.mark.parametrize(
    ("name", "reading", "message"),
    [
        ("in.jsonl", Reading(header_row=2), "not for jsonl"),
        ("in.csv", Reading(sheet="A"), "csv has no sheets"),
        ("in.csv", Reading(header_row=2, skip_rows=1), "leave one out"),
        ("in.csv", Reading(header_row=2, columns=("a",)), "leave one out"),
        ("in.csv", Reading(header_row=9), "is empty"),
    ],
)
def test_what_does_not_fit_is_said(
    name: str, reading: Reading, message: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text("address\nDandong\n", encoding="utf-8")
    with pytest.raises(InputError, match=message):
        enrich_file(str(tmp_path / name), str(tmp_path / "out.csv"), reading=reading)
    assert [path.name for path in tmp_path.iterdir()] == [name]


UNKNOWN = 'Anlauf,Ware\n"NO.5 HEPING RD, YANJI, JILIN",12 SHIRTS\n"12 RENMIN ST, DANDONG",7 SHOES\n'


def test_a_misspelt_column_of_streets_is_told(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        "city,Shiper Adress,dress\nDandong,12 RENMIN ROAD,12 RED XL\nYanji,5 HEPING ST,7 BLUE L\n",
        encoding="utf-8",
    )
    summary = enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"))
    assert summary.notes == [
        "warning: column 'Shiper Adress' is nearly called an address and is not read: --address 'Shiper Adress' reads it"
    ]


def test_what_looks_like_addresses_is_told_with_what_to_type(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in.csv").write_text(UNKNOWN, encoding="utf-8")
    with pytest.raises(
        InputError,
        match=r"'Anlauf' looks like addresses \(2 of 2 .* --address Anlauf reads it",
    ):
        enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"))
    assert inspect_file(str(tmp_path / "in.csv")).likely == ("Anlauf",)
    assert main(["inspect", str(tmp_path / "in.csv")]) == 0
    assert "--address Anlauf -o in.geo.xlsx" in capsys.readouterr().out
    (tmp_path / "in.csv").write_text(UNKNOWN.replace("Ware", "city"), encoding="utf-8")
    summary = enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"))
    assert summary.tallies[0].party.columns == ["city"]
    assert [note for note in summary.notes if "looks like" in note] == [
        "warning: column 'Anlauf' looks like addresses (2 of 2 values name a place) and is not read: --address Anlauf reads it"
    ]
