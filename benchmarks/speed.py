"""Addresses a CPU-second, start-up and peak memory.

Three workloads through `annotate_arrow` with all columns, each in a fresh process with the data loaded and no memories:

* *series*: 100,000 distinct texts a pass, made from 20,000 base addresses (half Chinese of about 26 characters, half
  romanized of about 60) with other house numbers, rooms and telephone numbers; the median of three passes after one
  that is not counted, and no pass sees a text of an earlier one;
* *varied*: the distinct real texts of the labelled folder's pool, one pass;
* *repeats*: 1,000,000 rows over 60,000 distinct texts, the frequent ones frequent by Zipf's law, one pass.

Beside each stands a bare `ahocorasick_rs` scan of the same distinct texts, folded, for the same names: what the search
alone would cost. Times are CPU times of the process with all its threads.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from benchmarks import peak_mb
from nkrisk_geo import COLUMNS, Gazetteer, annotate_arrow

ROOT = Path(__file__).resolve().parents[1]
SERIES, BASES, PASSES = 100_000, 20_000, 3
ROWS, DISTINCT = 1_000_000, 60_000
STARTS = 5
CHINESE, ROMANIZED = (20, 32), (48, 72)
"""Lengths of base addresses, about 26 and about 60 characters."""

HAN = re.compile("[\u4e00-\u9fff]").search
HOUSE = re.compile(r"(?<![0-9])(?!86(?![0-9]))[1-9][0-9]{0,4}(?![0-9])(?![\-) ]{1,2}[0-9]{7,8})")
SUBSCRIBER = re.compile(r"(?<![0-9])[1-9][0-9]{6,7}(?![0-9])")
"""Numbers that a series changes: of houses and rooms, of telephones. Area codes and six digits, a postcode, stay."""


REPORT = """
import time
seconds = time.process_time()
from benchmarks import peak_mb
print('{"seconds": %f, "peak_mb": %f}' % (seconds, peak_mb()))
"""
"""What a fresh process says of itself at its end."""

HEAD = ("rows", "distinct", "rows/CPU-s", "bare scan/s", "x scan", "peak MB")


def main(labelled: Path) -> None:
    """Measure each workload in a process of its own and print the tables."""
    pool = (labelled / "pool").is_dir()
    print(
        f"## Speed, on {'real' if pool else 'generated'} base addresses, all {len(COLUMNS)} columns, one process\n"
    )
    print(f"{'workload':10}" + "".join(f"{title:>13}" for title in HEAD))
    for name in WORKLOADS:
        if name == "varied" and not pool:
            print(
                f"{name:10} skipped: there is no pool of real addresses in {labelled} (--eval PATH or NKRISK_EVAL)"
            )
            continue
        found = fresh("-m", "benchmarks.speed", name, str(labelled))
        seconds, scan = found["seconds"], found["scan_seconds"]
        rates = [found["rows"], found["distinct"], found["rows"] / seconds, found["rows"] / scan]
        row = "".join(f"{number:13,.0f}" for number in rates)
        print(f"{name:10}{row}{seconds / scan:13.1f}{found['peak_mb']:13.0f}")
    print("\nPeak memory is that of the process with its input and output tables.\n")
    show_start()


def show_start() -> None:
    """CPU seconds and memory of a fresh process, from its first instruction to its first answer."""
    print(f"{'fresh process':36} {'CPU s':>7} {'peak MB':>8}")
    cases = {
        "Python alone": "",
        "… and import nkrisk_geo": "import nkrisk_geo",
        "… and the first resolve, romanized": "import nkrisk_geo; nkrisk_geo.resolve('DANDONG CITY LIAONING')",
        "… and the first resolve, Chinese": "import nkrisk_geo; nkrisk_geo.resolve('辽宁省丹东市振兴区')",
    }
    for title, code in cases.items():
        runs = [fresh("-X", "utf8", "-c", f"{code}\n{REPORT}") for _ in range(STARTS)]
        seconds = statistics.median(run["seconds"] for run in runs)
        print(f"{title:36} {seconds:7.2f} {max(run['peak_mb'] for run in runs):8.0f}")
    print()


def fresh(*arguments: str) -> dict[str, float]:
    """What a fresh Python says in JSON."""
    command = [sys.executable, *arguments]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout
    report: dict[str, float] = json.loads(said)
    return report


# --- workloads, each in its own process ------------------------------------------------------------------------------


def series(labelled: Path) -> dict[str, float]:
    """New variations of the same base addresses, pass by pass; the median pass counts."""
    bases = base_addresses(labelled)
    chance, seen = random.Random(0), set(bases)
    passes = [variations(bases, chance, seen) for _ in range(PASSES + 1)]
    timed = [annotate(texts) for texts in passes][1:]
    return {
        "rows": SERIES,
        "distinct": SERIES,
        "seconds": statistics.median(timed),
        "scan_seconds": scan(passes[-1]),
    }


def varied(labelled: Path) -> dict[str, float]:
    """Each real text once."""
    texts = pool_texts(labelled)
    return {
        "rows": len(texts),
        "distinct": len(texts),
        "seconds": annotate(texts),
        "scan_seconds": scan(texts),
    }


def repeats(labelled: Path) -> dict[str, float]:
    """A million rows as bills of lading repeat their shippers."""
    chance = random.Random(0)
    texts = pool_texts(labelled) or variations(base_addresses(labelled), chance, set())
    distinct = chance.sample(texts, DISTINCT)
    weights = [1 / rank for rank in range(1, DISTINCT + 1)]
    rows = chance.choices(distinct, weights, k=ROWS)
    used = list(dict.fromkeys(rows))
    return {"rows": ROWS, "distinct": len(used), "seconds": annotate(rows), "scan_seconds": scan(rows)}


WORKLOADS: dict[str, Callable[[Path], dict[str, float]]] = {
    "series": series,
    "varied": varied,
    "repeats": repeats,
}


def work(name: str, labelled: Path) -> None:
    """Load the data, measure one workload, say so in JSON."""
    annotate(["DANDONG", "丹东"])
    print(json.dumps(WORKLOADS[name](labelled) | {"peak_mb": peak_mb()}))


def annotate(texts: list[str]) -> float:
    """CPU seconds for all columns of the texts."""
    table = pa.table({"address": texts})
    start = time.process_time()
    answers = annotate_arrow(table, address="address")
    seconds = time.process_time() - start
    if answers.num_rows != len(texts) or answers.num_columns != 1 + len(COLUMNS):
        raise RuntimeError("rows or columns are missing")
    return seconds


def scan(texts: list[str]) -> float:
    """CPU seconds of a bare scan of the folded texts, white space gone, for the names of the gazetteer."""
    gazetteer = Gazetteer.default()
    latin = [name for name in gazetteer.names["latin"] if len(name) >= 4]
    alphabetic = AhoCorasick(latin, implementation=Implementation.ContiguousNFA)
    longest = MatchKind.LeftmostLongest
    chinese = AhoCorasick(
        gazetteer.names["han"], matchkind=longest, implementation=Implementation.ContiguousNFA
    )
    folded = ["".join(gazetteer.folder.fold(text).split()) for text in texts]
    han = [text for text in folded if HAN(text)]
    rest = [text for text in folded if not HAN(text)]
    start = time.process_time()
    for text in han:
        chinese.find_matches_as_indexes(text)
    for text in rest:
        alphabetic.find_matches_as_indexes(text, overlapping=True)
    return time.process_time() - start


# --- texts -----------------------------------------------------------------------------------------------------------


def pool_texts(labelled: Path) -> list[str]:
    """The distinct texts of the pool; none where there is no pool."""
    texts: dict[str, None] = {}
    for path in sorted((labelled / "pool").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            texts |= dict.fromkeys(json.loads(line)["text"] for line in file)
    return [text for text in texts if text]


def base_addresses(labelled: Path) -> list[str]:
    """Base addresses of the lengths wanted, half Chinese, half romanized; as many of each as there are."""
    texts = pool_texts(labelled) or list(generated())
    chinese = [text for text in texts if HAN(text) and CHINESE[0] <= len(text) <= CHINESE[1]]
    romanized = [text for text in texts if text.isascii() and ROMANIZED[0] <= len(text) <= ROMANIZED[1]]
    count = min(BASES // 2, len(chinese), len(romanized))
    chance = random.Random(0)
    return chance.sample(chinese, count) + chance.sample(romanized, count)


def generated() -> Iterator[str]:
    """Made-up addresses in every county of China, and those of the example shipments."""
    with (ROOT / "gazetteer" / "cc-by" / "divisions.csv").open(encoding="utf-8", newline="") as file:
        units = {row["code"]: row for row in csv.DictReader(file)}
    for unit in units.values():
        above = units.get(unit["parent"], {"name_zh": "", "name_en": "", "parent": ""})
        top = units.get(above["parent"], {"name_zh": "", "name_en": ""})
        for number in range(1, 9):
            zh, en = (
                top["name_zh"] + above["name_zh"] + unit["name_zh"],
                f"{unit['name_en']}, {above['name_en']}",
            )
            yield f"{zh}样例路{number}号样例工业园{number}号楼{number}室"
            yield f"ROOM {number}, NO.{number} YANGLI ROAD, {en}, {top['name_en']}, CHINA".upper()
    with (ROOT / "examples" / "shipments.csv").open(encoding="utf-8", newline="") as file:
        yield from (row["shipper_address"] for row in csv.DictReader(file) if row["shipper_address"])


def variations(bases: list[str], chance: random.Random, seen: set[str]) -> list[str]:
    """`SERIES` texts that are not in `seen` and are put there, of each base address the same number."""
    texts: list[str] = []
    while len(texts) < SERIES:
        for base in bases:
            text = variation(base, chance)
            while text in seen:
                text = variation(base, chance)
            seen.add(text)
            texts.append(text)
    return texts[:SERIES]


def variation(base: str, chance: random.Random) -> str:
    """A base address with other numbers; with a room at its end if it has none."""
    if not HOUSE.search(base):
        base += ", 1室" if HAN(base) else " RM 1"
    text = HOUSE.sub(lambda _: str(chance.randint(1, 9_999)), base)
    return SUBSCRIBER.sub(lambda found: str(chance.randint(2, 9)) + found[0][:0:-1], text)


if __name__ == "__main__":
    work(sys.argv[1], Path(sys.argv[2]))
