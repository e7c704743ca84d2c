"""`nkrisk-geo review`: a sheet of addresses to decide about."""

from __future__ import annotations

from argparse import Namespace
from pathlib import PurePath

from nkrisk_geo.cli.enrich_command import reading_of
from nkrisk_geo.cli.terminal import tell
from nkrisk_geo.files.output_check import check_output
from nkrisk_geo.files.replacement import write_whole
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.explain import NOTICE
from nkrisk_geo.model.fields import BESIDE, POINT
from nkrisk_geo.report.enriched_rows import Where
from nkrisk_geo.report.review import (
    ReviewLine,
    Selection,
    gather_candidates,
    make_lines,
)
from nkrisk_geo.report.review.introduction import Introduction, introduce
from nkrisk_geo.report.review.plain_table import write_plain_table
from nkrisk_geo.report.review.table_page import write_table_page
from nkrisk_geo.report.review.workbook import write_workbook

_SUFFIXES = (".xlsx", ".csv", ".html")


def review(arguments: Namespace) -> int:
    """Gather the candidates of a file, and write the sheet."""
    suffix = check_suffix(arguments.output, _SUFFIXES)
    check_output(arguments.output, arguments.input)
    if arguments.all and arguments.zone:
        raise InputError(
            "--all takes all rows and --zone those of a zone: leave one of them out"
        )
    wanted = Selection(tuple(arguments.zone), arguments.all)
    candidates = gather_candidates(arguments.input, wanted, read_where(arguments))
    language = arguments.lang
    lines, more = make_lines(candidates, Gazetteer.default(), language=language)
    if suffix == ".csv":
        content = write_plain_table(lines, language=language)
    else:
        title = arguments.title
        told = introduce(candidates, len(lines), more, title, language=language)
        content = _content(suffix, lines, told)
    write_whole(arguments.output, content)
    rows = f"{candidates.taken:,} of {candidates.file.rows:,} rows"
    said = f"{arguments.output}: {len(lines):,} lines about {rows}"
    left = (
        f"{candidates.left:,} rows and {more:,} lines found no room; choose with --zone"
    )
    tell(said, *([left] if candidates.left or more else []), NOTICE)
    return 0


def check_suffix(output: str, suffixes: tuple[str, ...]) -> str:
    """The suffix of an output, which says of what kind it is.

    Raises:
        InputError: it says nothing that is known.
    """
    suffix = PurePath(output).suffix.lower()
    if suffix not in suffixes:
        raise InputError(
            f"{output}: the suffix says no kind; end it in {' or '.join(suffixes)}"
        )
    return suffix


def read_where(arguments: Namespace) -> Where:
    """How to read an enriched file."""
    named = {field: getattr(arguments, field) for field in (*BESIDE, *POINT)}
    fields = {field: column for field, column in named.items() if column is not None}
    return Where(arguments.address, fields, arguments.prefix, reading_of(arguments))


def _content(suffix: str, lines: list[ReviewLine], told: Introduction) -> bytes:
    """The sheet with its introduction."""
    if suffix == ".xlsx":
        return write_workbook(lines, told)
    # A title may have bytes that are no text.
    return write_table_page(lines, told).encode(errors="replace")
