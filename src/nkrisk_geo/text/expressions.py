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
from typing import AnyStr

Expression = Callable[[], re.Pattern[AnyStr]]
"""What gives the compiled pattern."""


def expression(pattern: AnyStr, flags: int = 0) -> Expression[AnyStr]:
    """A pattern to be compiled."""
    return cache(partial(re.compile, pattern, flags))
