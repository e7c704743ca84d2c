r"""What people are told to type: one word of it for the shell that they use.

That is bash or zsh; cmd or PowerShell on Windows.

>>> quote("address"), quote("shipper address"), quote(".[map]", windows=True)
('address', "'shipper address'", '".[map]"')
"""

from __future__ import annotations

import os
import re
import shlex

_PLAIN = re.compile(r"[\w./:-]+")


def quote(word: str, *, windows: bool = os.name == "nt") -> str:
    """A word as it is typed: in quotation marks where the shell would read it otherwise."""
    # Names in Chinese are plain in any shell; brackets are not in zsh.
    if _PLAIN.fullmatch(word) and not word.startswith("-"):
        return word
    if not windows:
        return shlex.quote(word)
    # Within quotation marks the two shells of Windows agree on no way to write one.
    bare = word.replace('"', "'")
    return f'"{bare}"'
