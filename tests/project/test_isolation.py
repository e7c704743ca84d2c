"""What the library reads can neither run nor ask: no module of it imports what would, and a process that does all says so."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import nkrisk_geo

WATCHED = Path(__file__).parents[1] / "watched.py"
PACKAGE = Path(nkrisk_geo.__file__).parent
ASKING = set(
    "socket ssl http ftplib smtplib imaplib poplib xmlrpc asyncio requests httpx aiohttp urllib3 webbrowser".split()
)
"""Modules that reach out."""
RUNNING = set("pickle shelve marshal subprocess code codeop runpy pty".split())
"""Modules that run what they are given."""
CALLS = {"eval", "exec", "compile", "__import__", "system", "popen", "execv", "spawnv"}
ALLOWED = {"multiprocessing": "files/workers.py", "tempfile": "files"}
"""What only some places may have: workers are processes, pipes are kept in temporary files."""


def imported(path: Path) -> Iterator[str]:
    """Modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called(path: Path) -> Iterator[str]:
    """Names that a file calls: of functions, and of methods of `os` and `builtins`."""
    for node in ast.walk(ast.parse(path.read_text("utf8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            yield node.func.id
        elif isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) in (
            "os",
            "builtins",
        ):
            yield node.func.attr


SOURCES = sorted(PACKAGE.rglob("*.py"))


def test_no_module_can_ask_the_network_or_run_what_it_reads() -> None:
    assert len(SOURCES) > 150
    roots = {(path.name, name.partition(".")[0]) for path in SOURCES for name in imported(path)}
    assert sorted((file, root) for file, root in roots if root in ASKING | RUNNING) == []
    assert "urllib.request" not in {name for path in SOURCES for name in imported(path)}
    assert (
        sorted((path.name, name) for path in SOURCES for name in called(path) if name in CALLS)
        == []
    )


@pytest.mark.parametrize("module", ALLOWED)
def test_processes_and_temporary_files_are_those_of_long_runs(module: str) -> None:
    users = {
        path for path in SOURCES if module in {name.partition(".")[0] for name in imported(path)}
    }
    assert users
    assert all(ALLOWED[module] in path.relative_to(PACKAGE).as_posix() for path in users)


def test_all_of_it_asks_nobody_runs_nothing_and_writes_where_it_is_told(
    tmp_path: Path,
) -> None:
    for package in ("polars", "python_calamine", "xlsxwriter"):
        pytest.importorskip(package)
    work, passing = tmp_path / "work", tmp_path / "passing"
    work.mkdir()
    passing.mkdir()
    (work / "in.csv").write_text("id,address\n1,DANDONG\n2,=1+1\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "utf8", str(WATCHED), str(work)],
        cwd=work,
        env={**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(passing))},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stderr.splitlines()[-1])
    assert seen["done"] == []
    written = {Path(path) for path in seen["written"]}
    assert written, "the watch sees nothing"
    assert {path.parent for path in written} <= {work, passing}
    outputs = {f"out.{kind}" for kind in seen["kinds"]}
    notes = {f".{name}.done" for name in outputs - {"out.html"}}
    assert {path.name for path in work.iterdir()} == {"in.csv"} | outputs | notes
    assert not any("DANDONG" in (work / note).read_text("utf8") for note in notes)
    assert list(passing.iterdir()) == []
