"""Putting what was measured into a page, between marks: `<!-- numbers -->` … `<!-- /numbers -->`."""

from __future__ import annotations

import re
from pathlib import Path


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
        raise LookupError(
            f"{page.name} has no marks <!-- {mark} --> … <!-- /{mark} -->"
        )
    page.write_text(text, encoding="utf-8")


def between(page: Path, mark: str) -> str:
    """What stands between the two marks, empty without them."""
    found = re.search(
        f"<!-- {mark} -->\n(.*?)\n<!-- /{mark} -->",
        page.read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    return found[1] if found else ""


def with_kept(before: str, after: str) -> str:
    """What is printed now, and the sections printed earlier on the same machine that are not measured now.

    A section begins with `## ` and a word that names it. What stands before the first is the machine: figures of another
    one are dropped, for no page may mix two machines.
    """
    old, new = _sections(before), _sections(after)
    kept = old if old[""] == new[""] else {}
    # The order of the longer one, so that no section wanders when it is measured again.
    order = dict.fromkeys([*(kept if len(kept) > len(new) else new), *new, *kept])
    return "\n\n".join((new.get(name) or kept[name]).strip() for name in order)


def _sections(text: str) -> dict[str, str]:
    parts = re.split(r"^(?=## )", text.strip(), flags=re.MULTILINE)
    return {(re.findall(r"^## (\w+)", part) or [""])[0]: part.strip() for part in parts}
