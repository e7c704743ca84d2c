"""Putting what was measured into a page, between marks: `<!-- numbers -->` … `<!-- /numbers -->`."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def put_between(page: Path, mark: str, words: str) -> None:
    """Replace what stands between the two marks.

    Raises:
        LookupError: the page has no such marks.
    """
    block = f"<!-- {mark} -->\n{words.strip()}\n<!-- /{mark} -->"
    text, found = re.subn(
        f"<!-- {mark} -->.*?<!-- /{mark} -->",
        lambda _: block,
        page.read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    if not found:
        raise LookupError(f"{page.name} has no marks <!-- {mark} --> … <!-- /{mark} -->")
    page.write_text(text, encoding="utf-8")
