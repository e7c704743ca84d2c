"""Regular expressions that are compiled when they are first asked for.

Compiling one takes as long as some twenty answers, and most first answers need none of those
for numbers and rare letters.

    >>> digits = expression("[0-9]+")
    >>> digits().findall("118000, 24")
    ['118000', '24']
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial


def expression(pattern: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """What gives the compiled pattern."""
    return cache(partial(re.compile, pattern, flags))
