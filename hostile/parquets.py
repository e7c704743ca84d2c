"""Parquet files whose values no text can hold, whose pages are damaged, whose schema is odd."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from hostile import contents
from hostile.audit import Truth
from hostile.bad_file import Bad, as_it_is, bad_case
from hostile.cases import Case

GROUP = "Parquet"
KINDS = ("csv", "jsonl", "xlsx", "parquet")


def cases() -> list[Case]:
    """All of them."""
    return [*_odd_columns(), *_odd_addresses(), *_damaged()]


def _odd() -> dict[str, Any]:
    """Two values that are odd, as a column."""
    return {
        "timestamp beyond 9999": pa.array([10**12, -(10**12)], pa.timestamp("s")),
        "timestamp with a zone": pa.array(
            [10**12, 0], pa.timestamp("s", "Asia/Shanghai")
        ),
        "timestamp in an unknown zone": pa.array(
            [0, 1], pa.timestamp("s", "Nowhere/Land")
        ),
        "date before 1": pa.array([-(10**6), 10**7], pa.int32()).cast(pa.date32()),
        "duration": pa.array([2**62, -(2**62)], pa.duration("s")),
        "invalid UTF-8": pa.Array.from_buffers(
            pa.string(), 2, pa.array([b"\xff\xfe", b"D\xc3"]).buffers()
        ),
        "binary": pa.array([b"\xff\0", b"Dandong"]),
        "list": pa.array([[1, None], None], pa.list_(pa.int64())),
        "struct": pa.array([{"a": 1}, None]),
        "map": pa.array([[("k", 1)], None], pa.map_(pa.string(), pa.int64())),
        "decimal": pa.array([1, None], pa.decimal128(38, 10)),
        "infinite": pa.array([float("inf"), float("nan")]),
        "null": pa.nulls(2),
        "escapes": pa.array(["\x1b[2J", "\u202e"]),
    }


def _odd_columns() -> Iterator[Case]:
    """Beside an address."""
    for word, column in _odd().items():
        for kind in KINDS:
            table = pa.table(
                {"id": ["0", "1"], "address": ["Dandong", "Hunchun"], "odd": column}
            )
            bad = Bad("odd.parquet", contents.table(table), Truth(2), f"out.{kind}")
            yield bad_case(
                f"{GROUP}: odd values",
                f"parquet/{word} to {kind}",
                as_it_is(bad),
                looked_at=kind == "csv",
            )


def _odd_addresses() -> Iterator[Case]:
    """As the address itself; names that are odd or twice."""
    for word, column in _odd().items():
        bad = Bad(
            "odd.parquet", contents.table(pa.table({"address": column})), Truth(2)
        )
        yield bad_case(
            f"{GROUP}: odd values", f"parquet/{word} as address", as_it_is(bad)
        )
    towns = pa.array(["Dandong", "Hunchun"])
    for word, names in {
        "address twice": ["address", "address"],
        "another twice": ["address", "a", "a"],
        "no name": ["address", ""],
    }.items():
        table = pa.Table.from_arrays([towns] * len(names), names=names)
        for kind in KINDS:
            bad = Bad("names.parquet", contents.table(table), Truth(2), f"out.{kind}")
            yield bad_case(
                f"{GROUP}: odd values", f"parquet/{word} to {kind}", as_it_is(bad)
            )


def _damaged() -> Iterator[Case]:
    """Bytes of the pages and of the footer turned."""
    for compression in ("none", "snappy", "zstd", "gzip", "lz4"):
        for part, (first, last) in {"pages": (0.0, 0.9), "footer": (0.97, 1.0)}.items():
            for number in range(3):

                def make(
                    chance: random.Random,
                    compression: str = compression,
                    first: float = first,
                    last: float = last,
                ) -> Bad:
                    lines = contents.rows(2000, chance)
                    columns = {
                        "id": [n for n, _ in lines],
                        "address": [text for _, text in lines],
                    }
                    damaged = bytearray(contents.table(columns, compression))
                    for _ in range(8):
                        at = chance.randrange(
                            int(first * len(damaged)), int(last * len(damaged)) - 8
                        )
                        damaged[at] = chance.randrange(256)
                    return Bad("damaged.parquet", bytes(damaged), Truth(2000))

                yield bad_case(
                    f"{GROUP}: damaged",
                    f"parquet/{part} {compression} {number}",
                    make,
                    looked_at=number == 0,
                )
