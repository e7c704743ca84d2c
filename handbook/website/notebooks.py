"""Notebooks that are Python files: run, and written down with what they show.

A notebook of `notebooks/` is text in the percent format: `# %%` begins a cell of code, `# %% [markdown]` one of words. Editors
and jupytext open it as a notebook. Here it is run without a kernel, cell by cell in one process, in the folder of the
notebooks; of the last expression of a cell that is kept which a notebook would show.

    python -m handbook.website.notebooks          runs all of them and says how long each took
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("[0-9]*.py"))


class Cell(NamedTuple):
    """A cell: words or code, and the number of lines above it."""

    is_words: bool
    text: str
    above: int


class Shown(NamedTuple):
    """A cell's output as Markdown, and the files that it refers to."""

    text: str
    files: dict[str, str | bytes]


def cells(source: str) -> Iterator[Cell]:
    """The cells of a notebook, without empty ones."""
    for found in re.finditer(
        r"^# %%([^\n]*)\n(.*?)(?=^# %%|\Z)", source, re.MULTILINE | re.DOTALL
    ):
        is_words = "[markdown]" in found[1]
        text = (
            re.sub(r"^# ?", "", found[2], flags=re.MULTILINE) if is_words else found[2]
        )
        if text.strip():
            yield Cell(
                is_words, text.strip("\n"), source.count("\n", 0, found.start(2))
            )


@cache
def rendered(notebook: Path) -> Shown:
    """A notebook as a page, and the pictures on it by their names. It is run once in a process."""
    names: dict[str, Any] = {"__name__": "__main__"}
    parts: list[str] = []
    files: dict[str, str | bytes] = {}
    with inside(notebook.parent):
        for number, cell in enumerate(cells(notebook.read_text(encoding="utf-8"))):
            if cell.is_words:
                parts.append(cell.text)
                continue
            parts.append(f"```python\n{cell.text}\n```")
            printed, value = run(cell, notebook.name, names)
            if printed.strip():
                parts.append(f"```text\n{printed.rstrip()}\n```")
            if value is not None:
                output = shown(value, f"{notebook.stem}-{number}")
                parts.append(output.text)
                files |= output.files
    return Shown("\n\n".join(parts) + "\n", files)


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Works in a folder, as a notebook does."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def run(cell: Cell, name: str, names: dict[str, Any]) -> tuple[str, Any]:
    """What a cell prints, and the value of its last expression unless a semicolon follows."""
    tree = ast.parse("\n" * cell.above + cell.text, name)
    last = tree.body[-1]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        if not isinstance(last, ast.Expr) or cell.text.rstrip().endswith(";"):
            exec(compile(tree, name, "exec"), names)
            return printed.getvalue(), None
        exec(compile(ast.Module(tree.body[:-1], []), name, "exec"), names)
        value = eval(compile(ast.Expression(last.value), name, "eval"), names)
    return printed.getvalue(), value


def shown(value: Any, name: str) -> Shown:
    """A value as a page shows it: a map or a picture as a file of its own, a table as HTML, the rest as text."""
    if hasattr(value, "savefig"):
        picture = io.BytesIO()
        value.savefig(picture, format="png", dpi=110, bbox_inches="tight")
        return Shown(
            f"![What the cell above draws]({name}.png)",
            {f"{name}.png": picture.getvalue()},
        )
    if hasattr(value, "svg") and hasattr(value, "html"):
        frame = f'<iframe class="map" sandbox="allow-scripts" title="Map" src="{name}.html"></iframe>'
        return Shown(frame, {f"{name}.html": value.html})
    if hasattr(value, "_repr_html_"):
        html = re.sub(
            r"<style scoped>.*?</style>", "", value._repr_html_(), flags=re.DOTALL
        )
        html = re.sub(
            r' border="1" class="dataframe"| style="text-align: right;"', "", html
        )
        return Shown(
            "\n".join(line.strip() for line in html.splitlines() if line.strip()), {}
        )
    return Shown(f"```text\n{value!r}\n```", {})


def main() -> None:
    """Runs all notebooks."""
    for notebook in NOTEBOOKS:
        start = time.perf_counter()
        shown = rendered(notebook)
        took = time.perf_counter() - start
        sys.stdout.write(
            f"{notebook.name}: {took:.1f} s, {len(shown.text):,} characters\n"
        )


if __name__ == "__main__":
    main()
