"""How often the answer is right, what its probabilities are worth, and how others do on the same texts.

`python3 dev.py bench accuracy` measures and prints. With `--peers` the other programs are asked too; without, their
figures are those of the last time they were, which do not depend on this project's code. With `--docs` the tables and
the picture of docs/accuracy.md are replaced, and everything is kept in benchmarks/results/accuracy.json.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import ROOT
from benchmarks.accuracy import hard_cases, reliability, remaining_errors
from benchmarks.accuracy.reliability_diagram import picture
from benchmarks.accuracy.tables import brief, tables
from benchmarks.corpus.labelled import NAMING, OURS, Labelled, Row, predict
from benchmarks.peers import programs
from benchmarks.report.pages import put_between
from nkrisk_geo import Gazetteer, __version__

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
RESULTS = ROOT / "benchmarks" / "results" / "accuracy.json"
PAGE = ROOT / "docs" / "accuracy.md"
PICTURE = ROOT / "docs" / "img" / "reliability.svg"
EVERY = 10
"""Other programs are asked for each tenth row of the register: one of them takes 15 ms a row."""


def measure(folder: Path, *, with_peers: bool = False) -> Row | None:
    """The whole report as JSON has it; None, with a message, where the labelled addresses are not there."""
    labelled = Labelled(folder)
    if missing := labelled.missing():
        print(
            f"accuracy: skipped, there is no {missing} in {folder} (--eval PATH or NKRISK_EVAL)\n"
        )
        return None
    rows = {
        "dev": labelled.dev(),
        "register": labelled.register(),
        "elsewhere": labelled.elsewhere(),
    }
    said = {name: predict(found) for name, found in rows.items()}
    alarms = sum(
        (answer["geo_adcode"] or "")[:2] in OURS for answer in said["elsewhere"]
    )
    cases = labelled.hard()
    pool = list(zip(rows["elsewhere"], said["elsewhere"], strict=True))
    report: Row = {
        "dev": labelled.score(rows["dev"], said["dev"]),
        "register": labelled.score(rows["register"], said["register"]),
        "elsewhere": {"rows": len(rows["elsewhere"]), "false alarms": alarms},
        "hard": hard_cases.tally(cases, predict(cases)),
        "reliability": {
            "dev": reliability.curves(rows["dev"], said["dev"]),
            "register": reliability.curves(rows["register"], said["register"], pool),
        },
        "thresholds": {
            str(each): at_threshold(labelled, rows["dev"], each) for each in THRESHOLDS
        },
    }
    fields = labelled.fields()
    if fields is None:
        print("field cases: skipped, they are not in the folder\n")
    else:
        report["fields"], doubted = fields
        # Beside what is measured, which goes into pages: the texts are no part of the project.
        print("field cases that are not right:", *doubted, sep="\n", file=sys.stderr)
    return report | compared(labelled, with_peers=with_peers)


def at_threshold(labelled: Labelled, rows: Sequence[Row], threshold: float) -> Row:
    """Levels and false alarms of the open part at another threshold."""
    return essence(labelled.score(rows, predict(rows, threshold=threshold)))


def compared(labelled: Labelled, *, with_peers: bool) -> Row:
    """Our figures and those of other programs on the same rows."""
    parts = Parts(labelled)
    found: Row = {"ours": parts.judge(predict(parts.rows))}
    if with_peers:
        found["peers"] = {peer.name: judged(peer, parts) for peer in programs.PEERS}
    elif RESULTS.exists():
        found["peers"] = json.loads(RESULTS.read_text(encoding="utf-8")).get(
            "peers", {}
        )
    return found


class Parts:
    """The rows that others are asked too: the open part, a part of the register, the hard cases."""

    def __init__(self, labelled: Labelled) -> None:
        self._labelled = labelled
        self._dev, self._hard = labelled.dev(), labelled.hard()
        naming = [row for row in labelled.register() if row["tier"] in NAMING]
        self._register = naming[::EVERY]
        self.rows = [*self._dev, *self._register, *self._hard]

    def judge(self, predictions: Sequence[Mapping[str, Any]]) -> Row:
        """What the scorer says of each part."""
        first, last = len(self._dev), len(self.rows) - len(self._hard)
        score = self._labelled.score
        return {
            "dev": essence(score(self._dev, map(dict, predictions[:first]))),
            "register": essence(
                score(self._register, map(dict, predictions[first:last]))
            ),
            "hard": hard_cases.tally(self._hard, predictions[last:])["all"],
        }


def judged(peer: programs.Peer, parts: Parts) -> Row:
    """The figures of another program, or why there are none."""
    try:
        return {"version": peer.version, **parts.judge(programs.ask(peer, parts.rows))}
    except programs.Unavailable as reason:
        return {"version": peer.version, "skipped": str(reason)}


def essence(scored: Row) -> Row:
    """What the tables show of a scorer's report."""
    return {key: scored[key] for key in ("levels", "false_alarms")}


# --- showing ---------------------------------------------------------------------------------------------------------


def show(report: Row, *, briefly: bool = False) -> None:
    """Print the tables, all or those for the README."""
    print(
        f"## Accuracy: {report['dev']['rows']:,} labelled addresses, {report['dev']['lost']} without an answer\n"
    )
    sheets = (
        brief(report)
        if briefly
        else [sheet for sheets in tables(report).values() for sheet in sheets]
    )
    for sheet in sheets:
        print(sheet.text(), end="\n\n")


def publish(report: Row, machine: str) -> None:
    """Replace the tables and the picture of the page, and keep the report."""
    for mark, sheets in tables(report).items():
        if sheets:
            put_between(PAGE, mark, "\n\n".join(sheet.markdown() for sheet in sheets))
    put_between(PAGE, "remaining", remaining_errors.sheet().markdown(plain=True))
    put_between(PAGE, "machine", f"{machine}.")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(picture(report["reliability"]), encoding="utf-8")
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    versions = {"nkrisk_geo": __version__, "gazetteer": Gazetteer.default().version}
    kept = {"machine": machine, "versions": versions, **report}
    RESULTS.write_text(
        json.dumps(rounded(kept), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def rounded(value: Any) -> Any:
    """The same with numbers of four decimals."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, Mapping):
        return {key: rounded(each) for key, each in value.items()}
    return [rounded(each) for each in value] if isinstance(value, list) else value
