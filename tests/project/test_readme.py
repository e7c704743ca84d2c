"""The README tells the truth: its Python blocks run in order, its commands print what it shows."""

import doctest
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from nkrisk_geo import cli

ROOT = Path(__file__).resolve().parents[2]
FENCED = re.compile(
    r"^```(?P<language>\w+)[^\n]*\n(?P<source>.*?)^```\s*$", re.MULTILINE | re.DOTALL
)
SHELLS = {"bash", "console", "sh", "shell"}
LENIENT = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Block(NamedTuple):
    """A fenced block: its language, its lines, and the number of lines above them."""

    language: str
    source: str
    above: int


class Command(NamedTuple):
    """A command of ours in a shell block, with the output shown under it."""

    arguments: list[str]
    shown: str


def blocks() -> list[Block]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return [
        Block(
            found["language"],
            found["source"],
            text.count("\n", 0, found.start("source")),
        )
        for found in FENCED.finditer(text)
    ]


def commands() -> Iterator[Command]:
    for block in blocks():
        if block.language in SHELLS:
            # `$ command` as far as the next one; a backslash continues the line.
            for entry in re.split(r"^\$ ", block.source.replace("\\\n", " "), flags=re.MULTILINE)[
                1:
            ]:
                line, _, shown = entry.partition("\n")
                program, *arguments = shlex.split(line, comments=True)
                if program == "nkrisk-geo":
                    yield Command(arguments, shown)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own to read the examples from and to write to."""
    if (ROOT / "examples").is_dir():
        shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_block(block: Block, names: dict[str, Any]) -> None:
    if ">>>" not in block.source:
        exec(compile("\n" * block.above + block.source, "README.md", "exec"), names)
        return
    test = doctest.DocTestParser().get_doctest(
        block.source, names, "README.md", "README.md", block.above
    )
    report: list[str] = []
    doctest.DocTestRunner(optionflags=LENIENT).run(test, out=report.append, clear_globs=False)
    names.update(test.globs)  # the parser works on a copy
    assert not report, "".join(report)


def test_the_python_blocks_run_in_order() -> None:
    python = [block for block in blocks() if block.language in {"python", "pycon"}]
    assert python, "README.md shows no Python"
    names: dict[str, Any] = {"__name__": "__main__"}
    for block in python:
        run_block(block, names)


def test_the_commands_print_what_is_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in commands():
        monkeypatch.setattr(sys, "argv", ["nkrisk-geo", *command.arguments])
        assert exit_code() == 0, (command.arguments, capsys.readouterr().err)
        printed = capsys.readouterr().out
        if command.shown.strip():
            agrees = doctest.OutputChecker().check_output(command.shown, printed, LENIENT)
            assert agrees, (
                f"{shlex.join(command.arguments)} printed\n{printed}\ninstead of\n{command.shown}"
            )


def exit_code() -> object:
    """What the installed script would end with."""
    try:
        return cli.main() or 0
    except SystemExit as end:
        return end.code or 0
