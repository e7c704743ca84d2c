"""Files: `python3 dev.py bench files [--docs]`. Which kinds and encodings were tried, and runs that were killed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from benchmarks import ROOT
from benchmarks.corpus.labelled import Labelled
from benchmarks.files import kills
from benchmarks.files import kinds as file_kinds
from benchmarks.report.pages import put_between
from nkrisk_geo import search_terms, zones

PAGE, RESULTS = (
    ROOT / "docs" / "files.md",
    ROOT / "benchmarks" / "results" / "files.json",
)


def main(labelled: Path, machine: str, *, publish: bool) -> None:
    """Measure, print, and perhaps put the tables into the page."""
    print("## Files")
    texts = real_texts(labelled)
    kinds, runs = file_kinds.measure(texts), kills.measure(labelled)
    sheets = [*file_kinds.sheets(kinds), kills.sheet(runs)]
    print("\n\n".join(sheet.text() for sheet in sheets))
    if publish:
        for mark, sheet in zip(
            ("encodings", "read", "written", "killed"), sheets, strict=True
        ):
            put_between(PAGE, mark, sheet.markdown(plain=True))
        put_between(PAGE, "machine", f"{machine}.")
        RESULTS.write_text(
            json.dumps(
                {"machine": machine, "kinds": kinds, "killed": runs},
                ensure_ascii=False,
                indent=1,
            )
            + "\n",
            encoding="utf-8",
        )


def real_texts(folder: Path) -> list[str]:
    """Labelled addresses where there are some, those of the examples, and the search terms of the zones in all scripts."""
    with (ROOT / "examples" / "shipments.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        texts = [row["shipper_address"] for row in csv.DictReader(file)]
    texts += [term.text for zone in zones().id for term in search_terms(zone)]
    labelled = Labelled(folder)
    if labelled.missing() is None:
        texts += [row["text"] for row in (*labelled.dev(), *labelled.hard())]
    # A line feed in a cell is well read, but not by the feed, whose rows have none.
    return [text for text in dict.fromkeys(texts) if text.strip() and "\n" not in text]
