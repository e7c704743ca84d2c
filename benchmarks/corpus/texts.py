"""The texts that speed is measured on: real ones of the labelled folder's pool, or made-up ones where there is no pool."""

from __future__ import annotations

import csv
import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks import ROOT

SERIES, BASES = 100_000, 20_000
ROWS, DISTINCT = 1_000_000, 60_000
CHINESE, ROMANIZED = (20, 32), (48, 72)
"""Lengths of base addresses, about 26 and about 60 characters."""

HAN = re.compile("[\u4e00-\u9fff]").search
HOUSE = re.compile(
    r"(?<![0-9])(?!86(?![0-9]))[1-9][0-9]{0,4}(?![0-9])(?![\-) ]{1,2}[0-9]{7,8})"
)
SUBSCRIBER = re.compile(r"(?<![0-9])[1-9][0-9]{6,7}(?![0-9])")
"""Numbers that a series changes: of houses and rooms, of telephones. Area codes and six digits, a postcode, stay."""


def pool_texts(labelled: Path) -> list[str]:
    """The distinct texts of the pool; none where there is no pool."""
    texts: dict[str, None] = {}
    for path in sorted((labelled / "pool").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            texts |= dict.fromkeys(json.loads(line)["text"] for line in file)
    return [text for text in texts if text]


def various(labelled: Path) -> list[str]:
    """The distinct texts of the pool, or made-up ones."""
    return pool_texts(labelled) or list(dict.fromkeys(generated()))


def base_addresses(labelled: Path) -> list[str]:
    """Base addresses of the lengths wanted, half Chinese, half romanized; as many of each as there are."""
    texts = various(labelled)
    chinese = [
        text for text in texts if HAN(text) and CHINESE[0] <= len(text) <= CHINESE[1]
    ]
    romanized = [
        text
        for text in texts
        if text.isascii() and ROMANIZED[0] <= len(text) <= ROMANIZED[1]
    ]
    count = min(BASES // 2, len(chinese), len(romanized))
    chance = random.Random(0)
    return chance.sample(chinese, count) + chance.sample(romanized, count)


def generated() -> Iterator[str]:
    """Made-up addresses in every county of China, and those of the example shipments."""
    with (ROOT / "gazetteer" / "cc-by" / "divisions.csv").open(
        encoding="utf-8", newline=""
    ) as file:
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
    with (ROOT / "examples" / "shipments.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        yield from (
            row["shipper_address"]
            for row in csv.DictReader(file)
            if row["shipper_address"]
        )


def variations(
    bases: list[str], chance: random.Random, seen: set[str], count: int = SERIES
) -> list[str]:
    """So many texts that are not in `seen` and are put there, of each base address the same number."""
    texts: list[str] = []
    while len(texts) < count:
        for base in bases:
            text = variation(base, chance)
            while text in seen:
                text = variation(base, chance)
            seen.add(text)
            texts.append(text)
    return texts[:count]


def variation(base: str, chance: random.Random) -> str:
    """A base address with other numbers; with a room at its end if it has none."""
    if not HOUSE.search(base):
        base += ", 1室" if HAN(base) else " RM 1"
    text = HOUSE.sub(lambda _: str(chance.randint(1, 9_999)), base)
    return SUBSCRIBER.sub(
        lambda found: str(chance.randint(2, 9)) + found[0][:0:-1], text
    )


def repeated(labelled: Path, count: int = ROWS) -> list[str]:
    """Rows as bills of lading repeat their shippers: 60,000 texts, the frequent ones frequent by Zipf's law."""
    chance = random.Random(0)
    texts = pool_texts(labelled) or variations(base_addresses(labelled), chance, set())
    distinct = chance.sample(texts, min(DISTINCT, len(texts)))
    return chance.choices(
        distinct, [1 / rank for rank in range(1, len(distinct) + 1)], k=count
    )
