"""The README as the metadata of a wheel have it, where an index shows it.

There no file lies beside it: a link into the repository would lead nowhere, and a picture would be missing. So of such a link
the text is left, and a picture is left out. hatchling calls this when it makes metadata (`pyproject.toml`); it is loaded by
itself, from the source distribution too, and so knows no other module.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

FENCED = re.compile(r"(^```.*?^```[^\n]*$)", re.MULTILINE | re.DOTALL)
PICTURE = re.compile(r"!\[[^\]]*\]\((?![a-z]+:)[^)]*\)\n*")
LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?!(?:[a-z]+:|#))[^)]*\)")


def standing_alone(text: str) -> str:
    """Markdown without what leads to files beside it; what is fenced stays as it is."""
    pieces = FENCED.split(text)
    pieces[::2] = [
        LINK.sub(r"\g<text>", PICTURE.sub("", piece)) for piece in pieces[::2]
    ]
    return "".join(pieces)


class IndexPage(MetadataHookInterface):
    """Puts the README into the metadata."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add it to what `pyproject.toml` says."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {
            "content-type": "text/markdown",
            "text": standing_alone(text),
        }
