"""How many addresses a CPU-second other programs read, beside ours on the same texts: base addresses, each once.

A program's time is that of its process for all texts less that for one text, which is its start; the median of some rounds.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.corpus.labelled import write
from benchmarks.corpus.texts import HAN, base_addresses
from benchmarks.peers import programs
from benchmarks.report.sheet import Sheet
from benchmarks.speed import fresh_process

TEXTS, ROUNDS = 10_000, 5
ASKED = {"cpca": "Chinese", "libpostal": "romanized"}
"""The programs, and which half of the base addresses each is made for."""
Report = dict[str, Any]


def measure(labelled: Path) -> Report:
    """Addresses a CPU-second by program, or why there are none; ours by half."""
    bases = base_addresses(labelled)
    halves = {
        "Chinese": [text for text in bases if HAN(text)][:TEXTS],
        "romanized": [text for text in bases if not HAN(text)][:TEXTS],
    }
    fresh_process.load()
    found: Report = {
        f"nkrisk_geo, {half}": len(texts) / fresh_process.annotate(texts)
        for half, texts in halves.items()
    }
    for peer in programs.PEERS:
        if half := ASKED.get(peer.name):
            found[f"{peer.name} {peer.version}, {half}"] = rate(peer, halves[half])
    return found


def rate(peer: programs.Peer, texts: Sequence[str]) -> float | str:
    """Addresses a CPU-second; the reason where the program cannot be asked."""
    try:
        if peer.name == "libpostal" and not programs.model():
            raise programs.Unavailable(
                "no libpostal model on this machine (LIBPOSTAL_DATA_DIR)"
            )
        python = programs.environment(peer)
        spent = statistics.median(
            seconds(peer, python, texts) - seconds(peer, python, texts[:1])
            for _ in range(ROUNDS)
        )
        if spent <= 0:
            raise programs.Unavailable(
                "its start alone took longer than all texts: the machine is too busy"
            )
        return (len(texts) - 1) / spent
    except programs.Unavailable as reason:
        return str(reason)


def seconds(peer: programs.Peer, python: Path, texts: Sequence[str]) -> float:
    """CPU seconds of a program's process with these texts."""
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "texts.jsonl", Path(folder) / "answers.jsonl"
        write(
            asked, [{"id": number, "text": text} for number, text in enumerate(texts)]
        )
        adapters = Path(__file__).with_name("adapters.py")
        before = os.times()
        programs.run(
            [
                str(python),
                "-X",
                "utf8",
                str(adapters),
                peer.name,
                str(asked),
                str(answered),
            ],
            "it failed",
        )
        after = os.times()
    return (
        after.children_user
        + after.children_system
        - before.children_user
        - before.children_system
    )


def sheet(found: Report) -> Sheet:
    """A program a row."""
    rows = [
        [name, each if isinstance(each, str) else f"{each:,.0f}"]
        for name, each in found.items()
    ]
    return Sheet(
        "program and texts",
        ("addresses/CPU-s",),
        rows,
        "each text once; ours with all columns",
    )
