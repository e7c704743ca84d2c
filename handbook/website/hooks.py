"""Hooks of mkdocs: pages that lie outside docs/, notebooks with their output, links between all of them.

A link in a page is written as the repository shows it (`../README.md`, `../gazetteer/README.md`). On the website such a page
has another place, so the link is turned when the site is built. A link to a file that is no page (a table, a licence)
becomes plain text there.
"""

from __future__ import annotations

import posixpath
import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # mkdocs may have been started as a program of its own
    sys.path.insert(0, str(ROOT))

from handbook.website.notebooks import NOTEBOOKS, rendered  # noqa: E402

OUTSIDE = {
    "README.md": "project/first-steps.md",
    "gazetteer/README.md": "project/gazetteer.md",
    "DATA_LICENSES.md": "project/data-licences.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "CHANGELOG.md": "project/changes.md",
    "SECURITY.md": "project/security.md",
}
"""Pages outside docs/, and where they stand on the website."""
WIDE = "---\nhide: [toc]\n---\n\n"
"""Notebooks have wide tables, which may stand where other pages have their contents."""
LINK = re.compile(r"(?P<kind>!?)\[(?P<words>[^\]]*)\]\((?P<target>[^)\s]+)\)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Lists all decisions where `nav` has the first of them."""
    decisions = sorted(
        path.relative_to(ROOT / "docs").as_posix()
        for path in ROOT.glob("docs/decisions/*.md")
    )
    for part in config.nav or ():
        for entry in next(iter(part.values())):
            if isinstance(entry, dict) and "Decisions" in entry:
                entry["Decisions"] = decisions
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages from outside and the notebooks."""
    for source, page in OUTSIDE.items():
        add(files, config, page, (ROOT / source).read_text(encoding="utf-8"))
    for notebook in NOTEBOOKS:
        text, pictures = rendered(notebook)
        add(files, config, f"notebooks/{notebook.stem}.md", WIDE + text)
        for name, content in pictures.items():
            add(files, config, f"notebooks/{name}", content)
    return files


def add(files: Files, config: MkDocsConfig, place: str, content: str | bytes) -> None:
    """Puts a file that is not in docs/ onto the website."""
    files.append(File.generated(config, place, content=content))


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Turns the links of a page."""
    return turned(markdown, page.file.src_uri)


def turned(markdown: str, place: str) -> str:
    """A page's text with links that lead on the website where they lead in the repository."""
    origins = {there: here for here, there in OUTSIDE.items()}
    is_notebook = place.startswith("notebooks/")
    origin = place if is_notebook else origins.get(place, f"docs/{place}")

    def turn(found: re.Match[str]) -> str:
        target, mark, anchor = found["target"].partition("#")
        if not target or ":" in target:
            return found[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(origin), target))
        if path in OUTSIDE:
            there = OUTSIDE[path]
        elif path.startswith("docs/"):
            there = path.removeprefix("docs/")
        elif re.fullmatch(r"notebooks/\w+\.py", path):
            there = f"{path[:-3]}.md"
        elif (ROOT / path).exists():
            return found["words"]
        else:
            return found[0]  # nothing is there, and the strict build says so
        return f"{found['kind']}[{found['words']}]({posixpath.relpath(there, posixpath.dirname(place))}{mark}{anchor})"

    return LINK.sub(turn, markdown)
