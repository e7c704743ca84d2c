"""The library on real input: `python3 dev.py demo`.

Enriches two files, writes the results to `out/` as CSV and Parquet, and shows a summary and the most telling rows:

* the IEEE registry of network-card makers (`oui.txt`), read from where the package `netaddr` is installed: tens of
  thousands of addresses of all countries as their owners wrote them;
* `examples/shipments.csv`, 60 records in the manner of bills of lading, with invented firms.
"""

from __future__ import annotations

import re
import sys
import textwrap
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from nkrisk_geo import annotate_arrow

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "out"
NOTICE = "A zone is geography, never evidence about a person or a firm."
WIDTHS = {"address": 46, "place": 20, "zone": 17, "border km": 13, "sure": 5}
"""Columns of the list of telling rows; with the gaps 109 characters."""

Row = dict[str, Any]


class Input(NamedTuple):
    """A table and the columns in it that the library reads."""

    name: str
    what: str
    table: pa.Table
    columns: dict[str, Any]


def main() -> None:
    """Enrich both inputs and show what came out."""
    if hasattr(sys.stdout, "reconfigure"):
        # A console that has no Chinese shows the code points.
        sys.stdout.reconfigure(errors="backslashreplace")
    OUT.mkdir(exist_ok=True)
    for data in (oui_registry(), shipments()):
        start = time.perf_counter()
        result = annotate_arrow(data.table, **data.columns)
        seconds = time.perf_counter() - start
        written = write(result, data.name)
        show(data, result, seconds, written)
    print(NOTICE)


# --- input -----------------------------------------------------------------------------------------------------------


def oui_registry() -> Input:
    """The registry as a table: one row a record, none left out."""
    text = (files("netaddr") / "eui" / "oui.txt").read_text(encoding="utf-8")
    rows = list(oui_records(text))
    what = "IEEE registry of network-card makers (netaddr)"
    columns = {"address": "address", "country": "country", "company": "organization"}
    return Input("oui", what, pa.Table.from_pylist(rows), columns)


def oui_records(text: str) -> Iterator[dict[str, str | None]]:
    """The records of `oui.txt`: a line with the prefix and the firm, lines of address, the country's code.

    Makers that stay private have no address.
    """
    for block in text.split("\n\n"):  # an empty line of an address has tabs in it
        lines = [" ".join(line.split()) for line in block.splitlines()]
        head = next(
            (number for number, line in enumerate(lines) if "(base 16)" in line), None
        )
        if head is None:
            continue
        prefix, _, organization = lines[head].partition(" (base 16)")
        address = [line for line in lines[head + 1 :] if line]
        country = (
            address.pop() if address and re.fullmatch("[A-Z]{2}", address[-1]) else None
        )
        yield {
            "prefix": prefix,
            "organization": organization.strip() or None,
            "address": ", ".join(address) or None,
            "country": country,
        }


def shipments() -> Input:
    """The example shipments, all columns as text. The port of loading says nothing about where a shipper is."""
    path = ROOT / "examples" / "shipments.csv"
    names = path.read_text(encoding="utf-8").partition("\n")[0].split(",")
    texts = dict.fromkeys(names, pa.string())
    as_text = csv.ConvertOptions(
        column_types=texts, strings_can_be_null=True, null_values=[""]
    )
    fields = ("address", "city", "postcode", "country")
    columns = {field: f"shipper_{field}" for field in fields} | {
        "company": "shipper_name",
        "phone": "phone",
    }
    return Input(
        "shipments",
        "examples/shipments.csv",
        csv.read_csv(path, convert_options=as_text),
        columns,
    )


# --- output ----------------------------------------------------------------------------------------------------------


def write(table: pa.Table, name: str) -> list[Path]:
    """Write the result as Parquet and as CSV, where a list is joined with `;`."""
    paths = [OUT / f"{name}.csv", OUT / f"{name}.parquet"]
    flat = table
    for number, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            flat = flat.set_column(
                number, field.name, pc.binary_join(table[field.name], ";")
            )
    csv.write_csv(flat, paths[0])
    parquet.write_table(table, paths[1], compression="zstd")
    return paths


def show(data: Input, result: pa.Table, seconds: float, written: list[Path]) -> None:
    """The summary, the telling rows, and where the rest is."""
    version = result["geo_gazetteer_version"][0].as_py()
    title = f"{data.what}: {len(result):,} rows in {seconds:.1f} s"
    print(f"{title} ({len(result) / seconds:,.0f} rows/s), gazetteer {version}")
    print(f"  status  {counted(result['geo_status'])}")
    print(f"  zone    {counted(result['geo_zone'])}\n")
    print(line([*WIDTHS]))
    for row in telling(result, data.columns["address"]):
        print(
            line(
                [
                    row["address"],
                    place(row),
                    row["geo_zone"] or "-",
                    kilometres(row),
                    certainty(row),
                ]
            )
        )
    print(
        "\n  "
        + "\n  ".join(path.relative_to(ROOT).as_posix() for path in written)
        + "\n"
    )


def counted(column: pa.ChunkedArray) -> str:
    """The values of a column with how often they occur, most frequent first, in lines that fit."""
    counts = Counter(column.to_pylist())
    text = ", ".join(
        f"{value or 'none'} {count:,}" for value, count in counts.most_common()
    )
    return textwrap.fill(text, 98, subsequent_indent=" " * 10)


OURS = "LIAONING|JILIN|DALIAN|SHENYANG|DANDONG|YANJI|CHANGCHUN|HUNCHUN|TONGHUA|辽宁|吉林|大连|沈阳|丹东|延吉|长春"
ROAD = re.compile(
    rf"(?:{OURS})\s*(?:(?:NORTH|SOUTH|EAST|WEST)\s+)?(?:ROAD|RD|LU|路|街)",
    re.IGNORECASE,
)

KINDS: tuple[tuple[int, Callable[[Row], bool]], ...] = (
    (2, lambda row: row["geo_zone"] == "dandong-border"),
    (2, lambda row: row["geo_zone"] == "yanbian-border"),
    (1, lambda row: row["geo_zone"] == "upper-yalu-border"),
    (2, lambda row: (row["geo_p_dprk_border"] or 0.0) >= 0.5),
    (1, lambda row: row["geo_zone"] == "border-adjacent"),
    (1, lambda row: row["geo_zone"] == "dprk"),
    (3, lambda row: row["geo_zone"] == "jilin"),
    (3, lambda row: row["geo_zone"] == "liaoning"),
    (1, lambda row: row["geo_reason"] == "same-name"),
    (
        1,
        lambda row: bool(
            row["geo_conflicts"] and (row["geo_p_liaoning"] or row["geo_p_jilin"])
        ),
    ),
    (
        2,
        lambda row: row["geo_zone"] is None and bool(ROAD.search(row["address"] or "")),
    ),
)
"""Which rows are telling, and how many of each kind are shown."""


def telling(result: pa.Table, address: str) -> list[Row]:
    """Some rows of each kind, the likeliest to be at the border first, no address twice."""
    names = [name for name in result.column_names if name.startswith("geo_")]
    rows = [
        row | {"address": row[address]}
        for row in result.select([address, *names]).to_pylist()
    ]
    rows.sort(key=lambda row: -(row["geo_p_dprk_border"] or 0.0))
    chosen: list[Row] = []
    seen: set[str | None] = set()
    for count, fits in KINDS:
        for row in rows:
            if count and row["address"] not in seen and fits(row):
                seen.add(row["address"])
                chosen.append(row)
                count -= 1  # noqa: PLW2901
    return chosen


def place(row: Row) -> str:
    """The finest division decided on, else why there is none."""
    names = (
        row[f"geo_{level}"]
        for level in ("township", "county", "prefecture", "province")
    )
    return next(
        (name for name in names if name), row["geo_reason"] or row["geo_country"] or "-"
    )


def kilometres(row: Row) -> str:
    """The distance, or the interval that stands for it."""
    if row["geo_border_km"] is not None:
        return f"{row['geo_border_km']:.1f}"
    low, high = row["geo_border_km_q05"], row["geo_border_km_q95"]
    return "-" if low is None else f"{low:.0f} to {high:.0f}"


def certainty(row: Row) -> str:
    """The probability that the place is right."""
    return "-" if row["geo_confidence"] is None else f"{row['geo_confidence']:.2f}"


def line(cells: list[str | None]) -> str:
    """Cells in columns of equal width on the screen."""
    columns = zip(cells, WIDTHS.values(), strict=True)
    return (
        "  " + "  ".join(fit(cell or "(none)", width) for cell, width in columns)
    ).rstrip()


def fit(text: str, width: int) -> str:
    """Text cut or filled to a width on the screen, where a Chinese or Korean character takes two columns."""
    text = " ".join(text.split())
    widths = [columns_of(char) for char in text]
    if sum(widths) <= width:
        return text + " " * (width - sum(widths))
    room, kept = width - 1, 0
    while widths[kept] <= room:
        room -= widths[kept]
        kept += 1
    return text[:kept] + "…" + " " * room


def columns_of(char: str) -> int:
    """Columns that a character takes on the screen."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


if __name__ == "__main__":
    main()
