"""The tables of the page about columns, made from the schema of an answer.

    python -m handbook.columns           writes them into docs/columns.md

The words around them are written by hand; the tests compare the tables with the schema.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from nkrisk_geo.model.schema import NORMALIZED, OUTPUT, OutputColumn

PAGE = Path(__file__).resolve().parents[1] / "docs" / "columns.md"
TYPES = {"text": "string", "list": "list of string", "number": "float64"}
HEAD = "| column | type | meaning |\n|---|---|---|\n"
_TABLE = re.compile(re.escape(HEAD) + r"(?:\|.*\n)*")


def table(columns: Sequence[OutputColumn]) -> str:
    """Columns as a table of Markdown."""
    rows = (
        f"| `geo_{each.name}` | {TYPES[each.kind]} | {each.meaning} |\n"
        for each in columns
    )
    return HEAD + "".join(rows)


def page() -> str:
    """The page with its tables anew."""
    tables = iter([table(OUTPUT), table(NORMALIZED)])
    return _TABLE.sub(lambda _: next(tables), PAGE.read_text("utf8"))


def main() -> None:
    """Writes the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
