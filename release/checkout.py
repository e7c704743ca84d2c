"""What a release is made from: the files that git knows, as they lie in this folder, copied twice.

The two copies stand in folders of different names, are filled in opposite orders, and what is done in them is done under other
circumstances: the time zone, the language, the seed of hashes and the permissions of new files. What comes out the same of both
depends on the source alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
MINUTES = 30
"""For one command; the first compilation for a machine takes some, Zig makes its libraries then."""
CIRCUMSTANCES: tuple[Mapping[str, str], ...] = (
    {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "20"},
)
MASKS = (0o022, 0o077)
"""Permissions that new files have not."""


class CommandError(RuntimeError):
    """A command failed; its last lines are the text."""


class Source(NamedTuple):
    """What a release is made from.

    Attributes:
        files: paths of the files that git knows, from the folder of the project.
        seconds: when the last commit was made, in seconds since 1970; files of a release have this time.
        changed: the files that differ from the last commit.
        commit: its name, cut short.
    """

    files: tuple[str, ...]
    seconds: int
    changed: tuple[str, ...] = ()
    commit: str = ""


def source() -> Source:
    """The source of this folder.

    Raises:
        CommandError: it is no checkout of git, so that nothing says what belongs to a release.
    """
    files = output(["git", "ls-files", "-z"], ROOT).split("\0")
    changed = output(["git", "diff", "--name-only", "-z", "HEAD"], ROOT).split("\0")
    seconds, commit = output(["git", "log", "-1", "--format=%ct %h"], ROOT).split()
    there = tuple(sorted(name for name in files if name and (ROOT / name).is_file()))
    return Source(there, int(seconds), tuple(filter(None, changed)), commit)


class Copy:
    """A copy of the source, and the circumstances of what is done in it.

    Args:
        folder: where it is made.
        of: what is copied.
        number: which circumstances, 0 or 1.
    """

    def __init__(self, folder: Path, of: Source, number: int) -> None:
        self.folder, self.source, self._mask = folder, of, MASKS[number]
        self._surroundings = {
            **os.environ,
            **CIRCUMSTANCES[number],
            "SOURCE_DATE_EPOCH": str(of.seconds),
            "PYTHONPATH": str(folder / "src"),
            "PYTHONUTF8": "1",
            "ZIG_LOCAL_CACHE_DIR": str(folder.with_name(f"{folder.name}-zig")),
        }
        for name in ("CC", "CFLAGS", "NKRISK_GEO_TARGET"):
            self._surroundings.pop(name, None)
        for name in of.files[:: -1 if number else 1]:
            self._put(name)

    def _put(self, name: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((ROOT / name).read_bytes())
        path.chmod((0o777 if os.access(ROOT / name, os.X_OK) else 0o666) & ~self._mask)

    def python(self, *arguments: str, **more: str) -> str:
        """Call Python in the copy, and return what it printed.

        Args:
            *arguments: of Python.
            **more: environment variables.

        Raises:
            CommandError: it failed.
        """
        command = [sys.executable, *arguments]
        return output(command, self.folder, {**self._surroundings, **more}, self._mask)


def output(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str] | None = None,
    mask: int = -1,
) -> str:
    """What a command prints.

    Raises:
        CommandError: it is not there, failed, or did not end in time.
    """
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, umask=mask, check=False, capture_output=True,
            encoding="utf-8", errors="replace", timeout=60 * MINUTES, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CommandError(f"{' '.join(command[:4])}: {error}") from error
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()[-12:]
        raise CommandError(
            "\n".join([f"{' '.join(command[:4])} (exit code {done.returncode})", *said])
        )
    return done.stdout
