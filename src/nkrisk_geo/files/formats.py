"""Kinds of files, by their suffix: `suppliers.csv.gz` is CSV, compressed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath

from nkrisk_geo.model.errors import InputError

KINDS = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".geoparquet": "geoparquet",
    ".geojson": "geojson",
    ".xlsx": "xlsx",
    ".xls": "xls",
}
SEPARATORS = {"csv": ",", "tsv": "\t"}
"""Between the cells of a row, where that is a character. What is called CSV may have
another one."""
_EVERY = tuple(dict.fromkeys(KINDS.values()))
WITH_GEOMETRY = ("geoparquet", "geojson")
"""Kinds with a column of geometry. What comes through a pipe is none of them."""
ONLY_READ = ("xls",)
LINES = "lines"
"""One text a line. No suffix says it; a `.txt` that is no table is one."""
READ = (*(kind for kind in _EVERY if kind not in WITH_GEOMETRY), LINES)
"""Kinds that input without a telling suffix can be of."""
WRITTEN = tuple(kind for kind in _EVERY if kind not in ONLY_READ)
COMPRESSIONS = {".gz": "gz", ".zst": "zst"}
VAGUE = (".txt",)
PIPE = "-"


@dataclass(frozen=True, slots=True)
class Format:
    """The kind of a file (a value of `KINDS`) and its compression ("", gz, zst)."""

    kind: str
    compression: str = ""


def is_pipe(path: str) -> bool:
    """Standard input or output, a named pipe, a device: read or written once, from the start."""
    if path == PIPE:
        return True
    named = Path(path)
    try:
        is_other = not (named.is_file() or named.is_dir())
        return is_other and named.exists()
    except OSError:  # a name that no file can have
        return False


def format_of(path: str, given: str | None = None) -> Format:
    """The format of a path; `given` names the kind where the suffix does not; a pipe is CSV.

    Raises:
        InputError: the suffix says nothing and no kind is given, or the kind is unknown.

    >>> format_of("suppliers.CSV.gz"), format_of("-").kind, format_of("list.dat", "tsv").kind
    (Format(kind='csv', compression='gz'), 'csv', 'tsv')
    """
    known = (*_EVERY, LINES)
    if given is not None and given not in known:
        raise InputError(
            f"there is no format {given!r}; formats are {', '.join(known)}"
        )
    suffixes = PurePath(path.lower()).suffixes
    compression = COMPRESSIONS.get("".join(suffixes[-1:]), "")
    telling = suffixes[:-1] if compression else suffixes
    suffix = telling[-1] if telling and path != PIPE else ""
    kind = KINDS.get(suffix)
    if kind is None or suffix in VAGUE:
        kind = given or kind or ("csv" if is_pipe(path) else None)
    if kind is None:
        raise InputError(
            f"{path}: the suffix names no format; say --format {'|'.join(_EVERY)}"
        )
    if compression and kind in ("xlsx", "xls", "parquet", "geoparquet"):
        raise InputError(
            f"{path}: {kind} is compressed already; leave .{compression} out"
        )
    return Format(kind, compression)
