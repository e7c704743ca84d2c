"""The compiled files of a gazetteer, one for each licence, as they lie in a folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nkrisk_geo.errors import GazetteerError

FORMAT = 4
"""The format of the files; long columns are packed, see `nkrisk_geo.packing`."""
BUCKETS = ("facts", "cc-by", "odbl")


def read_buckets(folder: Path) -> dict[str, dict[str, Any]]:
    """The compiled files of a folder by bucket; `odbl` may be absent."""
    buckets = {name: _read_bucket(folder, name) for name in BUCKETS}
    missing = [name for name in ("facts", "cc-by") if buckets[name] is None]
    if missing:
        raise GazetteerError(f"no {missing[0]}.json in {folder}: build it with `python gazetteer/build.py`")
    return {name: bucket for name, bucket in buckets.items() if bucket is not None}


def _read_bucket(folder: Path, name: str) -> dict[str, Any] | None:
    file = folder / f"{name}.json"
    if not file.is_file():
        return None
    try:
        bucket: dict[str, Any] = json.loads(file.read_bytes())
    except ValueError as error:
        raise GazetteerError(f"{file} is no JSON: {error}") from error
    if bucket.get("format") != FORMAT:
        raise GazetteerError(f"{file} has format {bucket.get('format')}, this version reads {FORMAT}")
    return bucket
