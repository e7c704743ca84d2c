"""The folder of labelled addresses, which is no part of the project: its rows, and the scorer that came with them.

    dev.jsonl               the open part: Liaoning and Jilin, elsewhere in China, abroad
    hard_cases_dev.jsonl    short strings by kind of difficulty
    field_cases_dev.jsonl   whole inputs of other people's files with their fields; score_fields.py asks and scores them
    pool/*.jsonl.gz         larger extracts; one of them a register of firms in Liaoning and Jilin
    score.py                right, wrong or none at each level; run as a program of its own

Texts are read alone, without the fields beside them, and nothing of them is kept.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from nkrisk_geo import annotate_arrow

Row = dict[str, Any]
"""A labelled row, a prediction or a report, as JSON has it."""

OURS = ("21", "22")
"""First digits of the adcodes of Liaoning and Jilin."""

LEVELS = ("province", "prefecture", "county")
NAMING = ("prov", "pref", "county")
"""Tiers of the register: the coarsest level that a text names. The others are town, none and conflict."""

_WANTED = (
    "geo_country",
    "geo_adcode",
    "geo_status",
    "geo_confidence",
    "geo_p_liaoning",
    "geo_p_jilin",
)


class Labelled:
    """The folder, and what is read from it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scorer = folder / "score.py"

    def missing(self) -> str | None:
        """The name of a file that has to be there and is not."""
        needed = [
            self.folder / "dev.jsonl",
            self.folder / "hard_cases_dev.jsonl",
            self.scorer,
            self.register_path,
        ]
        return next((path.name for path in needed if not path.exists()), None)

    @property
    def register_path(self) -> Path:
        """The register of firms in Liaoning and Jilin."""
        return self.folder / "pool" / "enterprise_registry_ln_jl.jsonl.gz"

    def dev(self) -> list[Row]:
        """The open part."""
        return read(self.folder / "dev.jsonl")

    def register(self) -> list[Row]:
        """The register, all tiers."""
        return read(self.register_path)

    def elsewhere(self) -> list[Row]:
        """The rows of the pool whose label is another province or another country."""
        pool = sorted((self.folder / "pool").glob("*.jsonl.gz"))
        return [row for path in pool for row in read(path) if is_elsewhere(row)]

    def hard(self) -> list[Row]:
        """The hard cases, with the text and an id under the names that other rows have."""
        rows = read(self.folder / "hard_cases_dev.jsonl")
        return [
            row | {"id": f"hard-{number}", "text": row["input"]}
            for number, row in enumerate(rows)
        ]

    def fields(self) -> tuple[Row, list[str]] | None:
        """What the scorer of field cases says, and a line for each case that is not right; None where there are none."""
        scorer, cases = (
            self.folder / "score_fields.py",
            self.folder / "field_cases_dev.jsonl",
        )
        if not (scorer.exists() and cases.exists()):
            return None
        command = [sys.executable, "-X", "utf8", str(scorer), str(cases), "--show"]
        *shown, said = subprocess.run(
            command, check=True, capture_output=True, encoding="utf-8"
        ).stdout.splitlines()
        report: Row = json.loads(said)
        return report, shown

    def score(self, rows: Iterable[Row], predictions: Iterable[Row]) -> Row:
        """What the scorer says of some predictions."""
        with tempfile.TemporaryDirectory() as folder:
            gold, predicted = (
                Path(folder) / "gold.jsonl",
                Path(folder) / "predictions.jsonl",
            )
            write(gold, rows)
            write(predicted, predictions)
            command = [
                sys.executable,
                "-X",
                "utf8",
                str(self.scorer),
                str(gold),
                str(predicted),
                "--json",
            ]
            said = subprocess.run(
                command, check=True, capture_output=True, encoding="utf-8"
            ).stdout
        report: Row = json.loads(said)
        return report


def read(path: Path) -> list[Row]:
    """The rows of a file of JSON lines."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as file
    ):
        return [json.loads(line) for line in file]


def write(path: Path, rows: Iterable[Row]) -> None:
    """The rows as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def predict(rows: Sequence[Row], **options: Any) -> list[Row]:
    """Our answers in the form that the scorer reads."""
    texts = pa.table(
        {"id": [row["id"] for row in rows], "text": [row["text"] for row in rows]}
    )
    answers = annotate_arrow(texts, address="text", **options).select(["id", *_WANTED])
    predictions: list[Row] = answers.to_pylist()
    return predictions


# --- labels ----------------------------------------------------------------------------------------------------------


def is_ours(row: Row) -> bool:
    """Is the label in Liaoning or Jilin?"""
    return str(label(row).get("province_code") or "")[:2] in OURS


def is_elsewhere(row: Row) -> bool:
    """Is the label another province, or another country? "China" alone could be ours."""
    country, province = label(row).get("country"), label(row).get("province_code")
    return not is_ours(row) and bool(
        province or (country and country.upper() not in ("CN", "CHINA"))
    )


def names_a_place(row: Row) -> bool:
    """Does the text name a place, as far as whoever labelled it could see?"""
    return row.get("resolvable") != "no" and row.get("tier") not in ("none", "conflict")


def truth(row: Row, level: str) -> set[str]:
    """The codes that are right at a level, all six digits; none where the label does not reach it.

    Where a county has changed hands the label has the prefecture of then and that of 2023, and both are right.
    """
    keys = {
        "province": ("province_code",),
        "prefecture": ("prefecture_code", "prefecture_code_2023"),
        "county": ("county_adcode",),
    }
    return {str(label(row)[key]) for key in keys[level] if label(row).get(key)}


def label(row: Row) -> Row:
    """The expected place; empty where a row has none."""
    return row.get("expected") or {}


def cut(code: str | None, level: str) -> str | None:
    """The six digits of the unit around a code at a level; None where the code is coarser."""
    if not code:
        return None
    end = 2 * LEVELS.index(level) + 2
    return None if code[end - 2 : end] == "00" else code[:end].ljust(6, "0")
