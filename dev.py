"""Every chore of the project in one file that needs nothing but Python 3.10 and pip: `python3 dev.py COMMAND [options]`.

    command                what it does                                        takes about      writes to

  use
    demo                   the library on real addresses                       seconds          out/

  check
    test [of pytest]       all checks; stops at the first that fails           7 minutes        nothing that stays
    floors [of pytest]     the tests with the oldest libraries allowed         10 minutes       nothing that stays
    newest [of pytest]     the tests with the newest libraries allowed         10 minutes       nothing that stays
    engines [of pytest]    the tests of Spark and of polygons, which           2 minutes        nothing that stays; with
                           have packages (and Java) of their own                                --write the tested versions
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

  release
    lock                   the versions that the checks take, with hashes      a minute         requirements/
    sizes                  what the library and each extra take on disk        5 minutes        the screen; with --docs
                                                                                                docs/engines.md
    sbom                   the bill of materials: what an installation holds   a minute         out/sbom.cdx.json
    tag                    whether a tag is the version of code and papers     at once          the screen

Each command but `test`, `demo` and `format` says more with --help. The first call makes `.venv` beside this file and installs
the project into it, in a minute or two; later calls start at once, until pyproject.toml, a lock, the Python or the place of the
folder changes. A half-made `.venv` is made anew. The versions are those of requirements/, with hashes; where they do not install
(another kind of machine), those that pyproject.toml allows, and that is said. `demo`, `floors`, `newest`, `engines` and what is
under release have environments of their own (`.venv-…`) and do without `.venv`.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent
LOCKS = ROOT / "requirements"
VENV = ROOT / ".venv"
WHEEL_VENV = VENV / "wheel-check"
REQUIREMENTS = ("pyproject.toml", "requirements/build.lock", "requirements/dev.lock")
STAMP = "complete"
SCRIPTS = "Scripts" if os.name == "nt" else "bin"


def main(arguments: list[str]) -> int:
    """Sets up what is missing, carries out one command and returns its exit code."""
    if sys.version_info < (3, 10):  # noqa: UP036 - whoever calls has not been through pip, which would refuse
        sys.exit(
            f"dev.py: Python 3.10 or newer is needed, this is {sys.version.split()[0]}"
        )
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__)
        return 0 if arguments in (["-h"], ["--help"], ["help"]) else 2
    try:
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
    install_locked(VENV, "dev", ".[dev]")
    # As pip does for a wheel: where Python may not write beside the source, each start would compile it again.
    must(
        [str(python_of(VENV)), "-m", "compileall", "-q", "src"],
        "could not compile the source",
    )
    (VENV / STAMP).write_text(fingerprint(), encoding="utf-8")
    say("the environment is ready")


def fingerprint(files: Sequence[str] = REQUIREMENTS, *others: object) -> str:
    """What an environment depends on: the requirements, the Python, and the folder (paths are written into it)."""
    held = b"".join(
        (ROOT / name).read_bytes() for name in files if (ROOT / name).exists()
    )
    around = repr([sys.version, sys.base_prefix, str(ROOT), *others])
    return hashlib.sha256(held + around.encode()).hexdigest()


def is_complete(venv: Path, wanted: str | None = None) -> bool:
    """Whether the environment was finished (the stamp is written last) and is the one for now."""
    stamp = venv / STAMP
    if not (python_of(venv).exists() and stamp.is_file()):
        return False
    return stamp.read_text(encoding="utf-8") == (wanted or fingerprint())


def make_venv(venv: Path, base: str | None = None) -> None:
    """An empty virtual environment with pip, whatever stood in its place; of the Python at hand, or of another one."""
    # Called from inside a virtual environment (perhaps the very one to be replaced), the Python under it is meant.
    base = base or str(getattr(sys, "_base_executable", None) or sys.executable)
    make = [base, "-m", "venv", "--clear"]
    if (
        subprocess.run(
            [base, "-c", "import ensurepip"], capture_output=True, check=False
        ).returncode
        == 0
    ):
        must([*make, str(venv)], "could not make a virtual environment")
    else:
        # Debian packs ensurepip apart; the pip at hand can install a copy of itself into the bare environment.
        must(
            [*make, "--without-pip", str(venv)], "could not make a virtual environment"
        )
        pip = [
            base,
            "-m",
            "pip",
            "--python",
            str(python_of(venv)),
            "install",
            "--quiet",
            "pip",
        ]
        must(
            pip,
            "could not put pip into the virtual environment; install the system's package for venv",
        )


def pip(venv: Path, *arguments: str) -> list[str]:
    """The command that lets the environment's pip install."""
    quietly = ("--quiet", "--no-input", "--disable-pip-version-check")
    return [str(python_of(venv)), "-m", "pip", *quietly, "install", *arguments]


def install(venv: Path, *arguments: str) -> None:
    """Lets the environment's pip install; ends the program with one clear line if it cannot."""
    must(
        pip(venv, *arguments),
        "pip could not install the above; nothing is kept, the next call starts afresh",
    )


def install_locked(venv: Path, lock: str, project: str) -> None:
    """The versions of a lock, with their hashes, and the project; if they cannot be had here, what `project` allows."""
    for name in ("build", lock):
        # What has to be built is built by what the first lock brought.
        hashed = (
            "--require-hashes",
            "--no-build-isolation",
            "--requirement",
            str(LOCKS / f"{name}.lock"),
        )
        done = subprocess.run(
            pip(venv, *hashed), env=surroundings(), capture_output=True, check=False
        )
        if done.returncode:
            complain_of(done.stderr.decode("utf-8", "replace"), name)
            install(venv, "--editable", project)
            break
    else:
        install(venv, "--no-deps", "--no-build-isolation", "--editable", ".")
    point_relatively(venv)


def complain_of(words: str, lock: str) -> None:
    """Says why a lock was not taken; a package that is not the one of the lock ends the program."""
    print(words.strip(), file=sys.stderr)
    if "DO NOT MATCH THE HASHES" in words:
        sys.exit(
            f"dev.py: a package is not the one of requirements/{lock}.lock; nothing was installed of it"
        )
    say(
        f"the versions of requirements/{lock}.lock do not install here; taking those that pyproject.toml allows"
    )


def point_relatively(venv: Path) -> None:
    """Rewrites the absolute path that leads from an editable installation to the source as a relative one.

    Before 3.13 Python reads such files in the locale's encoding, even in UTF-8 mode: in a checkout under 丹东/ it would
    not find the source, or not even start.
    """
    for pointer in venv.rglob("*nkrisk_geo.pth"):
        pointer.write_text(
            os.path.relpath(ROOT / "src", pointer.parent) + "\n", encoding="ascii"
        )


def must(command: list[str], complaint: str) -> None:
    """Runs a step of the set-up, its output on stderr, and ends the program if it fails."""
    code = run(command, stdout=sys.stderr)
    if code:
        sys.exit(f"dev.py: {complaint} (exit code {code})")


def python_of(venv: Path) -> Path:
    """The interpreter of a virtual environment."""
    return venv / SCRIPTS / ("python.exe" if os.name == "nt" else "python")


def surroundings(venv: Path = VENV) -> dict[str, str]:
    """The environment variables of an activated environment."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONHOME", "PYTHONPATH")
    }
    ours["VIRTUAL_ENV"] = str(venv)
    ours["PATH"] = os.pathsep.join(
        [str(venv / SCRIPTS), os.environ.get("PATH", os.defpath)]
    )
    # Pipes and consoles of other encodings could not take the Chinese that is printed.
    ours["PYTHONUTF8"] = "1"
    return ours


def run(
    command: list[str],
    *,
    cwd: Path = ROOT,
    stdout: TextIO | None = None,
    venv: Path = VENV,
) -> int:
    """The exit code of a command run with the surroundings of an environment."""
    return subprocess.run(
        command, cwd=cwd, env=surroundings(venv), stdout=stdout, check=False
    ).returncode


def say(text: str) -> None:
    """A line about the set-up; stderr, so that a command's own output stays clean."""
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


# ── the commands ─────────────────────────────────────────────────────────────────────────────────────────────────────


def python(*arguments: str) -> int:
    """The exit code of `.venv`'s Python."""
    return run([str(python_of(VENV)), *arguments])


def inside(*start: str) -> Callable[[list[str]], int]:
    """A command that is a script or a module, run by `.venv`'s Python."""

    def command(arguments: list[str]) -> int:
        prepare()
        return python(*start, *arguments)

    return command


def apart(module: str) -> Callable[[list[str]], int]:
    """A command that makes an environment of its own."""

    def command(arguments: list[str]) -> int:
        code: int = import_module(module).main(arguments)
        return code

    return command


def test(arguments: list[str]) -> int:
    """All checks; pytest comes last, so that its summary ends the output."""
    prepare()
    for title, check in checks(arguments):
        print(f"== {title}", flush=True)
        start = time.monotonic()
        if code := check():
            if title != "pytest":
                say(
                    f"{title} failed (exit code {code}); what comes after it was not run"
                )
            return code
        if title != "pytest":
            print(f"   {time.monotonic() - start:.1f} s", flush=True)
    return 0


def checks(arguments: list[str]) -> Iterator[tuple[str, Callable[[], int]]]:
    """Title and action of each check, the quick ones first."""
    yield "ruff check", lambda: python("-m", "ruff", "check", "--quiet")
    yield (
        "ruff format --check",
        lambda: python("-m", "ruff", "format", "--check", "--quiet"),
    )
    yield "mypy --strict", lambda: python("-m", "mypy")
    yield (
        "import layers",
        lambda: run([str(VENV / SCRIPTS / "lint-imports"), "--no-logo"]),
    )
    yield "workflows: schema, security", lambda: python("-m", "release.workflows")
    yield (
        "gazetteer: rebuild and compare",
        lambda: python("gazetteer/build.py", "--check"),
    )
    yield "wheel: build, install into an empty environment, run offline", wheel
    # A file stays in one process: what it makes for its tests is made once. Who names tests wants them in order.
    beside = (
        () if arguments else ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile")
    )
    yield "pytest", lambda: python("-m", "pytest", *beside, *arguments)


def wheel() -> int:
    """Builds the wheel and lets it answer in an environment, a folder and a silence of its own.

    The environment is filled from the wheel's own requirements once; after that only the wheel in it is replaced.
    """
    with tempfile.TemporaryDirectory() as elsewhere:
        build = [
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--quiet",
            "--outdir",
            elsewhere,
        ]
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


def layout(arguments: list[str]) -> int:
    """Repairs what ruff can repair."""
    prepare()
    return python("-m", "ruff", "check", "--fix", *arguments) | python(
        "-m", "ruff", "format", *arguments
    )


COMMANDS = {
    "demo": apart("release.demonstration"),
    "test": test,
    "floors": apart("release.floors"),
    "newest": apart("release.newest"),
    "engines": apart("release.engines"),
    "fuzz": inside("hostile/fuzz.py"),
    "hostile": inside("hostile/run.py"),
    "bench": inside("benchmarks/run.py"),
    "gazetteer": inside("gazetteer/build.py"),
    "handbook": inside("-m", "handbook"),
    "wheels": inside("-m", "release"),
    "format": layout,
    "lock": apart("release.locks"),
    "sizes": apart("release.sizes"),
    "sbom": apart("release.materials"),
    "tag": apart("release.tag"),
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
