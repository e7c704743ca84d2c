"""The report: of files that were made by others, and onto places where something stands."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from hostile import contents
from hostile.cases import Case, Room
from hostile.children import Ask
from hostile.faults import Fault, Finding

GROUP = "reports"
KEY = b"nkrisk_geo"
OLD = b"<p>the page of yesterday</p>"


def cases() -> list[Case]:
    """All of them."""
    metadata = {
        "no JSON": b"{", "a list": b"[]", "a number": b"5", "null": b"null", "lists of numbers": b'{"geo_": [1]}',
        "no lists": b'{"geo_": "address"}', "other columns": b'{"geo_": ["none"]}', "other prefix": b'{"none_": ["address"]}',
        "objects": b'{"geo_": [{}]}', "not UTF-8": b"\xff\xfe", "nested": b"[" * 100_000, "empty": b"{}",
        "markup": json.dumps({"<script>alert(1)</script>": ["address"]}).encode(),
    }  # fmt: skip
    return [
        *(
            Case(GROUP, f"report/metadata: {word}", _told, (meta,))
            for word, meta in metadata.items()
        ),
        *(
            Case(GROUP, f"report/{word} as answers", _columns, (word,))
            for word in COLUMNS
        ),
        *(
            Case(GROUP, f"report/a file of {suffix}", _of, (suffix,))
            for suffix in contents.SUFFIXES
        ),
        Case(GROUP, "report/a full disk", _full),
        Case(GROUP, "report/onto its input", _onto_input),
    ]


NOT_UTF8 = pa.Array.from_buffers(pa.string(), 2, pa.array([b"\xff", b"\xc3"]).buffers())
COLUMNS = {
    "text": pa.array(["x", "nan"]),
    "numbers": pa.array([1e308, float("nan")]),
    "lists": pa.array([["x"], None]),
    "structs": pa.array([{"a": 1}, None]),
    "invalid UTF-8": NOT_UTF8,
    "nulls": pa.nulls(2),
    "timestamps": pa.array([10**12, 0], pa.timestamp("s")),
    "markup": pa.array(["<script>alert(1)</script>"] * 2),
    "bytes": pa.array([b"\xff", b""]),
    "true": pa.array([True, None]),
}


def _enriched(room: Room) -> pa.Table:
    (room.folder / "in.csv").write_bytes(b"address\nDandong\nHunchun\n")
    room.run("enrich", "in.csv", "-o", "good.parquet", "--json")
    return pq.read_table(io.BytesIO((room.folder / "good.parquet").read_bytes()))


def _reported(room: Room, table: pa.Table) -> Iterator[Finding]:
    """A page, or none: never half of one over that of yesterday."""
    pq.write_table(table, room.folder / "bad.parquet")
    (room.folder / "page.html").write_bytes(OLD)
    result = room.run("report", "bad.parquet", "-o", "page.html")
    page = (room.folder / "page.html").read_bytes()
    if (result.code == 0) == (page == OLD):
        yield Finding(
            Fault.WRONG,
            f"exit {result.code}, and the page is {'that of yesterday' if page == OLD else 'a new one'}",
        )
    if b"<script>alert" in page:
        yield Finding(Fault.LET_IN, "a script in the page")


def _told(room: Room, meta: bytes) -> Iterator[Finding]:
    yield from _reported(room, _enriched(room).replace_schema_metadata({KEY: meta}))


def _columns(room: Room, kind: str) -> Iterator[Finding]:
    table = _enriched(room)
    for name in table.column_names[1:]:
        table = table.set_column(table.column_names.index(name), name, COLUMNS[kind])
    yield from _reported(room, table)


def _of(room: Room, suffix: str) -> Iterator[Finding]:
    """A file that was not enriched, cut in its midst."""
    content = contents.made(suffix, contents.rows(3000, room.chance))
    (room.folder / f"cut.{suffix}").write_bytes(content[: len(content) // 2])
    result = room.run("report", f"cut.{suffix}", "-o", "page.html")
    if result.code == 0 or (room.folder / "page.html").exists():
        yield Finding(
            Fault.WRONG,
            f"a page about a file that was never enriched (exit {result.code})",
        )


def _full(room: Room) -> Iterator[Finding]:
    _enriched(room)
    page = room.folder / "page.html"
    page.write_bytes(OLD)
    result = room.runner(
        Ask(
            "nkrisk_geo",
            ("report", "good.parquet", "-o", "page.html"),
            room.folder,
            60,
            8 << 10,
        )
    )
    if result.code == 0 or page.read_bytes() != OLD:
        yield Finding(
            Fault.DESTROYED,
            f"exit {result.code} on a full disk, and the old page is gone",
        )
    if "Traceback" in result.said:
        yield Finding(Fault.CRASHED, "a traceback on a full disk")


def _onto_input(room: Room) -> Iterator[Finding]:
    _enriched(room)
    source = room.folder / "good.parquet"
    before = source.read_bytes()
    room.run("report", source.name, "-o", source.name)
    if source.read_bytes() != before:
        yield Finding(Fault.DESTROYED, "the input of the report is not what it was")
