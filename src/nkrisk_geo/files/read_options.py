"""How an input is to be read, where its suffix and its content do not tell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """What the user says of an input; what is None is found out.

    Attributes:
        file_format: csv, tsv, jsonl, parquet, xlsx or xls, for pipes and names whose suffix does not say.
        encoding: of a text file.
        delimiter: between the cells of a delimited file; one character or several.
        row_end: what ends a row where that is not the end of a line, as `#@#@#`.
        columns: names of the columns of a delimited file without a header.
    """

    file_format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    row_end: str | None = None
    columns: tuple[str, ...] | None = None
