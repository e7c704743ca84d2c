"""Files in and out, in a small memory.

CSV, TSV, JSON lines, Parquet, spreadsheets; compressed or not; pipes.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nkrisk_geo.files.enrichment import enrich_file
    from nkrisk_geo.files.inspection import Inspection, inspect_file
    from nkrisk_geo.files.plan import Wish
    from nkrisk_geo.files.read_options import Reading
    from nkrisk_geo.files.summary import Summary

__all__ = ["Inspection", "Reading", "Summary", "Wish", "enrich_file", "inspect_file"]

_HOME = {
    "enrich_file": "enrichment",
    "Inspection": "inspection",
    "inspect_file": "inspection",
    "Wish": "plan",
    "Reading": "read_options",
    "Summary": "summary",
}


def __getattr__(
    name: str,
) -> Any:  # the command line asks for kinds of files, and loads no pyarrow for that
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
