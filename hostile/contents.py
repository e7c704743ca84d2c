"""Good files of every kind that can be read, small and the same for the same seed; what is bad is made from them."""

from __future__ import annotations

import gzip
import io
import json
import random
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet as pq

TOWNS = (
    "Dandong, Liaoning",
    "HUNCHUN CITY JILIN",
    "丹东市振兴区",
    "Seoul",
    "Shenyang",
    "吉林省延吉市",
)
TEXT = ("csv", "tsv", "jsonl", "txt")
WHOLE = ("parquet", "geoparquet", "xlsx")
COMPRESSIONS = ("", ".gz", ".zst")
SUFFIXES = (*(kind + packed for kind in TEXT for packed in COMPRESSIONS), *WHOLE)
CELL, ROW = "'~'", "#@#@#"
"""The marks of a feed, which is what the kind `txt` is here."""


def rows(count: int, chance: random.Random) -> list[tuple[str, str]]:
    """Ids and addresses that do not compress well, so that a cut is in the midst of them."""
    return [
        (str(n), f"{TOWNS[n % 6]} {chance.getrandbits(64):x}") for n in range(count)
    ]


def padded(count: int, more: int) -> bytes:
    """A CSV whose addresses are soon answered and whose rows are longer by so many letters; some have too few cells."""
    chance = random.Random(count)
    lines = [
        f'{n},"{TOWNS[n % 6]} {n % 900}",{chance.getrandbits(4 * more):x}'
        for n in range(count)
    ]
    for at in range(700, count, 1500):
        lines[at] = str(at)
    return "\n".join(["id,address,more", *lines, ""]).encode()


def made(suffix: str, lines: Sequence[tuple[str, str]]) -> bytes:
    """A file with the columns `id` and `address`."""
    kind, _, packed = suffix.partition(".")
    return compressed(plain(kind, lines), f".{packed}" if packed else "")


def plain(kind: str, lines: Sequence[tuple[str, str]]) -> bytes:
    """The same before it is compressed."""
    if kind == "csv":
        return "".join(
            ["id,address\n", *(f'{n},"{text}"\n' for n, text in lines)]
        ).encode()
    if kind == "tsv":
        return "".join(
            ["id\taddress\n", *(f"{n}\t{text}\n" for n, text in lines)]
        ).encode()
    if kind == "txt":
        return "".join(
            [f"id{CELL}address{ROW}", *(f"{n}{CELL}{text}{ROW}" for n, text in lines)]
        ).encode()
    if kind == "jsonl":
        records = ({"id": n, "address": text} for n, text in lines)
        return "".join(
            json.dumps(record, ensure_ascii=False) + "\n" for record in records
        ).encode()
    if kind == "xlsx":
        return workbook([("id", "address"), *lines])
    return table({"id": [n for n, _ in lines], "address": [text for _, text in lines]})


def table(
    columns: dict[str, list[object]] | dict[str, list[str]] | pa.Table,
    compression: str = "snappy",
) -> bytes:
    """A Parquet file."""
    out = io.BytesIO()
    pq.write_table(
        columns if isinstance(columns, pa.Table) else pa.table(columns),
        out,
        compression=compression,
    )
    return out.getvalue()


def workbook(*sheets: Sequence[Sequence[str]]) -> bytes:
    """A spreadsheet."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for cells in sheets:
        sheet = book.add_worksheet()
        for at, row in enumerate(cells):
            sheet.write_row(at, 0, row)
    book.close()
    return out.getvalue()


def compressed(content: bytes, packed: str) -> bytes:
    """As gzip or zstd write it, with their checksums."""
    if packed == ".gz":
        return gzip.compress(content, 6, mtime=0)
    if packed == ".zst":
        import zstandard

        return bytes(zstandard.ZstdCompressor(write_checksum=True).compress(content))
    return content
