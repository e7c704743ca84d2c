"""Engines beyond one process, beside the same work without them: `python3 dev.py bench engines`.

* DuckDB: a million rows as bills of lading repeat their shippers. Each distinct address is asked of the SQL function and the
  answers are joined, against `annotate_arrow` on the distinct addresses and the same join.
* Spark on two threads of the machine, against two processes with half of the rows each. Both have answered as many other rows
  before, Spark several times, so that all is loaded and compiled; then come the rows for the first time, and the same rows again.
* All columns of the open part of the labelled addresses, by every way in, against those of `annotate_arrow`.

The engines live in `.venv-peers/engines`, with the versions of our own libraries that `.venv` has. Every figure is the smallest
of three runs that take turns, because other programs slow the machine.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import ROOT
from benchmarks.accuracy.measurement import rounded
from benchmarks.corpus.labelled import Labelled
from benchmarks.corpus.texts import ROWS, generated, repeated
from benchmarks.peers import programs
from benchmarks.report.pages import put_between
from benchmarks.report.sheet import Sheet
from nkrisk_geo import COLUMNS, Gazetteer, __version__

RESULTS = ROOT / "benchmarks" / "results" / "engines.json"
PAGE = ROOT / "docs" / "engines.md"
ROUNDS = 3
KEYS = ("wall_s", "cpu_s")
TARGETS = {"DuckDB": 1.3, "Spark": 1.5}
BESIDE = (
    "ahocorasick-rs",
    "duckdb",
    "geopandas",
    "jieba",
    "markupsafe",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "pypinyin",
    "pyproj",
    "rapidfuzz",
    "shapely",
)
"""What stands beside Spark, in the versions that we run ourselves."""
SPARK_WAYS = {
    " with `distinct` and `struct`": "spark_struct",
    " with `distinct`": "spark_distinct",
    "": "spark",
    ", 5 columns": "spark_few",
}
"""The runs of Spark by what makes them different."""
Report = dict[str, Any]


def main(labelled: Path, machine: str, *, publish: bool) -> None:
    """Print the tables, and put them into the page."""
    report = measure(labelled)
    if isinstance(report, str):
        print(f"engines: skipped, {report}")
        return
    show(report)
    if publish:
        put(report, machine)


def measure(labelled: Path) -> Report | str:
    """The whole report; the reason where the engines cannot be had."""
    beside = " ".join(f"{name}=={version(name)}" for name in BESIDE)
    try:
        python = programs.environment(
            programs.Peer("engines", "pyspark==4.3.0", beside=beside)
        )
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), labelled)
            return asked(python, Path(folder))
    except programs.Unavailable as reason:
        return str(reason)


def write(folder: Path, labelled: Path) -> None:
    """The rows, other rows to warm up with, and the texts that all ways in are asked."""
    for name, texts in (
        ("rows", repeated(labelled)),
        ("others", list(islice(cycle(generated()), ROWS))),
    ):
        (folder / name).mkdir()
        table = pa.table(
            {"id": range(len(texts)), "address": pa.array(texts, pa.string())}
        )
        half = len(texts) // 2
        for part in (0, 1):
            pq.write_table(
                table.slice(part * half, half), folder / name / f"{part}.parquet"
            )
    there = (labelled / "dev.jsonl").exists()
    some = (
        [row["text"] for row in Labelled(labelled).dev()]
        if there
        else list(islice(generated(), 2_000))
    )
    pq.write_table(
        pa.table({"id": range(len(some)), "address": pa.array(some, pa.string())}),
        folder / "texts.parquet",
    )


def asked(python: Path, folder: Path) -> Report:
    """All runs, those that are compared in turn."""
    turns = (
        "duckdb_prepared",
        "duckdb_function",
        "processes",
        "spark",
        "spark_few",
        "spark_distinct",
        "spark_struct",
    )
    equal = ask(
        python, "equal", folder
    )  # first, for it is quick and shows that all engines work
    runs: dict[str, list[Report]] = {name: [] for name in turns}
    for _ in range(ROUNDS):
        for name in turns:
            runs[name].append(ask(python, name, folder))
    return {**{name: smallest(each) for name, each in runs.items()}, "equal": equal}


def ask(python: Path, name: str, folder: Path) -> Report:
    """What one run found."""
    answer = folder / "answer.json"
    script = Path(__file__).with_name("runs.py")
    programs.run(
        [str(python), "-X", "utf8", str(script), name, str(folder), str(answer)],
        f"{name} failed",
    )
    found: Report = json.loads(answer.read_text(encoding="utf-8"))
    return found


def smallest(runs: Sequence[Report]) -> Report:
    """The smallest of each number; what is no number is that of the first run."""
    first = runs[0]
    found: Report = {}
    for name, value in first.items():
        each = [run[name] for run in runs]
        if isinstance(value, dict):
            found[name] = smallest(each)
        else:
            found[name] = value if isinstance(value, str) else min(each)
    return found


# --- tables ----------------------------------------------------------------------------------------------------------


def tables(report: Report) -> dict[str, list[Sheet]]:
    """The tables by the mark of the page that they stand under."""
    return {
        "duckdb": [duckdb_sheet(report)],
        "spark": [spark_sheet(report)],
        "billion": [billion_sheet(report)],
        "equal": [equal_sheet(report["equal"])],
    }


def duckdb_sheet(report: Report) -> Sheet:
    """Both ways, and how many times as much ours takes."""
    ways = {
        "annotate_arrow, then join": "duckdb_prepared",
        "SQL function, then join": "duckdb_function",
    }
    costs = {
        title: [report[name]["answers"], report[name]["join"]]
        for title, name in ways.items()
    }
    rows = [
        [
            title,
            *(
                f"{total(steps, key):.2f}"
                for key in KEYS
                for steps in ([first], [second], [first, second])
            ),
        ]
        for title, (first, second) in costs.items()
    ]
    without, ours = costs.values()
    ratios = [total(ours, key) / total(without, key) for key in KEYS]
    rows.append(["ratio", "", "", f"{ratios[0]:.2f}", "", "", f"{ratios[1]:.2f}"])
    heads = (
        "answers, s",
        "join, s",
        "all, s",
        "answers, CPU s",
        "join, CPU s",
        "all, CPU s",
    )
    note = f"{report['duckdb_function']['rows']:,.0f} rows; target: a ratio of at most {TARGETS['DuckDB']}"
    return Sheet("DuckDB", heads, rows, note)


def total(steps: Sequence[dict[str, float]], key: str) -> float:
    """What steps cost together."""
    return sum(step[key] for step in steps)


def spark_sheet(report: Report) -> Sheet:
    """Spark beside two processes, pass by pass; then Spark without us, and the join."""
    rows = []
    for title, name in (
        ("rows not seen before", "new"),
        ("the same rows again", "again"),
    ):
        plain = report["processes"][name]
        rows.append([f"two processes, {title}", *cells(plain)])
        for way, run in SPARK_WAYS.items():
            rows.append([f"Spark{way}, {title}", *cells(report[run][name], plain)])
    rows += [
        [title, *cells(report[run][name])]
        for title, run, name in (
            (
                "Spark, all columns copied from Python, nothing worked out",
                "spark",
                "copied",
            ),
            (
                "Spark, all columns read from Parquet, no Python",
                "spark_distinct",
                "read",
            ),
        )
    ]
    note = (
        f"{report['spark']['rows']:,.0f} rows, all columns where no number is named; target: a ratio of at most "
        f"{TARGETS['Spark']}; a Python worker takes at most {report['spark']['worker_mb']:.0f} MB"
    )
    return Sheet(
        "two cores", ("s", "CPU s", "ratio of s", "ratio of CPU s"), rows, note
    )


def billion_sheet(report: Report) -> Sheet:
    """What the above comes to for a billion rows; the arithmetic alone, no such run was made."""
    spark, prepared = report["spark"], report["duckdb_prepared"]
    each = (
        prepared["answers"]["cpu_s"] / prepared["distinct"] * 1e6
    )  # of a million addresses, all different
    millions = {
        "addresses repeat, all columns, with `distinct` and `struct`": report[
            "spark_struct"
        ]["new"]["cpu_s"],
        "addresses repeat, all columns, with `distinct`": report["spark_distinct"][
            "new"
        ]["cpu_s"],
        "addresses repeat, all columns": spark["new"]["cpu_s"],
        "addresses repeat, 5 columns": report["spark_few"]["new"]["cpu_s"],
        "all different, all columns": each + spark["copied"]["cpu_s"],
    }
    rows = [
        [
            title,
            f"{cpu_s:.1f}",
            f"{cpu_s * 1e3 / 3600:.1f}",
            f"{cpu_s * 1e3 / 100 / 60:.1f}",
        ]
        for title, cpu_s in millions.items()
    ]
    heads = ("CPU s a million", "core-hours a billion", "minutes on 100 cores")
    return Sheet("a billion rows", heads, rows)


def cells(cost: dict[str, float], plain: dict[str, float] | None = None) -> list[str]:
    """Seconds by the clock and of processor time, and how many times those of the plain way they are."""
    ratios = [f"{cost[key] / plain[key]:.2f}" if plain else "–" for key in KEYS]
    return [*(f"{cost[key]:.2f}" for key in KEYS), *ratios]


def equal_sheet(found: Report) -> Sheet:
    """A way in a row."""
    rows = [
        [name, f"{each['rows']:,}", str(each["differ"])]
        for name, each in found.items()
        if name != "versions"
    ]
    return Sheet(
        "way in",
        ("rows", "rows that differ"),
        rows,
        f"in any of {len(COLUMNS)} columns, from annotate_arrow",
    )


def versions(report: Report) -> str:
    """The engines that were measured."""
    all_of_them = dict(
        chain.from_iterable(
            each["versions"].items() for each in report.values() if "versions" in each
        )
    )
    return ", ".join(f"{name} {number}" for name, number in sorted(all_of_them.items()))


def show(report: Report) -> None:
    """Print the tables."""
    print(f"## Engines: {versions(report)}\n")
    for sheets in tables(report).values():
        print("\n\n".join(sheet.text() for sheet in sheets), end="\n\n")


def put(report: Report, machine: str) -> None:
    """Replace the tables of the page, and keep the report."""
    for mark, sheets in tables(report).items():
        put_between(PAGE, mark, "\n\n".join(sheet.markdown() for sheet in sheets))
    put_between(PAGE, "machine", f"{machine}; {versions(report)}.")
    ours = {"nkrisk_geo": __version__, "gazetteer": Gazetteer.default().version}
    kept = rounded({"machine": machine, "versions": ours, **report})
    RESULTS.write_text(
        json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
