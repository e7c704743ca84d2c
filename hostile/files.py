"""Files that are cut, damaged, wrongly named, endless or strange, through `enrich` and `inspect`."""

from __future__ import annotations

import random
from collections.abc import Iterator

from hostile import (
    contents,
    damage,
    pages,
    parquets,
    places,
    sheets,
    strange_texts,
    zones,
)
from hostile.audit import Truth
from hostile.bad_file import Bad, as_it_is, bad_case
from hostile.cases import Case
from hostile.contents import COMPRESSIONS, SUFFIXES, TEXT, WHOLE

ROWS = 6000
CUTS = (1, 50, 99, 99.9)


def cases() -> list[Case]:
    """All of them."""
    return [
        *_cut(),
        *_damaged(),
        *_misnamed(),
        *strange_texts.cases(),
        *sheets.cases(),
        *parquets.cases(),
        *places.cases(),
        *zones.cases(),
        *pages.cases(),
    ]


def _cut() -> Iterator[Case]:
    """The beginning of each kind of file. What is compressed must be missed; of text, the lines that are left are rows."""
    for suffix in SUFFIXES:
        packed = "." in suffix
        group = f"cut files, {'.' + suffix.partition('.')[2] if packed else 'not compressed'}"
        for share in CUTS:

            def make(
                chance: random.Random,
                suffix: str = suffix,
                share: float = share,
                packed: bool = packed,
            ) -> Bad:
                lines = contents.rows(ROWS, chance)
                content = contents.made(suffix, lines)
                cut = content[: int(len(content) * share / 100)]
                if packed or suffix in WHOLE:
                    truth = Truth(len(lines), must_refuse=True)
                else:
                    truth = Truth(
                        max(0, damage.rows_in(suffix, cut) - (suffix != "jsonl"))
                    )
                return Bad(f"cut.{suffix}", cut, truth)

            yield bad_case(
                group, f"cut/{suffix}/{share:g}%", make, looked_at=share == 50
            )


def _damaged() -> Iterator[Case]:
    """Bytes changed, added, lost: those that a checksum guards must be missed, and the others spoil no other row."""
    for suffix in SUFFIXES:
        for number in range(3):

            def flip(chance: random.Random, suffix: str = suffix) -> Bad:
                lines = contents.rows(ROWS, chance)
                if suffix in TEXT:
                    content = damage.spoilt_cells(contents.made(suffix, lines), chance)
                    return Bad(
                        f"flip.{suffix}", content, Truth(len(lines), may_refuse=False)
                    )
                content = damage.flipped(contents.made(suffix, lines), chance)
                guarded = "." in suffix
                return Bad(
                    f"flip.{suffix}", content, Truth(len(lines), must_refuse=guarded)
                )

            guard = (
                "in text"
                if suffix in TEXT
                else "in compressed text"
                if "." in suffix
                else "in whole files"
            )
            yield bad_case(
                f"flipped bytes {guard}",
                f"flip/{suffix}/{number}",
                flip,
                looked_at=number == 0,
            )
        if suffix in TEXT:
            continue
        for what, more in (
            ("zeros", bytes(700)),
            ("text", b"more and more\n" * 9),
            ("itself", b""),
        ):

            def trail(
                chance: random.Random, suffix: str = suffix, more: bytes = more
            ) -> Bad:
                lines = contents.rows(ROWS, chance)
                content = contents.made(suffix, lines)
                return Bad(
                    f"trail.{suffix}",
                    content + (more or content[:700]),
                    Truth(len(lines), must_refuse=True),
                )

            yield bad_case("trailing bytes", f"trail/{suffix}/{what}", trail)


def _misnamed() -> Iterator[Case]:
    """The content of one kind under the name of another, and nothing at all under each name."""
    for suffix in SUFFIXES:
        for real in ("csv", "jsonl", "parquet", "xlsx", "csv.gz", "csv.zst"):
            if real == suffix or {real, suffix} <= {
                "csv",
                "tsv",
                "txt",
                "parquet",
                "geoparquet",
            }:
                continue

            def make(
                chance: random.Random, suffix: str = suffix, real: str = real
            ) -> Bad:
                return Bad(
                    f"wrong.{suffix}",
                    contents.made(real, contents.rows(50, chance)),
                    Truth(),
                )

            yield bad_case(
                "files with the suffix of another kind",
                f"suffix/{real} as {suffix}",
                make,
            )
        yield bad_case(
            "empty files",
            f"empty/{suffix}",
            as_it_is(Bad(f"empty.{suffix}", b"", Truth(0))),
        )
    for packed in COMPRESSIONS[1:]:
        content = contents.compressed(b"", packed)
        yield bad_case(
            "empty files",
            f"empty/compressed{packed}",
            as_it_is(Bad(f"empty.csv{packed}", content, Truth(0))),
        )
