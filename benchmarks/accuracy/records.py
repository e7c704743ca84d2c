"""Whole records: what the other fields of a party say, alone and beside its address. `python3 dev.py bench records`.

The register of firms of the labelled folder gives each firm's name and the division that registered it; credit codes are
made from that division, with a serial number and the right check character, because the codes themselves are not in it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks import ROOT
from benchmarks.corpus.labelled import Labelled, Row
from benchmarks.report.pages import put_between
from benchmarks.report.sheet import Sheet
from nkrisk_geo import annotate_arrow
from nkrisk_geo.text.registration import ALPHABET, credit_check

PAGE, RESULTS = (
    ROOT / "docs" / "records.md",
    ROOT / "benchmarks" / "results" / "records.json",
)
PROVINCES = {"CN-LN": "210000", "CN-JL": "220000"}
WRONG_POSTCODE = "200000"
Report = dict[str, Any]


def main(labelled: Path, machine: str, *, publish: bool) -> None:
    """Measure, print, and perhaps put the table into the page."""
    print("## Records")
    folder = Labelled(labelled)
    missing = folder.missing()
    if missing is not None:
        print(f"records: skipped, there is no {missing}")
        return
    found = measure(folder.register())
    sheet = table(found)
    print(sheet.text())
    if publish:
        put_between(PAGE, "records", sheet.markdown())
        put_between(PAGE, "machine", f"{machine}.")
        RESULTS.write_text(
            json.dumps({"machine": machine, "ways": found}, indent=1) + "\n",
            encoding="utf-8",
        )


def measure(rows: Sequence[Row]) -> list[Report]:
    """Each way to read the firms that have a name and a division."""
    rows = [
        row
        for row in rows
        if row["extra"].get("company_name") and row["extra"].get("uscc_region")
    ]
    records = pa.table(
        {
            "text": [row["text"] for row in rows],
            "company": [row["extra"]["company_name"] for row in rows],
            "registration": [
                credit_code(row["extra"]["uscc_region"], at)
                for at, row in enumerate(rows)
            ],
            "licence": [row["extra"]["uscc_region"] + "0" * 9 for row in rows],
            "wrong": [WRONG_POSTCODE] * len(rows),
        }
    )
    unnamed = [row["tier"] == "none" for row in rows]
    ways: dict[str, dict[str, str]] = {
        "address": {"address": "text"},
        "company name": {"company": "company"},
        "credit code": {"registration": "registration"},
        "name and code": {"company": "company", "registration": "registration"},
        "address and name": {"address": "text", "company": "company"},
        "address, name and code": {
            "address": "text",
            "company": "company",
            "registration": "registration",
        },
        "address and a wrong postcode": {"address": "text", "postcode": "wrong"},
    }
    wanted = [row["expected"]["province_code"] for row in rows]
    return [
        counted(name, said(records, fields), wanted, unnamed)
        for name, fields in ways.items()
    ]


def credit_code(division: str, serial: int) -> str:
    """A credit code of a division."""
    digits = "".join(ALPHABET[serial // 31**power % 31] for power in range(4))
    first = f"91{division}MA0{digits}00"
    return first + credit_check(first)


def said(records: pa.Table, fields: dict[str, str]) -> list[tuple[str | None, str]]:
    """Province and status of each record."""
    columns: dict[str, Any] = dict(fields)
    answers = annotate_arrow(records, prefix="g_", **columns)
    subdivision, status = (
        answers.column(f"g_{name}").to_pylist() for name in ("subdivision", "status")
    )
    return list(zip(subdivision, status, strict=True))


def counted(
    name: str,
    answers: Sequence[tuple[str | None, str]],
    wanted: Sequence[str],
    unnamed: Sequence[bool],
) -> Report:
    """Shares of the records, and of those whose address names no place."""
    right = [
        PROVINCES.get(found or "") == province
        for (found, _), province in zip(answers, wanted, strict=True)
    ]
    wrong = [
        found is not None and not fine
        for (found, _), fine in zip(answers, right, strict=True)
    ]
    settled = [fine for fine, bare in zip(right, unnamed, strict=True) if bare]
    count = len(right)
    return {
        "way": name,
        "records": count,
        "right": sum(right) / count,
        "wrong": sum(wrong) / count,
        "resolved": sum(status == "resolved" for _, status in answers) / count,
        "unnamed": len(settled),
        "settled": sum(settled) / max(1, len(settled)),
    }


def table(found: Sequence[Report]) -> Sheet:
    """One row for each way."""
    rows = [
        [
            each["way"],
            f"{each['records']:,}",
            *(f"{each[name]:.2%}" for name in ("right", "wrong", "resolved")),
            f"{each['settled']:.1%} of {each['unnamed']:,}",
        ]
        for each in found
    ]
    heads = (
        "records",
        "province right",
        "wrong",
        "resolved",
        "right where the address names no place",
    )
    return Sheet("read", heads, rows)
