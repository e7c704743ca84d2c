"""Kinds of files and encodings, each tried: real addresses go in, and the answers must be those of `annotate_arrow`."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.report.sheet import Sheet
from nkrisk_geo import COLUMNS, annotate_arrow
from nkrisk_geo.files import Reading, enrich_file
from nkrisk_geo.files.encodings import label

Texts = Sequence[str]
Report = dict[str, Any]

ENCODINGS = {
    "UTF-8": ("utf-8", ""),
    "UTF-8 with a mark": ("utf-8-sig", ""),
    "UTF-16 with a mark": ("utf-16", ""),
    "UTF-16 LE": ("utf-16-le", ""),
    "UTF-16 BE": ("utf-16-be", ""),
    "GB18030": ("gb18030", "[\u4e00-\u9fff]"),
    "GBK": ("gbk", "[\u4e00-\u9fff]"),
    "Big5": ("big5", "[\u4e00-\u9fff]"),
    "EUC-KR": ("euc-kr", "[\uac00-\ud7a3]"),
    "Windows-1251": ("cp1251", "[\u0400-\u045f]"),
    "Windows-1252": ("cp1252", ""),
}
"""Python's name, and what a line that is not ASCII has where the encoding is one of a language: files have one beside English."""
TARGETS = (
    "csv",
    "csv.gz",
    "csv.zst",
    "tsv",
    "jsonl",
    "parquet",
    "geoparquet",
    "geojson",
    "xlsx",
)
MANY = 200


def measure(texts: Texts) -> Report:
    """Try all encodings with the texts that each can hold, then all kinds of input and output."""
    with tempfile.TemporaryDirectory() as folder:
        encodings = [tried_encoding(name, texts, Path(folder)) for name in ENCODINGS]
        sources = [tried_source(name, texts, Path(folder)) for name in SOURCES]
        targets = [tried_target(name, texts, Path(folder)) for name in TARGETS]
    return {"encodings": encodings, "sources": sources, "targets": targets}


# --- encodings ---------------------------------------------------------------------------------------------------------


def tried_encoding(name: str, texts: Texts, folder: Path) -> Report:
    """A CSV in an encoding: how it is detected from its first 200 rows alone, and whether the answers are the same."""
    encoding, script = ENCODINGS[name]
    held = [
        text
        for text in texts
        if text.isascii() or (re.search(script, text) and holds(text, encoding))
    ]
    telling = [text for text in held if not text.isascii()]
    source, target = folder / "in.csv", folder / "out.parquet"
    results = []
    for rows in (held, telling[:MANY]):
        source.write_bytes(as_csv(rows).encode(encoding))
        summary = enrich_file(str(source), str(target), address=["address"], force=True)
        same = answers(pq.read_table(target)) == answers(expected(rows))
        results.append((len(rows), label(summary.noticed.encoding or ""), same))
    return {"encoding": name, "read": results}


def holds(text: str, encoding: str) -> bool:
    """Can the encoding write the text?"""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def as_csv(texts: Texts, delimiter: str = ",") -> str:
    """A column of numbers and one of addresses."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["id", "address"])
    writer.writerows(enumerate(texts))
    return out.getvalue()


# --- kinds -------------------------------------------------------------------------------------------------------------


def tried_source(name: str, texts: Texts, folder: Path) -> Report:
    """An input of a kind, read into Parquet."""
    source, target = folder / name, folder / "out.parquet"
    SOURCES[name](source, texts)
    reading = (
        Reading(columns=("id", "address")) if name.startswith("feed") else Reading()
    )
    summary = enrich_file(
        str(source), str(target), address=["address"], reading=reading, force=True
    )
    same = answers(pq.read_table(target)) == answers(expected(texts))
    return {
        "kind": name,
        "rows": summary.rows_out,
        "delimiter": summary.noticed.delimiter,
        "same": same,
    }


def tried_target(name: str, texts: Texts, folder: Path) -> Report:
    """An output of a kind, made from CSV and read again by another reader."""
    source, target = folder / "in.csv", folder / f"out.{name}"
    source.write_text(as_csv(texts), encoding="utf-8", newline="")
    summary = enrich_file(str(source), str(target), address=["address"], force=True)
    found = READERS[name](target)
    wanted = [[plain(value) for value in row] for row in answers(expected(texts))]
    same = [[plain(value) for value in row] for row in found] == wanted
    return {
        "kind": name,
        "rows": summary.rows_out,
        "bytes": target.stat().st_size,
        "same": same,
    }


def expected(texts: Texts) -> pa.Table:
    """What `annotate_arrow` says of the texts."""
    return annotate_arrow(
        pa.table({"address": pa.array(texts, pa.string())}), address="address"
    )


def answers(table: pa.Table) -> list[list[Any]]:
    """The new columns, row by row."""
    names = [f"geo_{column.name}" for column in COLUMNS]
    return [list(row.values()) for row in table.select(names).to_pylist()]


def plain(value: Any) -> Any:
    """A value as any kind of file can hold it: lists as words, numbers as numbers, nothing as None."""
    if isinstance(value, list):
        return ";".join(value) or None
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value or None
    return None if value is None else float(value)


def _write_feed(path: Path, texts: Texts) -> None:
    path.write_text(
        "".join(f"{at}'~'{text}#@#@#\n" for at, text in enumerate(texts)),
        encoding="utf-8",
    )


def _write_jsonl(path: Path, texts: Texts) -> None:
    lines = (
        json.dumps({"id": at, "address": text}, ensure_ascii=False)
        for at, text in enumerate(texts)
    )
    path.write_text("\n".join(lines), encoding="utf-8")


def _write_parquet(path: Path, texts: Texts) -> None:
    pq.write_table(
        pa.table({"id": range(len(texts)), "address": pa.array(texts, pa.string())}),
        path,
    )


def _write_xlsx(path: Path, texts: Texts) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_numbers": False}
    ) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([("id", "address"), *enumerate(texts)]):
            sheet.write_row(at, 0, row)


def _delimited(delimiter: str) -> Callable[[Path, Texts], None]:
    def write(path: Path, texts: Texts) -> None:
        path.write_bytes(as_csv(texts, delimiter).encode())

    return write


def _gzipped(path: Path, texts: Texts) -> None:
    path.write_bytes(gzip.compress(as_csv(texts).encode()))


def _zstd(path: Path, texts: Texts) -> None:
    import zstandard

    path.write_bytes(zstandard.compress(as_csv(texts).encode()))


SOURCES: dict[str, Callable[[Path, Texts], None]] = {
    "comma.csv": _delimited(","),
    "semicolon.csv": _delimited(";"),
    "pipe.txt": _delimited("|"),
    "tilde.txt": _delimited("~"),
    "caret.txt": _delimited("^"),
    "tab.tsv": _delimited("\t"),
    "feed '~' #@#@#.txt": _write_feed,
    "comma.csv.gz": _gzipped,
    "comma.csv.zst": _zstd,
    "lines.jsonl": _write_jsonl,
    "table.parquet": _write_parquet,
    "sheet.xlsx": _write_xlsx,
}


def _csv_rows(text: str, delimiter: str = ",") -> list[list[Any]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [row[2:] for row in rows][1:]


def _read_zst(path: Path) -> list[list[Any]]:
    import zstandard

    with path.open("rb") as file:
        reader = zstandard.ZstdDecompressor().stream_reader(
            file, read_across_frames=True
        )
        return _csv_rows(reader.read().decode())


def _read_geoparquet(path: Path) -> list[list[Any]]:
    import geopandas

    frame = geopandas.read_parquet(path)
    located = frame.geometry.notna().to_list() == frame["geo_lat"].notna().to_list()
    assert located
    assert frame.crs.equals("OGC:CRS84")
    return answers(pq.read_table(path))


def _read_geojson(path: Path) -> list[list[Any]]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [list(feature["properties"].values())[2:] for feature in features]


def _read_xlsx(path: Path) -> list[list[Any]]:
    from python_calamine import CalamineWorkbook

    rows: list[list[Any]] = (
        CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    )
    return [row[2:] for row in rows[1:]]


READERS: dict[str, Callable[[Path], list[list[Any]]]] = {
    "csv": lambda path: _csv_rows(path.read_text(encoding="utf-8")),
    "csv.gz": lambda path: _csv_rows(gzip.decompress(path.read_bytes()).decode()),
    "csv.zst": _read_zst,
    "tsv": lambda path: _csv_rows(path.read_text(encoding="utf-8"), "\t"),
    "jsonl": lambda path: [
        list(json.loads(line).values())[2:]
        for line in path.read_text(encoding="utf-8").splitlines()
    ],
    "parquet": lambda path: answers(pq.read_table(path)),
    "geoparquet": _read_geoparquet,
    "geojson": _read_geojson,
    "xlsx": _read_xlsx,
}


# --- what is shown -----------------------------------------------------------------------------------------------------


def sheets(report: Report) -> list[Sheet]:
    """Encodings, kinds read, kinds written."""
    encodings = []
    for each in report["encodings"]:
        (rows, seen, same), (few, seen_few, same_few) = each["read"]
        cells = [f"{rows:,}", seen, said(same), f"{few:,}", seen_few, said(same_few)]
        encodings.append([each["encoding"], *cells])
    sources = [
        [r["kind"], f"{r['rows']:,}", repr(r["delimiter"] or ""), said(r["same"])]
        for r in report["sources"]
    ]
    targets = [
        [r["kind"], f"{r['rows']:,}", f"{r['bytes'] / 1e6:.1f}", said(r["same"])]
        for r in report["targets"]
    ]
    heads = ("rows", "read as", "answers", "only rows not ASCII", "read as", "answers")
    return [
        Sheet("encoding", heads, encodings),
        Sheet("read", ("rows", "delimiter", "answers"), sources),
        Sheet("written", ("rows", "MB", "answers"), targets),
    ]


def said(same: bool) -> str:
    """In a word."""
    return "the same" if same else "DIFFERENT"
