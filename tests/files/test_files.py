"""Files: every kind comes out with all its rows and cells as they went in, and the new columns behind."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nkrisk_geo import COLUMNS, InputError
from nkrisk_geo.files import Reading, Summary, enrich_file, inspect_file
from nkrisk_geo.files.encodings import detect
from nkrisk_geo.files.formats import format_of

DATA = Path(__file__).parents[1] / "data"

NEW = [f"geo_{column.name}" for column in COLUMNS]

ROWS = [
    {"id": "001", "addr": "丹东市振兴区", "zip": "118000"},
    {"id": "002", "addr": "HUNCHUN, JILIN", "zip": "133300"},
    {"id": "003", "addr": "", "zip": "012345"},
    {"id": "004", "addr": 'a "quoted", cell\nof two lines', "zip": ""},
]
ADCODES = ["210603", "222404", None, None]


def write_csv(path: Path, delimiter: str = ",", encoding: str = "utf-8") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(ROWS[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(ROWS)


def write_jsonl(path: Path) -> None:
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS),
        encoding="utf-8",
    )


def write_parquet(path: Path) -> None:
    pq.write_table(pa.Table.from_pylist(ROWS), path)


def write_xlsx(path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    sheet = book.add_worksheet()
    for number, row in enumerate([list(ROWS[0]), *(list(row.values()) for row in ROWS)]):
        sheet.write_row(number, 0, row)
    book.close()


def write_gz(path: Path) -> None:
    plain = path.with_suffix("")
    write_csv(plain)
    path.write_bytes(gzip.compress(plain.read_bytes()))


WRITE: dict[str, Callable[[Path], None]] = {
    "in.csv": write_csv,
    "in.tsv": lambda path: write_csv(path, "\t"),
    "in.txt": lambda path: write_csv(path, ";"),
    "in.jsonl": write_jsonl,
    "in.parquet": write_parquet,
    "in.xlsx": write_xlsx,
    "in.csv.gz": write_gz,
}


def read(path: Path) -> list[dict[str, Any]]:
    """A file that was written, with None for what is empty."""
    if path.suffix == ".parquet":
        return list(pq.read_table(path).to_pylist())
    content = path.read_bytes()
    if path.suffix == ".gz":
        content, path = gzip.decompress(content), path.with_suffix("")
    if path.suffix == ".zst":
        content, path = (
            pytest.importorskip("zstandard").decompress(content, 1 << 20),
            path.with_suffix(""),
        )
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in content.decode().splitlines()]
    if path.suffix == ".xlsx":
        calamine = pytest.importorskip("python_calamine")
        header, *rows = (
            calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
            .get_sheet_by_index(0)
            .to_python()
        )
        return [
            dict(zip(header, (cell if cell != "" else None for cell in row), strict=True))
            for row in rows
        ]
    delimiter = "\t" if path.suffix == ".tsv" else ","
    found = csv.DictReader(io.StringIO(content.decode(), newline=""), delimiter=delimiter)
    return [{name: cell or None for name, cell in row.items()} for row in found]


def run(
    folder: Path,
    content: str | bytes,
    source: str = "in.csv",
    target: str = "out.csv",
    **options: Any,
) -> Summary:
    (folder / source).write_bytes(content if isinstance(content, bytes) else content.encode())
    return enrich_file(
        str(folder / source), str(folder / target), **{"address": ["addr"], **options}
    )


@pytest.mark.parametrize(
    "target",
    [
        "out.csv",
        "out.tsv",
        "out.jsonl",
        "out.parquet",
        "out.xlsx",
        "out.csv.gz",
        "out.jsonl.zst",
    ],
)
@pytest.mark.parametrize("source", WRITE)
def test_every_kind_becomes_every_kind(source: str, target: str, tmp_path: Path) -> None:
    WRITE[source](tmp_path / source)
    summary = enrich_file(str(tmp_path / source), str(tmp_path / target), address=["addr"])
    rows = read(tmp_path / target)
    assert (summary.rows_in, summary.rows_out, summary.rejected) == (4, 4, 0)
    assert list(rows[0]) == ["id", "addr", "zip", *NEW]
    assert [row["geo_adcode"] for row in rows] == ADCODES
    given = [{name: cell or None for name, cell in row.items()} for row in ROWS]
    assert [{name: row[name] or None for name in row if name in ROWS[0]} for row in rows] == given
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("out")) == [
        target
    ]


def test_json_lines_keep_their_text(tmp_path: Path) -> None:
    records = [
        '{"addr": "丹东", "n": 1.50, "deep": {"b": [1, {"a": null}]}, "e": "\\u00e9"}',
        '{"n": 12345678901234567890}',
        "{}",
    ]
    summary = run(tmp_path, "\n".join(records) + "\n\n", "in.jsonl", "out.jsonl")
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [line[: len(record) - 1] for line, record in zip(lines, records, strict=True)] == [
        r[:-1] for r in records
    ]
    first = json.loads(lines[0])
    assert first["geo_adcode"] == "210600"
    assert isinstance(first["geo_zones"], list)
    assert isinstance(first["geo_confidence"], float)
    assert json.loads(lines[2])["geo_reason"] == "empty"
    assert (summary.noticed.blank, summary.rows_out) == (1, 3)


def test_json_lines_become_columns_of_one_type(tmp_path: Path) -> None:
    run(
        tmp_path,
        '{"addr": "丹东", "n": 1}\n{"n": 2, "x": [1], "mixed": 1}\n{"mixed": "a", "big": 99999999999999999999}\n',
        "in.jsonl",
        "out.parquet",
    )
    table = pq.read_table(tmp_path / "out.parquet").select(["addr", "n", "x", "mixed", "big"])
    assert table.column("n").type == pa.int64()
    assert table.to_pylist()[1] == {
        "addr": None,
        "n": 2,
        "x": "[1]",
        "mixed": "1",
        "big": None,
    }
    assert table.column("big").to_pylist()[2] == "99999999999999999999"


def test_rows_that_cannot_be_read_are_put_aside(tmp_path: Path) -> None:
    content = 'id,addr\n1,丹东\n2\n\n3,"open, 延吉\n4,a,b\n5,珲春,,\n6,"two\nlines"\n'
    summary = run(tmp_path, content)
    assert [row["id"] for row in read(tmp_path / "out.csv")] == ["1", "5", "6"]
    assert (summary.rows_in, summary.rows_out, summary.rejected) == (6, 3, 3)
    assert (tmp_path / "out.csv.rejects.csv").read_text() == (
        'line,reason,text\n3,too-few-cells,2\n5,too-many-cells,"3,""open, 延吉"\n6,too-many-cells,"4,a,b"\n'
    )
    assert summary.noticed.blank == 1
    run(tmp_path, "addr\n丹东\n", force=True)
    assert not (tmp_path / "out.csv.rejects.csv").exists(), "an earlier run's"


def test_a_stray_quotation_mark_swallows_nothing(tmp_path: Path) -> None:
    summary = run(tmp_path, 'id,addr\n1,"丹东\n' + "".join(f"{n},珲春\n" for n in range(2, 500)))
    rows = read(tmp_path / "out.csv")
    assert len(rows) == 499
    assert rows[0]["addr"] == '"丹东'
    assert summary.noticed.stray_quotes == 1


def test_lines_that_are_no_objects_are_put_aside(tmp_path: Path) -> None:
    summary = run(tmp_path, '{"addr": "丹东"}\n{"addr": \n[1]\nnull\n', "in.jsonl", "out.jsonl")
    assert (summary.rows_out, summary.rejected) == (1, 3)
    with (tmp_path / "out.jsonl.rejects.csv").open(newline="") as file:
        assert [row["reason"] for row in csv.DictReader(file)] == [
            "no-json",
            "no-object",
            "no-object",
        ]


CHINESE = "公司,addr\n丹东某某贸易有限公司,辽宁省丹东市振兴区人民路1号\n"
ENCODINGS = {
    "utf-8": (CHINESE, "utf-8-sig"),
    "utf-8-sig": (CHINESE, "utf-8-sig"),
    "gb18030": (CHINESE, "gb18030"),
    "gbk": (CHINESE, "gb18030"),
    "utf-16": (CHINESE, "utf-16"),
    "utf-16-le": (CHINESE, "utf-16-le"),
    "big5": ("公司,addr\n某某貿易有限公司,遼寧省丹東市振興區人民路1號\n", "big5"),
    "euc-kr": (
        "회사,addr\n무역회사,중국 랴오닝성 단둥시 전싱구 인민로 일호\n",
        "cp949",
    ),
    "cp1251": (
        "фирма,addr\nООО Восток,Китай, г. Даньдун, ул. Народная\n".replace(", ", " "),
        "cp1251",
    ),
    "cp1252": ("société,addr\nMüller GmbH,Dandong près de la frontière\n", "cp1252"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_are_detected(encoding: str, tmp_path: Path) -> None:
    content, detected = ENCODINGS[encoding]
    assert detect(content.encode(encoding)) == detected
    summary = run(tmp_path, content.encode(encoding))
    assert summary.noticed.encoding == detected
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith(content.splitlines()[0])
    assert read(tmp_path / "out.csv")[0]["addr"] == content.splitlines()[1].partition(",")[2]


def test_the_telling_lines_may_come_late(tmp_path: Path) -> None:
    rows = "DANDONG\n" * 60_000 + "辽宁省丹东市振兴区\n"
    summary = run(tmp_path, f"addr\n{rows}".encode("gb18030"))
    assert summary.noticed.encoding == "gb18030"
    assert summary.statuses == {"resolved": 60_001}


def test_a_spoilt_character_spoils_one_cell(tmp_path: Path) -> None:
    spoilt = "辽宁省丹东市".encode("gb18030")[:-1]
    rows = "辽宁省丹东市,甲\n".encode("gb18030") * 20
    summary = run(tmp_path, b"addr,x\n" + rows + spoilt + ",乙\n".encode("gb18030") + rows)
    answers = read(tmp_path / "out.csv")
    assert [row["addr"] for row in answers].count("辽宁省丹东市") == 40
    assert answers[20]["x"] == "乙"
    assert (summary.noticed.encoding, summary.noticed.spoilt) == ("gb18030", 1)


def test_the_given_encoding_wins(tmp_path: Path) -> None:
    summary = run(tmp_path, "addr\nMünchen\n".encode("cp1252"), reading=Reading(encoding="cp1252"))
    assert read(tmp_path / "out.csv")[0]["addr"] == "München"
    assert summary.noticed.encoding == codecs.lookup("cp1252").name


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_detected(delimiter: str, tmp_path: Path) -> None:
    content = (
        delimiter.join(["id", "addr"])
        + "\n"
        + delimiter.join(["1", f'"Renmin Rd{delimiter} Dandong"'])
        + "\n"
    )
    assert run(tmp_path, content).noticed.delimiter == delimiter
    assert read(tmp_path / "out.csv")[0]["addr"] == f"Renmin Rd{delimiter} Dandong"


def test_several_columns_are_one_address(tmp_path: Path) -> None:
    run(tmp_path, "a,b,c\nNo 1 Renmin Rd,,HUNCHUN\n,,\n", address=["a", "b", "c"])
    assert [row["geo_adcode"] for row in read(tmp_path / "out.csv")] == ["222404", None]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    summary = run(tmp_path, "addr,geo_zone\n丹东,mine\n")
    row = read(tmp_path / "out.csv")[0]
    assert (row["geo_zone"], row["geo_zone_2"]) == ("mine", "dandong")
    assert summary.columns[0] == "geo_status_2"


def test_fields_that_turn_up_late(tmp_path: Path) -> None:
    many = '{"n": 1}\n' * 2000
    assert (
        run(tmp_path, many + '{"addr": "丹东"}\n', "in.jsonl", "out.jsonl").statuses["resolved"]
        == 1
    )
    with pytest.raises(InputError, match="'geo_zone' already"):
        run(
            tmp_path,
            '{"addr": 1}\n' + many + '{"geo_zone": 1}\n',
            "in.jsonl",
            "other.jsonl",
        )
    assert not (tmp_path / "other.jsonl").exists()


def test_a_damaged_file_gives_nothing(tmp_path: Path) -> None:
    lines = "".join(f"{number * 7919 % 100_003},DANDONG\n" for number in range(200_000))
    with pytest.raises(InputError, match="is damaged"):
        run(tmp_path, gzip.compress(f"id,addr\n{lines}".encode())[:-5000], "in.csv.gz")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv.gz"]


@pytest.mark.parametrize("start", "=+-@\t\r")
def test_new_text_is_no_formula(start: str) -> None:
    from nkrisk_geo.files.cells import CsvStyle, write_cells

    cells = pa.array([f"{start}1", "x", None, "a\nb"])
    ours = write_cells(cells, CsvStyle(",", guarded=True)).to_pylist()
    assert ours[0].strip('"') == f"'{start}1"
    assert ours[1:] == ["x", "", '"a\nb"']
    assert write_cells(cells, CsvStyle(",")).to_pylist()[0].strip('"') == f"{start}1"
    assert write_cells(pa.array([-1.5, None]), CsvStyle(",", guarded=True)).to_pylist() == [
        "-1.5",
        "",
    ]


SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
UNSEEN = [" ", "\n", "\r\n", "\t", "\xa0", "\u3000", "\u2003", "\u200b", "\ufeff", "\u200d", "\u2060", "\x00", "\x1b", "\xad",
          "\u3164", "\u2028", "\u0301", "\u034f", "\u2800", "\u202e", " \u200b\xa0"]  # fmt: skip
SEEN = {0: "\u2400"}
"""For Python's own reader of CSV, which took no NUL before 3.11."""


@pytest.mark.parametrize("before", ["", *UNSEEN])
def test_no_sign_of_a_formula_stands_first_whatever_hides_before_it(
    before: str,
) -> None:
    from nkrisk_geo.files.cells import CsvStyle, write_cells

    cells = [f"{before}{sign}cmd|' /C calc'!A0" for sign in SIGNS]
    ours = write_cells(pa.array(cells), CsvStyle(",", guarded=True)).to_pylist()
    read = csv.reader(io.StringIO("\n".join(ours).translate(SEEN), newline=""))
    assert [row[0] for row in read] == [f"'{cell}".translate(SEEN) for cell in cells]
    plain = write_cells(pa.array(cells), CsvStyle(",")).to_pylist()
    read = csv.reader(io.StringIO("\n".join(plain).translate(SEEN), newline=""))
    assert [row[0] for row in read] == [cell.translate(SEEN) for cell in cells]
    harmless = (
        [f"{before}丹东", f"{before}a=b"] if not before.startswith(("\t", "\r", "\n")) else ["x"]
    )
    assert [
        cell.strip('"')
        for cell in write_cells(pa.array(harmless), CsvStyle(",", guarded=True)).to_pylist()
    ] == harmless


def test_a_delimiter_of_other_countries_makes_no_cells(tmp_path: Path) -> None:
    run(tmp_path, 'id,addr\n1,丹东;=cmd()\n2,"a\tb"\n', excel=True)
    lines = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert lines[1].startswith('1,"丹东;=cmd()",')
    assert lines[2].startswith('2,"a\tb",')
    run(tmp_path, "id,addr\n1,丹东;x\n", target="plain.csv")
    assert (tmp_path / "plain.csv").read_text("utf-8").splitlines()[1].startswith("1,丹东;x,")


def test_rejected_rows_are_guarded_as_the_others_are(tmp_path: Path) -> None:
    text = "id,addr\n=cmd(),b,c\n\u3000＝1,b,c;d\n1,丹东\nx,y,z\n"
    run(tmp_path, text, excel=True)
    lines = (tmp_path / "out.csv.rejects.csv").read_text("utf-8").splitlines()
    assert lines[0] == "line,reason,text"
    rows = list(csv.DictReader(lines))
    assert [row["text"] for row in rows] == ["'=cmd(),b,c", "'\u3000＝1,b,c;d", "x,y,z"]
    assert all(line.count('"') == 4 for line in lines[1:]), "no cell is parted at a semicolon"
    run(tmp_path, text, target="plain.csv")
    plain = list(
        csv.DictReader((tmp_path / "plain.csv.rejects.csv").read_text("utf-8").splitlines())
    )
    assert [row["text"] for row in plain] == ["=cmd(),b,c", "\u3000＝1,b,c;d", "x,y,z"]


def test_sheets_hold_text_not_formulas(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    run(tmp_path, "id,addr\n0012,=SUM(A1)\n", target="out.xlsx")
    row = read(tmp_path / "out.xlsx")[0]
    assert (row["id"], row["addr"]) == ("0012", "=SUM(A1)")


def test_an_error_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out.csv").write_text("before")

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("nkrisk_geo.files.text_writers.DelimitedWriter.close", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, "addr,n\n丹东,1\n珲春\n", force=True)
    assert (tmp_path / "out.csv").read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_several_processes_write_the_same(tmp_path: Path) -> None:
    content = "id,addr\n" + "".join(f"{n},丹东市{n}号\n" for n in range(20_000))
    run(tmp_path, content)
    run(tmp_path, content, target="pool.csv", workers=2)
    assert (tmp_path / "pool.csv").read_bytes() == (tmp_path / "out.csv").read_bytes()


def test_no_rows_give_a_header(tmp_path: Path) -> None:
    assert run(tmp_path, "id,addr\n").rows_out == 0
    assert (tmp_path / "out.csv").read_text() == ",".join(["id", "addr", *NEW]) + "\n"
    assert run(tmp_path, "id,addr\n", target="out.parquet").rows_out == 0
    assert pq.read_schema(tmp_path / "out.parquet").names == ["id", "addr", *NEW]
    assert run(tmp_path, "", "in.jsonl", "out.jsonl").rows_out == 0


def test_inspecting_tells_the_form(tmp_path: Path) -> None:
    write_csv(tmp_path / "in.csv", ";", "gb18030")
    seen = inspect_file(str(tmp_path / "in.csv"))
    assert (seen.noticed.encoding, seen.noticed.delimiter) == ("gb18030", ";")
    assert [(column.name, column.filled) for column in seen.columns] == [
        ("id", "100%"),
        ("addr", "75%"),
        ("zip", "75%"),
    ]


UNREADABLE = {
    "empty": ("in.csv", b"", "is empty"),
    "no parquet": ("in.parquet", b"addr\n", "is no Parquet file"),
    "no spreadsheet": ("in.xlsx", b"addr\n", "is no spreadsheet"),
    "no gzip": ("in.csv.gz", b"addr\n", "cannot be read"),
    "an array": ("in.jsonl", b'[{"addr": 1}]', "JSON array"),
    "unknown kind": ("in.doc", b"addr\n", "suffix names no format"),
    "missing column": ("in.csv", b"Adress,b\nx,y\n", "did you mean 'Adress'"),
    "column twice": ("in.csv", b"addr,addr\nx,y\n", "2 columns 'addr'"),
}


@pytest.mark.parametrize(
    ("source", "content", "message"), UNREADABLE.values(), ids=list(UNREADABLE)
)
def test_what_cannot_be_read_is_said_and_nothing_written(
    source: str, content: bytes, message: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=message):
        run(tmp_path, content, source)
    assert [path.name for path in tmp_path.iterdir()] == [source]


UNWRITABLE = {
    "the input": ("in.csv", "the input itself"),
    "no folder": ("none/out.csv", "there is no folder"),
    "old excel": ("out.xls", "only be read"),
    "unknown kind": ("out.doc", "suffix names no format"),
}


@pytest.mark.parametrize(("target", "message"), UNWRITABLE.values(), ids=list(UNWRITABLE))
def test_what_cannot_be_written_is_said(target: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        run(tmp_path, "addr\n丹东\n", target=target)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
    assert (tmp_path / "in.csv").read_text() == "addr\n丹东\n"


@pytest.mark.parametrize("options", [{"names": "fr"}, {"threshold": 3.0}])
def test_wrong_options_write_nothing(options: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(InputError):
        run(tmp_path, "addr\n丹东\n", options=options)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_formats_follow_the_suffix() -> None:
    assert format_of("a.b/list.CSV.GZ").compression == "gz"
    assert (
        format_of("-").kind,
        format_of("-", "jsonl").kind,
        format_of("list.txt", "tsv").kind,
    ) == (
        "csv",
        "jsonl",
        "tsv",
    )
    for path in ("list", "list.gz", "list.parquet.gz"):
        with pytest.raises(InputError):
            format_of(path)


FEED = "a'~'Dandong City,\nLiaoning'~'118000#@#@#\nb'~'HUNCHUN'~'#@#@#c'~'too few#@#@#\nd'~'珲春'~'133300"


def test_a_feed_has_marks_for_cells_and_rows(tmp_path: Path) -> None:
    named = Reading(columns=("id", "addr", "zip"))
    summary = run(tmp_path, FEED, "in.txt", reading=named)
    rows = read(tmp_path / "out.csv")
    assert [(row["id"], row["geo_adcode"]) for row in rows] == [
        ("a", "210600"),
        ("b", "222404"),
        ("d", "222404"),
    ]
    assert rows[0]["addr"] == "Dandong City,\nLiaoning"
    assert (summary.noticed.delimiter, summary.rejected) == ("'~'", 1)
    assert [(bad.line, bad.reason) for bad in summary.first_rejects] == [(3, "too-few-cells")]
    run(tmp_path, "id'~'addr#@#@#" + FEED, "in.txt", target="two.csv")
    assert [row["id"] for row in read(tmp_path / "two.csv")] == ["c"], (
        "the first row names two columns"
    )
    other = Reading(delimiter="||", row_end="\f")
    run(tmp_path, "id||addr\f1||丹东\f", "in.txt", target="other.csv", reading=other)
    assert read(tmp_path / "other.csv")[0]["geo_adcode"] == "210600"


def test_a_row_without_an_end_is_no_feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nkrisk_geo.files.marked_rows.LONGEST", 1000)
    with pytest.raises(InputError, match="does it end with '#@'"):
        run(tmp_path, "addr\n" * 1000, reading=Reading(row_end="#@"))


def test_columns_may_be_named_for_a_file_without_a_header(tmp_path: Path) -> None:
    run(tmp_path, "1,丹东\n2,珲春\n", reading=Reading(columns=("id", "addr")))
    assert [row["geo_adcode"] for row in read(tmp_path / "out.csv")] == [
        "210600",
        "222404",
    ]


def test_excel_runs_nothing(tmp_path: Path) -> None:
    run(tmp_path, "id,addr\n1,=cmd()\n2,+丹东\n", excel=True)
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(codecs.BOM_UTF8 + b"id,addr,")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["addr"] for row in rows] == ["'=cmd()", "'+丹东"]
    run(tmp_path, "id,addr\n1,=cmd()\n", target="plain.csv")
    assert read(tmp_path / "plain.csv")[0]["addr"] == "=cmd()", "data for programs stays what it is"


def test_geoparquet_and_geojson_hold_the_points(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    text = "id,addr,geometry\n1,丹东市振兴区,mine\n2,,\n"
    run(tmp_path, text, target="out.geoparquet")
    frame = geopandas.read_parquet(tmp_path / "out.geoparquet")
    assert frame.geometry.name == "geometry_2"
    assert frame.crs.equals("OGC:CRS84")
    assert frame["geometry"].to_list()[0] == "mine"
    assert frame.geometry.isna().to_list() == [False, True]
    assert (frame.geometry[0].x, frame.geometry[0].y) == (
        frame["geo_lng"][0],
        frame["geo_lat"][0],
    )
    metadata = json.loads(pq.read_metadata(tmp_path / "out.geoparquet").metadata[b"geo"])
    assert metadata["version"] == "1.1.0"
    assert (
        metadata["columns"]["geometry_2"]["bbox"] == [frame["geo_lng"][0], frame["geo_lat"][0]] * 2
    )
    run(tmp_path, text, target="out.geojson")
    collection = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))
    assert [feature["type"] for feature in collection["features"]] == [
        "Feature",
        "Feature",
    ]
    assert collection["features"][0]["geometry"] == {
        "type": "Point",
        "coordinates": [frame["geo_lng"][0], frame["geo_lat"][0]],
    }
    assert collection["features"][1]["geometry"] is None
    assert collection["features"][0]["properties"]["geo_zones"] == list(frame["geo_zones"][0])
    run(tmp_path, "addr\n", target="none.geojson")
    assert json.loads((tmp_path / "none.geojson").read_text()) == {
        "type": "FeatureCollection",
        "features": [],
    }
    run(tmp_path, "addr\n", target="none.geoparquet")
    assert len(geopandas.read_parquet(tmp_path / "none.geoparquet")) == 0


def test_an_old_spreadsheet(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    summary = enrich_file(str(DATA / "suppliers.xls"), str(tmp_path / "out.csv"))
    assert [row["geo_postcode"] for row in read(tmp_path / "out.csv")] == [
        "118000",
        "133300",
        None,
    ]
    assert summary.tallies[0].party.name == "supplier"


def test_sheets_are_the_same_each_time(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    run(tmp_path, "addr\n丹东\n", target="a.xlsx")
    run(tmp_path, "addr\n丹东\n", target="b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_sheet_that_is_too_long_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("xlsxwriter")
    monkeypatch.setattr("nkrisk_geo.files.sheets.MOST_ROWS", 2)
    with pytest.raises(InputError, match="write CSV or Parquet"):
        run(tmp_path, "addr\n丹东\n丹东\n丹东\n", target="out.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    summary = run(tmp_path, "addr\n丹东\n", dry_run=True)
    assert (summary.dry_run, summary.rows_out, summary.columns) == (True, 0, NEW)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_members_are_read_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written with checkpoints has a member for each, and is read whole again."""
    monkeypatch.setattr("nkrisk_geo.files.chunks.ROWS", 10)
    monkeypatch.setattr("nkrisk_geo.files.run.EVERY", 2)
    content = "id,addr\n" + "".join(f"{n},丹东\n" for n in range(100))
    for suffix in ("gz", "zst"):
        run(tmp_path, content, target=f"out.csv.{suffix}")
        again = enrich_file(
            str(tmp_path / f"out.csv.{suffix}"),
            str(tmp_path / "again.jsonl"),
            address=["addr"],
            prefix="x_",
            force=True,
        )
        assert again.rows_out == 100
    run(tmp_path, content, target="out.parquet")
    assert pq.ParquetFile(tmp_path / "out.parquet").metadata.num_row_groups == 5
