"""Precision, recall and F1 of `parse` on labelled spans: `python -m benchmarks.accuracy.spans [FOLDER] [--half open|last]`.

The folder is that of the labelled addresses (argument, else NKRISK_EVAL, else ../shared/eval beside the repository); the
file is `pool/neural_addr_parsing_2019.jsonl.gz`. A span counts when its offsets and its label are right. The corpus is
used to measure; nothing in the library is learnt from it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks import ROOT
from nkrisk_geo.address.parser import parse

FILE = Path("pool") / "neural_addr_parsing_2019.jsonl.gz"
LABELS = {
    "country": "country", "prov": "province", "city": "prefecture", "district": "county", "town": "township",
    "community": "village", "devzone": "devzone", "road": "road", "subroad": "road", "roadno": "road_number",
    "subroadno": "road_number", "houseno": "building", "cellno": "building", "floorno": "floor", "roomno": "room",
    "poi": "poi", "subpoi": "poi", "person": "person",
}  # fmt: skip
"""Labels of the corpus (lower case) and ours; those not listed are `other`."""

OURS = {"company": "poi"}
"""Labels of ours that the corpus does not tell apart."""

DIVISIONS = ("province", "prefecture", "county", "township")

Span = tuple[str, int, int]


def records(path: Path, half: str) -> Iterator[tuple[str, set[Span]]]:
    """Text and labelled spans of the chosen part: `open` for choosing rules, `last` for the end, `all`."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            if half == "all" or (half == "last") == (row["id"].split("-")[1] == "test"):
                yield row["text"], set(gold(row["extra"]["chunks"]))


def gold(chunks: Iterable[tuple[str, str]]) -> Iterator[Span]:
    """The labelled spans of a row."""
    at = 0
    for label, text in chunks:
        yield LABELS.get(label.lower(), "other"), at, at + len(text)
        at += len(text)


def found(text: str) -> set[Span]:
    """The spans of `parse` under the labels of the corpus."""
    return {
        (OURS.get(part.label, part.label), part.start, part.end)
        for part in parse(text).components
    }


def table(
    right: Counter[str], given: Counter[str], wanted: Counter[str]
) -> Iterator[str]:
    """The lines of the report."""
    yield f"{'label':12} {'spans':>7} {'precision':>9} {'recall':>7} {'F1':>7}"
    for label in [*sorted(wanted, key=lambda label: -wanted[label]), "all"]:
        hits, said, due = (
            c.total() if label == "all" else c[label] for c in (right, given, wanted)
        )
        yield f"{label:12} {due:7} {hits / max(said, 1):9.4f} {hits / max(due, 1):7.4f} {2 * hits / max(said + due, 1):7.4f}"


def repeats(text: str, due: set[Span]) -> bool:
    """Does the text name a division twice?

    The corpus mostly keeps the later copy when it is as long as the former and the former when it is longer, but of two
    equal ones it keeps the former in a third of its rows, and nothing in the text says when.
    """
    divisions = [text[start:end] for label, start, end in due if label in DIVISIONS]
    others = [text[start:end] for label, start, end in due if label == "other"]
    return any(name[:2] == other[:2] for name in divisions for other in others)


def report(rows: list[tuple[str, set[Span]]], title: str) -> None:
    """Measure some rows and print their table."""
    right, given, wanted = Counter[str](), Counter[str](), Counter[str]()
    start = time.perf_counter()
    for text, due in rows:
        said = found(text)
        right.update(label for label, _, _ in said & due)
        given.update(label for label, _, _ in said)
        wanted.update(label for label, _, _ in due)
    seconds = time.perf_counter() - start
    print(f"{title}: {len(rows):,} addresses, {len(rows) / seconds:,.0f} a second")
    print("\n".join(table(right, given, wanted)))


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        description="Spans of parse() against labelled ones."
    )
    default = Path(os.environ.get("NKRISK_EVAL", ROOT.parent / "shared" / "eval"))
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=default,
        help="folder of the labelled addresses",
    )
    parser.add_argument(
        "--half",
        choices=("open", "last", "all"),
        default="all",
        help="which part to measure on",
    )
    arguments = parser.parse_args()
    if not (arguments.folder / FILE).is_file():
        print(f"skipped: there is no {arguments.folder / FILE}", file=sys.stderr)
        return 0
    rows = list(records(arguments.folder / FILE, arguments.half))
    report(rows, "all rows")
    report(
        [(text, due) for text, due in rows if not repeats(text, due)],
        "rows that name each division once",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
