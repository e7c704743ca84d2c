"""Examples of docstrings as code: for mkdocstrings, which would take a `>>>` between paragraphs for a quotation."""

from __future__ import annotations

import re
from typing import Any

from griffe import Extension, Object

EXAMPLE = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)
"""From the first `>>>` at the margin to the next empty line."""


class Examples(Extension):
    """Puts a fence around each example."""

    def on_instance(self, *, obj: Object, **_: Any) -> None:
        """Called for each object that was read."""
        if obj.docstring:
            obj.docstring.value = EXAMPLE.sub(
                r"```pycon\n\g<0>\n```", obj.docstring.value
            )
