"""How an input is to be read, where its suffix and its content do not tell."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """What the user says of an input; what is None is found out.

    Attributes:
        file_format: csv, tsv, jsonl, parquet, xlsx or xls, for pipes and names whose
            suffix does not say.
        encoding: of a text file.
        delimiter: between the cells of a delimited file; one character or several.
        row_end: what ends a row where that is not the end of a line, as `#@#@#`.
        columns: names of the columns of a delimited file without a header.
        header_row: the row that names the columns, from 1, of delimited text and workbooks.
        skip_rows: rows above it that are not looked at.
        sheet: of a workbook; `all` for every one.
        sought: columns that will be asked for: a row that has their names is the header.
    """

    file_format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    row_end: str | None = None
    columns: tuple[str, ...] | None = None
    header_row: int | None = None
    skip_rows: int = 0
    sheet: str | None = None
    sought: tuple[str, ...] = ()

    @property
    def skipped(self) -> int:
        """Rows at the beginning that are passed over unseen."""
        return self.skip_rows if self.header_row is None else self.header_row - 1
