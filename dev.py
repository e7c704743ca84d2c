"""Every chore of the project in one file that needs nothing but Python 3.10 and pip: `python3 dev.py COMMAND [options]`.

    command                what it does                                        takes about      writes to

  use
    demo                   the library on real addresses                       seconds          out/

  check
    test [of pytest]       all checks; stops at the first that fails           7 minutes        nothing that stays
    fuzz                   the engine under sanitizers: random records,        5 minutes        out/, what failed
                           altered tables, threads
    hostile                bad files, kills, tampered checkpoints, altered     10 minutes       nothing that stays
                           gazetteers: what is lost, what gets in              (--quick: 1.5)

    wheels [TARGET …]      a release: wheels of all targets and the source,    20 minutes       dist/
                           built twice, checked, installed, run                (--quick: 2)

  measure
    bench [NAME]           speed, memory, accuracy, distances, files …;        seconds to       the screen; with --readme
                           `bench --help` has the names and their times        ten minutes      and --docs the pages
    bench fit              the weights of the evidence, fitted                 10 minutes       the screen; with --write
                                                                                                gazetteer/facts/

  make
    gazetteer              the tables of gazetteer/, compiled (--check and     seconds          src/nkrisk_geo/data/
                           --diff only compare)
    handbook [MADE]        the website, or pages and files made of code        a minute         out/docs/, or the file
    format                 the code in the one layout                          seconds          the code

Each command but `test`, `demo` and `format` says more with --help. The first call makes `.venv` beside this file and installs
the project into it, in a minute or two; later calls start at once, until pyproject.toml, the Python or the place of the folder
changes. A half-made `.venv` is made anew.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WHEEL_VENV = VENV / "wheel-check"
STAMP = "complete"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"


def main(arguments: list[str]) -> int:
    """Sets up what is missing, carries out one command and returns its exit code."""
    if sys.version_info < (3, 10):  # noqa: UP036 - whoever calls has not been through pip, which would refuse
        sys.exit(f"dev.py: Python 3.10 or newer is needed, this is {sys.version.split()[0]}")
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__)
        return 0 if arguments in (["-h"], ["--help"], ["help"]) else 2
    try:
        prepare()
        return COMMANDS[arguments[0]](arguments[1:])
    except KeyboardInterrupt:
        return 130


# ── the environment ──────────────────────────────────────────────────────────────────────────────────────────────────


def prepare() -> None:
    """Makes `.venv` unless it stands complete and fits; then compiles the engine if its sources are newer."""
    if is_complete(VENV):
        must([str(python_of(VENV)), "build_engine.py"], "could not compile src/engine")
        return
    say(
        "making .venv and installing the project into it; this is done once and takes a minute or two"
    )
    make_venv(VENV)
    install(VENV, "--editable", ".[dev]")
    point_relatively(VENV)
    # As pip does for a wheel: where Python may not write beside the source, each start would compile it again.
    must([str(python_of(VENV)), "-m", "compileall", "-q", "src"], "could not compile the source")
    (VENV / STAMP).write_text(fingerprint(), encoding="utf-8")
    say("the environment is ready")


def fingerprint() -> str:
    """What an environment depends on: the requirements, the Python, and the folder (paths are written into it)."""
    circumstances = [sys.version, sys.base_prefix, str(ROOT)]
    return hashlib.sha256(
        (ROOT / "pyproject.toml").read_bytes() + repr(circumstances).encode()
    ).hexdigest()


def is_complete(venv: Path) -> bool:
    """Whether the environment was finished (the stamp is written last) and is the one for now."""
    stamp = venv / STAMP
    return (
        python_of(venv).exists()
        and stamp.is_file()
        and stamp.read_text(encoding="utf-8") == fingerprint()
    )


def make_venv(venv: Path) -> None:
    """An empty virtual environment with pip, whatever stood in its place."""
    # Called from inside a virtual environment (perhaps the very one to be replaced), the Python under it is meant.
    base = str(getattr(sys, "_base_executable", None) or sys.executable)
    make = [base, "-m", "venv", "--clear"]
    if find_spec("ensurepip"):
        must([*make, str(venv)], "could not make a virtual environment")
    else:
        # Debian packs ensurepip apart; the pip at hand can install a copy of itself into the bare environment.
        must([*make, "--without-pip", str(venv)], "could not make a virtual environment")
        pip = [base, "-m", "pip", "--python", str(python_of(venv)), "install", "--quiet", "pip"]
        must(
            pip,
            "could not put pip into the virtual environment; install the system's package for venv",
        )


def install(venv: Path, *arguments: str) -> None:
    """Lets the environment's pip install; ends the program with one clear line if it cannot."""
    pip = [
        str(python_of(venv)),
        "-m",
        "pip",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
    ]
    must(
        [*pip, "install", *arguments],
        "pip could not install the above; nothing is kept, the next call starts afresh",
    )


def point_relatively(venv: Path) -> None:
    """Rewrites the absolute path that leads from an editable installation to the source as a relative one.

    Before 3.13 Python reads such files in the locale's encoding, even in UTF-8 mode: in a checkout under 丹东/ it would
    not find the source, or not even start.
    """
    for pointer in venv.rglob("*nkrisk_geo.pth"):
        pointer.write_text(os.path.relpath(ROOT / "src", pointer.parent) + "\n", encoding="ascii")


def must(command: list[str], complaint: str) -> None:
    """Runs a step of the set-up, its output on stderr, and ends the program if it fails."""
    code = run(command, stdout=sys.stderr)
    if code:
        sys.exit(f"dev.py: {complaint} (exit code {code})")


def python_of(venv: Path) -> Path:
    """The interpreter of a virtual environment."""
    return venv / SCRIPTS / ("python.exe" if os.name == "nt" else "python")


def surroundings() -> dict[str, str]:
    """The environment variables of an activated `.venv`."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONHOME", "PYTHONPATH")
    }
    ours["VIRTUAL_ENV"] = str(VENV)
    ours["PATH"] = os.pathsep.join([str(VENV / SCRIPTS), os.environ.get("PATH", os.defpath)])
    # Pipes and consoles of other encodings could not take the Chinese that is printed.
    ours["PYTHONUTF8"] = "1"
    return ours


def run(command: list[str], *, cwd: Path = ROOT, stdout: TextIO | None = None) -> int:
    """The exit code of a command run with the surroundings of `.venv`."""
    return subprocess.run(
        command, cwd=cwd, env=surroundings(), stdout=stdout, check=False
    ).returncode


def say(text: str) -> None:
    """A line about the set-up; stderr, so that a command's own output stays clean."""
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


# ── the commands ─────────────────────────────────────────────────────────────────────────────────────────────────────


def python(*arguments: str) -> int:
    """The exit code of `.venv`'s Python."""
    return run([str(python_of(VENV)), *arguments])


def test(arguments: list[str]) -> int:
    """All checks; pytest comes last, so that its summary ends the output."""
    for title, check in checks(arguments):
        print(f"== {title}", flush=True)
        start = time.monotonic()
        if code := check():
            if title != "pytest":
                say(f"{title} failed (exit code {code}); what comes after it was not run")
            return code
        if title != "pytest":
            print(f"   {time.monotonic() - start:.1f} s", flush=True)
    return 0


def checks(arguments: list[str]) -> Iterator[tuple[str, Callable[[], int]]]:
    """Title and action of each check, the quick ones first."""
    yield "ruff check", lambda: python("-m", "ruff", "check", "--quiet")
    yield "ruff format --check", lambda: python("-m", "ruff", "format", "--check", "--quiet")
    yield "mypy --strict", lambda: python("-m", "mypy")
    yield "import layers", lambda: run([str(VENV / SCRIPTS / "lint-imports"), "--no-logo"])
    yield "gazetteer: rebuild and compare", lambda: python("gazetteer/build.py", "--check")
    yield "wheel: build, install into an empty environment, run offline", wheel
    yield "pytest", lambda: python("-m", "pytest", *arguments)


def wheel() -> int:
    """Builds the wheel and lets it answer in an environment, a folder and a silence of its own.

    The environment is filled from the wheel's own requirements once; after that only the wheel in it is replaced.
    """
    with tempfile.TemporaryDirectory() as elsewhere:
        build = ["-m", "build", "--wheel", "--no-isolation", "--quiet", "--outdir", elsewhere]
        if code := python(*build):
            return code
        built = str(next(Path(elsewhere).glob("*.whl")))
        if is_complete(WHEEL_VENV):
            install(WHEEL_VENV, "--no-deps", "--no-index", "--force-reinstall", built)
        else:
            make_venv(WHEEL_VENV)
            install(WHEEL_VENV, built)
            (WHEEL_VENV / STAMP).write_text(fingerprint(), encoding="utf-8")
        isolated = [
            str(python_of(WHEEL_VENV)),
            "-I",
            "-X",
            "utf8",
            str(ROOT / "tests" / "wheel_check.py"),
        ]
        return run(isolated, cwd=Path(elsewhere))


def demo(arguments: list[str]) -> int:
    """The library on real input."""
    return python("examples/demo.py", *arguments)


def bench(arguments: list[str]) -> int:
    """Speed, memory and accuracy."""
    return python("benchmarks/run.py", *arguments)


def fuzz(arguments: list[str]) -> int:
    """The engine under sanitizers: random records, altered tables, threads."""
    return python("hostile/fuzz.py", *arguments)


def hostile(arguments: list[str]) -> int:
    """An attack, by chance and the same for the same seed."""
    return python("hostile/run.py", *arguments)


def wheels(arguments: list[str]) -> int:
    """A release, made and checked."""
    return python("-m", "release", *arguments)


def handbook(arguments: list[str]) -> int:
    """The website, or pages and files made of code."""
    return python("-m", "handbook", *arguments)


def gazetteer(arguments: list[str]) -> int:
    """From reviewable tables to the compiled files in the package."""
    return python("gazetteer/build.py", *arguments)


def layout(arguments: list[str]) -> int:
    """Repairs what ruff can repair."""
    return python("-m", "ruff", "check", "--fix", *arguments) | python(
        "-m", "ruff", "format", *arguments
    )


COMMANDS = {
    "test": test,
    "demo": demo,
    "bench": bench,
    "fuzz": fuzz,
    "hostile": hostile,
    "gazetteer": gazetteer,
    "handbook": handbook,
    "wheels": wheels,
    "format": layout,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
