"""The wheels of all targets and the source, built and checked: `python3 dev.py wheels [TARGET …] [--quick]`.

Everything is built twice, in two folders, and compared to the byte: each wheel, the source distribution and the gazetteer. Each
wheel is checked (name, tags, contents, licences, RECORD, size, no path of this machine), and the library in it by its header
(machine, functions, nothing needed but the system, the oldest system). Libraries of other machines are run with qemu, wine and
musl where they are here. Then the wheel of this machine and the source, with this machine's compiler and with Zig's, go
into empty environments of every Python at hand, with the newest dependencies, and with the oldest ones under the oldest
Python; there they are asked without a network. `--quick` is the wheel of this machine alone, in one Python.

What is built is in dist/. Exit code 1 when anything that could be checked failed; what could not be is said.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from build_engine import CHOSEN, TARGETS

from release import artefacts, targets
from release.checkout import ROOT, CommandError, Copy, output, source
from release.installations import MOST_SECONDS, Outcome, Trial, tried, without_network
from release.interpreters import interpreters
from release.machines import Questions, own_target
from release.targets import Row

DIST = ROOT / "dist"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="dev.py wheels",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "target", nargs="*", help=f"all by default: {', '.join(TARGETS)}"
    )
    parser.add_argument(
        "--quick", action="store_true", help="the wheel of this machine, in one Python"
    )
    given = parser.parse_args(arguments)
    if unknown := {*given.target} - {*TARGETS}:
        parser.error(
            f"there is no target {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}"
        )
    os.environ.pop(CHOSEN, None)  # it would stand for this machine
    own = own_target()
    if given.quick and not own:
        parser.error("there is no target for this machine")
    wanted = [own] if given.quick else given.target or [*TARGETS]
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="release-") as folder:
        try:
            rows = _built(Path(folder), wanted, quick=given.quick)
            _keep(rows)
            wrong = [f"{row.name}: {each}" for row in rows for each in row.complaints]
            wrong += _checked_page()
            wrong += _installed(Path(folder), rows, quick=given.quick)
        except CommandError as error:
            wrong = [str(error)]
    print("".join(f"\nwrong: {each}" for each in wrong))
    print(f"{len(wrong)} wrong, {time.monotonic() - begun:.0f} s")
    return 1 if wrong else 0


# ── built ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _built(folder: Path, wanted: Sequence[str], *, quick: bool) -> list[Row]:
    """Every artefact, and a line of the table for each as soon as it is there."""
    origin = source()
    if origin.changed:
        print(
            f"not as committed: {', '.join(origin.changed[:5])} ({len(origin.changed)} files)\n"
        )
    print(f"made of {origin.commit} with {', '.join(_made_with())}\n")
    copies = [
        Copy(folder / name / "source", origin, number)
        for number, name in enumerate(("one", "another"))
    ]
    questions = Questions(folder / "questions")
    print(
        "| target | artefact | MB | checks | same twice | run here |\n|---|---|---|---|---|---|",
        flush=True,
    )
    rows = [
        _shown(targets.row_of_target(copies, target, questions)) for target in wanted
    ]
    if not quick:
        rows.append(_shown(targets.row_of_source(copies)))
        rows.append(_shown(targets.row_of_gazetteer(copies)))
    return rows


def _made_with() -> Iterator[str]:
    """On what the bytes depend besides the source."""
    yield f"Python {platform.python_version()}"
    yield f"zlib {zlib.ZLIB_RUNTIME_VERSION}"
    for name in ("hatchling", "ziglang"):
        yield f"{name} {metadata.version(name)}"


def _shown(row: Row) -> Row:
    size = f"{row.artefact.stat().st_size / 1e6:.2f}" if row.artefact else ""
    name = row.artefact.name if row.artefact else ""
    checks = f"{len(row.complaints)} wrong" if row.complaints else "passed"
    twice = "yes" if row.twice else "no"
    print(
        f"| {row.name} | {name} | {size} | {checks} | {twice} | {row.run or '–'} |",
        flush=True,
    )
    return row


def _keep(rows: Sequence[Row]) -> None:
    """Put what was built into dist/, in the place of what is there of this project."""
    DIST.mkdir(exist_ok=True)
    for path in (*DIST.glob("nkrisk_geo-*"), *DIST.glob("SHA256SUMS")):
        path.unlink()
    kept = [Path(shutil.copy(row.artefact, DIST)) for row in rows if row.artefact]
    (DIST / "SHA256SUMS").write_text(
        artefacts.checksums(kept), encoding="utf-8", newline="\n"
    )


def _checked_page() -> list[str]:
    """What an index would refuse or not show: twine knows."""
    built = [str(path) for path in sorted(DIST.glob("nkrisk_geo-*"))]
    try:
        output([sys.executable, "-m", "twine", "check", "--strict", *built], ROOT)
    except CommandError as error:
        return [str(error)]
    print(f"\ntwine check --strict: {len(built)} passed", flush=True)
    return []


# ── installed ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _installed(folder: Path, rows: Sequence[Row], *, quick: bool) -> list[str]:
    """The wheel of this machine and the source in empty environments: prints a table, returns what was wrong."""
    isolation = (
        " ".join(without_network())
        or "no variables, no network in Python (unshare does not work here)"
    )
    print(f"\nasked without a network by: {isolation}")
    print(
        "| Python | installed | dependencies | install s | first answer s | came |\n|---|---|---|---|---|---|"
    )
    wrong = []
    for number, trial in enumerate(_trials(rows, quick=quick)):
        place = folder / f"trial-{number}"
        place.mkdir()
        outcome = tried(trial, place)
        print(_line(outcome), flush=True)
        if outcome.complaint:
            wrong.append(
                f"Python {trial.interpreter.name}, {trial.how}: {outcome.complaint}"
            )
    return wrong


def _trials(rows: Sequence[Row], *, quick: bool) -> Iterator[Trial]:
    built = {row.name: row.artefact for row in rows if row.artefact}
    wheel, archive = built.get(own_target()), built.get("source")
    found = interpreters()
    for each in found[:1] if quick else found:
        if wheel:
            yield Trial(each, wheel, "wheel")
        if archive:
            yield Trial(each, archive, "source, own compiler")
            yield Trial(each, archive, "source, Zig", compiler=False)
    if wheel and found and not quick:
        yield Trial(found[0], wheel, "wheel", oldest=True)


def _line(outcome: Outcome) -> str:
    trial = outcome.trial
    with_which = "oldest" if trial.oldest else "newest"
    came = f"passed, in more than {MOST_SECONDS} s" if outcome.slow else "passed"
    came = "failed" if outcome.complaint else came
    times = f"{outcome.installing:.0f} | {outcome.answering:.1f}"
    return (
        f"| {trial.interpreter.name} | {trial.how} | {with_which} | {times} | {came} |"
    )


if __name__ == "__main__":
    sys.exit(main())
