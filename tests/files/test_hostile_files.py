"""Files of others: what is damaged is told, what is large is refused, nothing is lost without a word."""

from __future__ import annotations

import datetime
import gzip
import io
import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import nkrisk_geo
from nkrisk_geo import InputError
from nkrisk_geo.cli import main
from nkrisk_geo.files import Reading, bounds, enrich_file, inspect_file
from nkrisk_geo.files.workbooks import CELLS, check_workbook

ROWS = 8_000
CUTS = (0.01, 0.5, 0.99, 0.999)


def packed(content: bytes, compression: str) -> bytes:
    zstandard = pytest.importorskip("zstandard")
    pack = {"": bytes, "gz": gzip.compress, "zst": zstandard.compress}[compression]
    return bytes(pack(content))


def unpacked(content: bytes, compression: str) -> bytes:
    zstandard = pytest.importorskip("zstandard")
    read = {
        "gz": gzip.decompress,
        "zst": zstandard.ZstdDecompressor().decompressobj().decompress,
    }[compression]
    return read(content)  # type: ignore[no-any-return]


def lines(kind: str) -> bytes:
    chance = random.Random(3)
    texts = [f"Dandong {chance.random()}" for _ in range(ROWS)]
    if kind == "jsonl":
        return "".join(json.dumps({"address": text}) + "\n" for text in texts).encode()
    return ("address\n" + "".join(f"{text}\n" for text in texts)).encode()


# --- damage ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl"])
@pytest.mark.parametrize("compression", ["gz", "zst"])
def test_a_cut_stream_is_no_whole_one(
    compression: str, kind: str, cut: float, tmp_path: Path
) -> None:
    whole = packed(lines(kind), compression)
    source = tmp_path / f"in.{kind}.{compression}"
    source.write_bytes(whole[: int(len(whole) * cut)])
    with pytest.raises(
        InputError, match=r"in the middle|ended before|is damaged|cannot be read"
    ):
        enrich_file(str(source), str(tmp_path / "out.csv"))
    assert [path.name for path in tmp_path.iterdir()] == [source.name]


@pytest.mark.parametrize("compression", ["gz", "zst"])
def test_what_stands_behind_a_stream_is_no_part_of_it(
    compression: str, tmp_path: Path
) -> None:
    source = tmp_path / f"in.csv.{compression}"
    for content in (packed(lines("csv"), compression) + b"junk", lines("csv")):
        source.write_bytes(content)
        with pytest.raises(InputError):
            enrich_file(str(source), str(tmp_path / "out.csv"))


def test_flipped_bytes_never_lose_a_row_without_a_word(tmp_path: Path) -> None:
    """Whatever is read has all rows, or is an error; a stream without a check sum may have other letters in them."""
    chance = random.Random(11)
    for compression in ("gz", "zst"):
        whole = packed(lines("csv"), compression)
        for number in range(5):
            content = bytearray(whole)
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            source = tmp_path / f"in{number}.csv.{compression}"
            source.write_bytes(content)
            try:
                summary = enrich_file(
                    str(source), str(tmp_path / "out.csv"), address=["address"]
                )
            except InputError:
                continue
            # A line feed may be another letter now, everywhere where the stream refers to it, and the cell two lines long.
            assert (
                summary.rows_in
                >= unpacked(bytes(content), compression).count(b"\n") - 2
            )


def test_what_is_written_has_a_check_sum(tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard")
    (tmp_path / "in.csv").write_bytes(b"address\nDandong\n")
    enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv.zst"))
    assert zstandard.get_frame_parameters(
        (tmp_path / "out.csv.zst").read_bytes()
    ).has_checksum


def test_a_damaged_page_names_the_file(tmp_path: Path) -> None:
    source = tmp_path / "in.parquet"
    pq.write_table(
        pa.table({"address": [f"Dandong {n}" for n in range(100_000)]}), source
    )
    content = bytearray(source.read_bytes())
    content[2000:3000] = bytes(byte ^ 0x55 for byte in content[2000:3000])
    source.write_bytes(content)
    with pytest.raises(InputError, match=r"in\.parquet: is damaged"):
        enrich_file(str(source), str(tmp_path / "out.csv"))
    assert not (tmp_path / "out.csv").exists()


# --- odd values --------------------------------------------------------------------------------------------------

FAR = 10**14
BAD = pa.Array.from_buffers(
    pa.string(),
    2,
    [None, pa.py_buffer(b"\0\0\0\0\3\0\0\0\6\0\0\0"), pa.py_buffer(b"ab\xffabc")],
)
ODD = {
    "moments": pa.array([0, FAR], pa.timestamp("s")),
    "days": pa.array([0, 2**31 - 1], pa.date32()),
    "lists": pa.array([[0], [FAR]], pa.list_(pa.timestamp("s"))),
    "structs": pa.array([{"a": FAR}, {"a": 0}], pa.struct([("a", pa.timestamp("s"))])),
    "zoned": pa.array([0, FAR], pa.timestamp("s", tz="UTC")),
    "no UTF-8": BAD,
}


@pytest.mark.parametrize(
    "out", ["out.csv", "out.jsonl", "out.xlsx", "out.parquet", "out.geojson"]
)
@pytest.mark.parametrize("kind", ODD)
def test_values_that_python_does_not_know_are_written(
    kind: str, out: str, tmp_path: Path
) -> None:
    source = tmp_path / "in.parquet"
    pq.write_table(pa.table({"address": ["Dandong", "Yanji"], "x": ODD[kind]}), source)
    assert enrich_file(str(source), str(tmp_path / out)).rows_out == 2
    assert enrich_file(str(source), str(tmp_path / out), address=["x"]).rows_out == 2
    assert inspect_file(str(source)).plan is not None


def test_a_moment_is_written_as_ever() -> None:
    from nkrisk_geo.tables.values import to_list

    moments = pa.array([0, None], pa.timestamp("s"))
    assert to_list(moments) == [datetime.datetime(1970, 1, 1), None]


@pytest.mark.parametrize("out", ["out.csv", "out.xlsx", "out.jsonl", "out.parquet"])
def test_half_a_surrogate_pair_in_a_name_is_written(out: str, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"address": "Dandong", "k\\ud800": 1}\n')
    assert enrich_file(str(source), str(tmp_path / out)).rows_out == 1


@pytest.mark.parametrize("nul", [b"Hun\0chun", b"\0\0\0", b"Hunchun\0"])
def test_a_stray_nul_is_no_other_encoding(nul: bytes, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(b"1,Dandong\n2," + nul + b"\n3,Yanji\n")
    summary = enrich_file(
        str(source),
        str(tmp_path / "out.csv"),
        reading=Reading(columns=("id", "address")),
        address=["address"],
    )
    assert (summary.rows_out, summary.noticed.nul) == (3, 1)


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "cp949", "cp1251"])
def test_a_stray_nul_changes_no_older_encoding(encoding: str, tmp_path: Path) -> None:
    text = {"cp949": "단동시 진흥구", "cp1251": "Владивосток, ул. Светланская"}.get(
        encoding, "丹東市振興路"
    )
    line = text.encode(encoding)
    (tmp_path / "in.csv").write_bytes(
        b"address\n" + b"".join(line + b"\n" for _ in range(9)) + line + b"\0\n"
    )
    summary = enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"))
    assert (summary.noticed.encoding, summary.noticed.nul) == (encoding, 1)


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
@pytest.mark.parametrize(
    "text",
    [
        "Dandong",
        "丹东市振兴区浪头镇文安路",
        "단동시진흥구낭두진문안로" * 5,
        "丹东市振兴区" * 30,
    ],
)
def test_wide_encodings_are_told_apart(
    text: str, encoding: str, tmp_path: Path
) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(("地址,n\n" + f"{text},5\n" * 40).encode(encoding))
    assert enrich_file(str(source), str(out)).rows_out == 40
    assert out.read_text(encoding="utf-8").count(f"{text},5,resolved") == 40
    if encoding in ("utf-16-le", "utf-32-le"):
        given = Reading(encoding=encoding[:6])
        assert enrich_file(str(source), str(out), reading=given).rows_out == 40


# --- bounds ------------------------------------------------------------------------------------------------------


def test_lines_without_an_end_are_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("bounds.LONGEST", "csv_rows.LONGEST_ROW", "jsonlines.LONGEST"):
        monkeypatch.setattr(f"nkrisk_geo.files.{module}", 1000)
    source, long = tmp_path / "in.csv", "x" * 5000
    source.write_text(f'address,n\nDandong,1\n{long},2\n"a\n{long}\nb",3\nYanji,4\n')
    summary = enrich_file(str(source), str(tmp_path / "out.csv"))
    reasons = [bad.reason for bad in summary.first_rejects]
    assert (
        summary.rows_out == 3
    )  # with the end of the cell that the second long line was in
    assert sorted(reasons) == ["too-few-cells", "too-long", "too-long"]
    assert summary.rows_in == 6
    source = tmp_path / "in.jsonl"
    source.write_text(
        '{"address": "Dandong"}\n'
        + f'{{"address": "{long}"}}\n'
        + '{"address": "Yanji"}\n'
    )
    for out in ("o.jsonl", "o.csv"):
        summary = enrich_file(str(source), str(tmp_path / out))
        assert (summary.rows_out, [bad.reason for bad in summary.first_rejects]) == (
            2,
            ["too-long"],
        )


def test_a_bomb_is_read_in_a_small_memory(tmp_path: Path) -> None:
    """One line of two gigabytes in a few kilobytes, from a file and from a pipe."""
    zstandard = pytest.importorskip("zstandard")
    source = tmp_path / "in.csv.zst"
    with source.open("wb") as file, zstandard.open(file, "wb") as stream:
        stream.write(b"address\nDandong\n")
        for _ in range(500):
            stream.write(b"x" * 1_000_000)
    assert enriched(tmp_path, str(source), memory=1 << 30) == (1, 1)


def enriched(folder: Path, source: str, *, memory: int) -> tuple[int, int]:
    """Rows out and rejected, by a process that may have so much memory beside what it begins with."""
    program = (
        "import resource, sys, nkrisk_geo; from nkrisk_geo.files import enrich_file; nkrisk_geo.resolve('Dandong');"
        "enrich_file(sys.argv[3], sys.argv[4]);"
        "before = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize();"
        "resource.setrlimit(resource.RLIMIT_AS, (before + int(sys.argv[1]),) * 2);"
        "found = enrich_file(sys.argv[2], sys.argv[4]); print(found.rows_out, found.rejected)"
    )
    warm = folder / "warm.csv"
    warm.write_text("address\nDandong\n")
    done = subprocess.run(
        [sys.executable, "-c", program, str(memory // 8), source, str(warm), str(folder / "out.csv")],
        capture_output=True, check=False, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(nkrisk_geo.__file__).parents[1])},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    out, rejected = done.stdout.split()
    return int(out), int(rejected)


def test_tables_wider_than_any_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(
        "".join(f'{{"address": "x", "k{n}": 1}}\n' for n in range(bounds.COLUMNS))
    )
    with pytest.raises(InputError, match="columns"):
        enrich_file(str(source), str(tmp_path / "out.csv"))
    assert (
        enrich_file(str(source), str(tmp_path / "out.jsonl")).rows_out == bounds.COLUMNS
    )
    source = tmp_path / "in.csv"
    source.write_text(
        "address," + ",".join(f"c{n}" for n in range(bounds.COLUMNS)) + "\n"
    )
    with pytest.raises(InputError, match="columns"):
        enrich_file(str(source), str(tmp_path / "out.csv"))


# --- workbooks ---------------------------------------------------------------------------------------------------


def workbook(fill: Callable[[object], None]) -> bytes:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    fill(book.add_worksheet())
    book.close()
    return buffer.getvalue()


def edited(
    content: bytes,
    change: Callable[[bytes], bytes],
    part: str = "xl/worksheets/sheet1.xml",
) -> bytes:
    """A workbook with one of its parts changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(
                name, change(old.read(name)) if name == part else old.read(name)
            )
    return out.getvalue()


def two_corners(sheet: object) -> None:
    sheet.write(0, 0, "address")  # type: ignore[attr-defined]
    sheet.write(1_048_575, 16_383, "x")  # type: ignore[attr-defined]


FAR_CELLS: dict[str, Callable[[bytes], bytes]] = {
    "as written": bytes,
    "other quotes": lambda part: part.replace(b'r="XFD1048576"', b"r='XFD1048576'"),
    "an entity": lambda part: part.replace(b'"XFD1048576"', b'"&#88;FD1048576"'),
    "another blank": lambda part: part.replace(b'<c r="XFD', b'<c\n r="XFD'),
    "UTF-16": lambda part: part.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "a name space": lambda part: part.replace(
        b'<c r="XFD', b'<q:c xmlns:q="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="XFD'
    ).replace(b"</c></row></sheetData>", b"</q:c></row></sheetData>"),
    "no dimension": lambda part: part.replace(b"<dimension", b"<dimensio"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FAR_CELLS)
def test_two_far_cells_are_no_sheet(kind: str, tmp_path: Path) -> None:
    source = tmp_path / "in.xlsx"
    source.write_bytes(edited(workbook(two_corners), FAR_CELLS[kind]))
    with pytest.raises(
        InputError, match=r"too large for a spreadsheet|is no spreadsheet"
    ):
        inspect_file(str(source))


def test_shared_text_is_counted_in_each_cell() -> None:
    def long(sheet: object) -> None:
        for row in range(20_000):
            sheet.write(row, 0, "z" * 32_000)  # type: ignore[attr-defined]

    with pytest.raises(InputError, match="MB of text"):
        check_workbook(workbook(long), "in.xlsx")


def test_an_archive_that_says_less_than_it_holds_is_none(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", b"<si>" * (1 << 27))
    with pytest.raises(InputError, match="unpacked"):
        check_workbook(out.getvalue(), "in.xlsx")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", "<office/>")
    with pytest.raises(InputError, match="another kind"):
        check_workbook(out.getvalue(), "in.xlsx")


def test_a_sheet_of_usual_size_is_read() -> None:
    def usual(sheet: object) -> None:
        for row in range(3000):
            for column in range(12):
                sheet.write(row, column, f"{row} {column}")  # type: ignore[attr-defined]

    check_workbook(workbook(usual), "in.xlsx")
    assert CELLS > 3000 * 12


def test_sheets_that_are_not_read_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    source = tmp_path / "in.xlsx"
    with xlsxwriter.Workbook(source) as book:
        for name, rows in (("A", 3), ("B", 5), ("empty", 0)):
            sheet = book.add_worksheet(name)
            for row in range(rows):
                sheet.write(
                    row, 0, f"Dandong {row}" if row or name == "B" else "address"
                )
    assert enrich_file(str(source), str(tmp_path / "out.csv")).noticed.unread == {
        "B": 5
    }
    assert (
        main(["enrich", str(source), "-o", str(tmp_path / "out.csv"), "--force"]) == 0
    )
    assert "sheet 'B', 5 rows" in capsys.readouterr().err
    assert (
        main(
            [
                "enrich",
                str(source),
                "-o",
                str(tmp_path / "out.csv"),
                "--strict",
                "--force",
            ]
        )
        == 3
    )
    assert main(["inspect", str(source)]) == 0
    assert "sheet 'B', 5 rows; --sheet B reads it" in capsys.readouterr().out


# --- names -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "read",
    ["out.csv.rejects.csv", ".out.csv.part", ".out.csv.checkpoint", ".out.csv.done"],
)
def test_no_input_is_written_over(read: str, tmp_path: Path) -> None:
    source = tmp_path / read
    source.write_text("line,reason,text\n3,too-many-cells,Dandong\n")
    with pytest.raises(InputError, match="which is read"):
        enrich_file(
            str(source),
            str(tmp_path / "out.csv"),
            address=["text"],
            reading=Reading("csv"),
        )
    assert source.read_text() == "line,reason,text\n3,too-many-cells,Dandong\n"


def test_no_file_of_zones_is_written_over(tmp_path: Path) -> None:
    zones, source = tmp_path / "zones.toml", tmp_path / "in.csv"
    zones.write_text("[near]\nwithin_km = 5\n")
    source.write_text("address\nDandong\n")
    assert (
        main(
            [
                "enrich",
                str(source),
                "--zones",
                str(zones),
                "-o",
                str(zones),
                "--to",
                "csv",
            ]
        )
        == 2
    )
    assert zones.read_text() == "[near]\nwithin_km = 5\n"


def test_a_file_that_is_not_ours_is_not_removed(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("address\nDandong\n")
    (tmp_path / "out.csv.rejects.csv").write_text("mine")
    with pytest.raises(InputError, match="is no file of rejected rows"):
        enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"))
    assert (tmp_path / "out.csv.rejects.csv").read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="links of another kind there")
@pytest.mark.parametrize(
    "name",
    [
        ".out.csv.part",
        ".out.csv.checkpoint.new",
        ".out.csv.rejects.csv.part",
        ".out.csv.done.new",
    ],
)
@pytest.mark.parametrize("hard", [False, True])
def test_no_link_is_followed(name: str, hard: bool, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("address\nDandong\nx,y,z\n")
    precious = tmp_path / "precious.txt"
    precious.write_text("precious")
    (os.link if hard else os.symlink)(precious, tmp_path / name)
    if name == ".out.csv.part":
        with pytest.raises(InputError, match="no file of ours"):
            enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"))
    else:
        enrich_file(str(tmp_path / "in.csv"), str(tmp_path / "out.csv"))
    assert precious.read_text() == "precious"
    assert not (tmp_path / "out.csv").is_symlink()


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_the_permissions_of_an_output_are_kept(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("address\nDandong\n")
    for out in (tmp_path / "out.csv", tmp_path / "out.parquet"):
        out.write_text("old")
        out.chmod(0o600)
        enrich_file(str(tmp_path / "in.csv"), str(out))
        assert out.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(sys.platform != "linux", reason="names are text on other systems")
def test_names_that_are_no_text_and_names_that_are_long(tmp_path: Path) -> None:
    source = tmp_path / os.fsdecode(b"\xb5\xa4\xb6\xab.csv")
    source.write_text("address\nDandong\n")
    assert (
        main(["enrich", str(source), "-o", str(tmp_path / "out.csv"), "--quiet"]) == 0
    )
    for length in (230, 243):
        out = tmp_path / ("a" * (length - 4) + ".csv")
        assert main(["enrich", str(source), "-o", str(out), "--quiet"]) == 0
        assert main(["enrich", str(source), "-o", str(out), "--quiet", "--resume"]) == 0
    assert (
        main(
            [
                "enrich",
                str(source),
                "-o",
                str(tmp_path / ("a" * 244 + ".csv")),
                "--quiet",
            ]
        )
        == 2
    )


def test_what_nobody_thought_of_is_told_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(arguments: object) -> int:
        raise ZeroDivisionError("here")

    monkeypatch.setattr("nkrisk_geo.cli.resolve_command.show_answers", fails)
    assert main(["resolve", "Dandong"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("nkrisk-geo: unexpected: ZeroDivisionError: here")
    assert told.count("\n") == 1
    monkeypatch.setenv("NKRISK_DEBUG", "1")
    assert main(["resolve", "Dandong"]) == 1
    assert "Traceback" in capsys.readouterr().err
