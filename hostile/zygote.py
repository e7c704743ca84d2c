"""A process that has loaded the library and forks a child for each question, which saves each of them the second of loading.

Nothing was answered in it yet, and no thread of Python was started. It is asked in lines of JSON, and answers when the child
has ended: one question at a time.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any

from hostile.children import MEMORY, Ask, Result, awaited, environment, taken

ENTRIES = {"nkrisk_geo": "nkrisk_geo.cli"}
"""Modules whose `main` lies elsewhere."""


class Zygote:
    """The asking side."""

    def __init__(self) -> None:
        self._started: subprocess.Popen[str] | None = None

    def _process(self) -> subprocess.Popen[str]:
        if self._started is None:
            self._started = subprocess.Popen(
                [sys.executable, "-m", "hostile.zygote"],
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        return self._started

    def run(self, ask: Ask) -> Result:
        """As `children.run`, quicker."""
        process = self._process()
        assert process.stdin is not None
        assert process.stdout is not None
        question = {
            "module": ask.module,
            "arguments": ask.arguments,
            "folder": str(ask.folder),
            "seconds": ask.seconds,
            "file_size": ask.file_size,
        }
        process.stdin.write(json.dumps(question) + "\n")
        process.stdin.flush()
        code, rss, cpu, hung = json.loads(process.stdout.readline())
        out, err = ask.folder / ".hostile-out", ask.folder / ".hostile-err"
        return Result(ask.command, code, taken(out), taken(err), rss, cpu, hung)

    def close(self) -> None:
        """Let the process end, if it was ever started."""
        if self._started is not None:
            self._started.communicate()


def serve(asked: IO[str], answered: IO[str]) -> None:
    """Fork a child for each line and tell what became of it."""
    for line in asked:
        question = json.loads(line)
        pid = os.fork()
        if not pid:
            os._exit(_answer(question))
        answered.write(json.dumps(awaited(pid, question["seconds"])) + "\n")
        answered.flush()


def _answer(question: dict[str, Any]) -> int:
    """The whole life of a child."""
    try:
        _settle(question)
        module = ENTRIES.get(question["module"], question["module"])
        main: Callable[[list[str]], int] = importlib.import_module(module).main
        sys.argv = [module, *question["arguments"]]
        code = main(question["arguments"])
    except BaseException:
        traceback.print_exc()
        code = 1
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    return code


def _settle(question: dict[str, Any]) -> None:
    """A group, a folder, outputs and limits of its own."""
    import resource

    os.setsid()
    os.chdir(question["folder"])
    for number, (name, way) in enumerate(
        [
            (os.devnull, os.O_RDONLY),
            (".hostile-out", os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
            (".hostile-err", os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        ]
    ):
        opened = os.open(name, way)
        os.dup2(opened, number)
        os.close(opened)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if question["file_size"] is not None:
        resource.setrlimit(
            resource.RLIMIT_FSIZE, (question["file_size"], question["file_size"])
        )


def main() -> int:
    """Put the line of questions aside, load, and serve."""
    asked, answered = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    from nkrisk_geo.gazetteer.gazetteer import Gazetteer

    for module in (
        "cli.enrich_command",
        "cli.inspect_command",
        "cli.report_command",
        "files.delimited",
        "tables.rows",
    ):
        importlib.import_module(f"nkrisk_geo.{module}")
    Gazetteer.default()
    serve(asked, answered)
    return 0


if __name__ == "__main__":
    sys.exit(main())
