"""How often the answer is right: real addresses with labels, scored by the scorer that came with them.

The texts are read alone, without the fields beside them, and the scorer runs as a program of its own. Nothing of the
labelled data is kept.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from nkrisk_geo import annotate_arrow

LEVELS = ("zh province", "zh prefecture", "zh county", "latin province", "latin prefecture", "latin county")
CALIBRATION = ("probability of Liaoning or Jilin", "confidence in the code given")
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
WANTED = ("geo_country", "geo_adcode", "geo_status", "geo_confidence", "geo_p_liaoning", "geo_p_jilin")


def main(labelled: Path) -> None:
    """Score the open part and print the key lines."""
    gold, scorer = labelled / "dev.jsonl", labelled / "score.py"
    if not (gold.exists() and scorer.exists()):
        print(
            f"accuracy: skipped, there is no dev.jsonl with score.py in {labelled} (--eval PATH or NKRISK_EVAL)\n"
        )
        return
    show(scored(gold, scorer))
    show_thresholds({threshold: scored(gold, scorer, threshold=threshold) for threshold in THRESHOLDS})


def scored(gold: Path, scorer: Path, **options: float) -> dict[str, Any]:
    """What the scorer says of our answers."""
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        predict(gold, predictions, **options)
        command = [sys.executable, str(scorer), str(gold), str(predictions), "--json"]
        said = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    report: dict[str, Any] = json.loads(said)
    return report


def predict(gold: Path, predictions: Path, **options: Any) -> None:
    """Enrich the texts and write what the scorer reads."""
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    texts = pa.table({"id": [row["id"] for row in rows], "text": [row["text"] for row in rows]})
    answers = annotate_arrow(texts, address="text", **options).select(["id", *WANTED])
    with predictions.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers.to_pylist())


def show(report: Mapping[str, Any]) -> None:
    """The key lines as tables."""
    print(f"## Accuracy: {report['rows']:,} labelled addresses, {report['lost']} without an answer\n")
    print(f"{'Liaoning and Jilin':34} {'rows':>6} {'right':>8} {'wrong':>8} {'none':>8}")
    for level in LEVELS:
        counts = report["levels"].get(level, {})
        print(f"{level:34} {shares(counts, ('right', 'wrong', 'none'))}")
    print(f"\n{'elsewhere':34} {'rows':>6} {'put into Liaoning or Jilin':>27}")
    for group, title in (("CN_other", "China"), ("foreign", "other countries")):
        counts = report["false_alarms"].get(group, {})
        print(f"{title:34} {sum(counts.values()):6} {counts.get('false alarm', 0):27}")
    print(f"\n{'country':34} {'rows':>6} {'right':>8} {'wrong':>8} {'none':>8}")
    for group, counts in report["country"].items():
        print(f"{group:34} {shares(counts, ('right', 'wrong', 'none'))}")
    print(f"\n{'calibration':34} {'rows':>6} {'ECE':>8} {'Brier':>8} {'of base rate':>13}")
    for name in CALIBRATION:
        found = report[name]
        numbers = [found["ece"], found["brier"], found["brier_of_base_rate"]]
        print(f"{name:34} {found['rows']:6} {numbers[0]:8} {numbers[1]:8} {numbers[2]:13}")
    print()


def show_thresholds(reports: Mapping[float, Mapping[str, Any]]) -> None:
    """Right and wrong, and false alarms, for other thresholds than the usual one."""
    levels = ("zh province", "zh county", "latin province", "latin county")
    print("threshold" + "".join(f"{level:>17}" for level in levels) + f"{'false alarms':>14}")
    for threshold, report in reports.items():
        counted = (report["levels"].get(level, {}) for level in levels)
        cells = "".join(
            f"{'/'.join(shares(counts, ('right', 'wrong')).split()[1:]):>17}" for counts in counted
        )
        alarms = sum(
            report["false_alarms"].get(group, {}).get("false alarm", 0) for group in ("CN_other", "foreign")
        )
        print(f"{threshold:<9}{cells}{alarms:14}")
    print("(right/wrong; the rest has no answer)\n")


def shares(counts: Mapping[str, int], verdicts: tuple[str, ...]) -> str:
    """How many rows, and the share of each verdict."""
    total = sum(counts.values())
    return f"{total:6} " + " ".join(f"{counts.get(verdict, 0) / max(total, 1):8.1%}" for verdict in verdicts)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
