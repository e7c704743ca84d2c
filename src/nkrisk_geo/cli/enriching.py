"""`nkrisk-geo enrich` and `nkrisk-geo inspect`."""

from __future__ import annotations

import json
import sys
from argparse import Namespace

from nkrisk_geo.cli.listing import show_table
from nkrisk_geo.cli.options import FIELDS
from nkrisk_geo.cli.progress import Bar
from nkrisk_geo.errors import InputError
from nkrisk_geo.explain import NOTICE
from nkrisk_geo.files import Summary, enrich_file, inspect_file
from nkrisk_geo.files.encodings import label

REJECTED, BELOW = 3, 4

SHOWN = 5
"""Bad rows that the summary names."""


def enrich(arguments: Namespace) -> int:
    """Enrich a file and say what became of it."""
    if arguments.input is None and len(arguments.address) > 1:  # enrich --address COL IN
        arguments.input = arguments.address.pop()
    if arguments.input is None:
        raise InputError("enrich: name the file to read; - is standard input")
    columns = {field: getattr(arguments, field) for field in FIELDS if getattr(arguments, field) is not None}
    if not arguments.address and not columns:
        raise InputError("enrich: name the column with the address: --address COL")
    names = ("names", "evidence", "normalized", "threshold")
    options = {name: value for name in names if (value := getattr(arguments, name)) is not None}
    with Bar(quiet=arguments.quiet or arguments.json) as bar:
        summary = enrich_file(
            arguments.input,
            arguments.output,
            address=arguments.address,
            prefix=arguments.prefix,
            encoding=arguments.encoding,
            delimiter=arguments.delimiter,
            file_format=arguments.format,
            progress=bar.show,
            workers=arguments.workers,
            options=options,
            **columns,
        )
    if arguments.json:
        print(json.dumps(summary.to_dict(), ensure_ascii=False), file=sys.stderr)
    elif not arguments.quiet:
        print(report(summary, arguments.prefix), file=sys.stderr)
    return _code(summary, arguments)


def _code(summary: Summary, arguments: Namespace) -> int:
    """The exit code, with a line that says why it is not 0."""
    if arguments.strict and summary.rejected:
        print(f"nkrisk-geo: {summary.rejected:,} rows were rejected", file=sys.stderr)
        return REJECTED
    if arguments.fail_under is not None and summary.resolved_share < arguments.fail_under:
        shares = f"{summary.resolved_share:.1%} of the rows with text are resolved, wanted {arguments.fail_under:.1%}"
        print(f"nkrisk-geo: {shares}", file=sys.stderr)
        return BELOW
    return 0


def report(summary: Summary, prefix: str = "geo_") -> str:
    """The summary for people."""
    speed = f"{summary.rows_out / summary.seconds:,.0f} rows/s" if summary.seconds else ""
    counts = f"{summary.rows_in:,} rows in, {summary.rows_out:,} out, {summary.rejected:,} rejected"
    lines = [counts, *_reading_lines(summary)]
    if summary.columns and not summary.columns[0].endswith("status"):
        lines.append(
            f"warning: {prefix}status is there already, so the new columns are {summary.columns[0]} and so on"
        )
    for title, tally in (
        ("status", summary.statuses),
        ("not resolved", summary.reasons),
        ("finest zone", summary.zones),
    ):
        if tally:
            lines.append(
                f"{title + ':':<14}" + ", ".join(f"{name} {count:,}" for name, count in tally.most_common())
            )
    version = (
        f"; gazetteer {summary.gazetteer_version}" if summary.gazetteer_version else ""
    )  # no row, no version
    lines.append(f"{'time:':<14}{summary.seconds:.1f} s, {speed}{version}")
    return "\n".join([*lines, NOTICE])


def _reading_lines(summary: Summary) -> list[str]:
    """How the input was read and what was wrong with it."""
    noticed = summary.noticed
    lines = []
    if noticed.encoding:
        between = f", delimiter {noticed.delimiter!r}" if noticed.delimiter else ""
        lines.append(f"{'read as:':<14}{label(noticed.encoding)}{between}")
    repairs = {
        "blank lines skipped": noticed.blank,
        "lines with bytes that do not fit the encoding": noticed.spoilt,
        "lines with a stray quotation mark, read as they stand": noticed.stray_quotes,
    }
    lines += [f"{'noticed:':<14}{count:,} {what}" for what, count in repairs.items() if count]
    where = f" (see {summary.rejects})" if summary.rejects else ""
    told = [f"line {bad.line} {bad.reason}" for bad in summary.first_rejects[:SHOWN]]
    if told:
        more = f" and {summary.rejected - len(told):,} more" if summary.rejected > len(told) else ""
        lines.append(f"{'rejected:':<14}{', '.join(told)}{more}{where}")
    return lines


def inspect(arguments: Namespace) -> int:
    """Say how a file would be read, and show its first rows."""
    seen = inspect_file(
        arguments.input,
        encoding=arguments.encoding,
        delimiter=arguments.delimiter,
        file_format=arguments.format,
    )
    if seen.encoding:
        print(f"encoding   {label(seen.encoding)}")
    if seen.delimiter:
        print(f"delimiter  {seen.delimiter!r}")
    print(f"columns    {len(seen.columns)}\n")
    show_table(
        ("column", "type", "filled", "first value"),
        [(c.name, c.type, c.filled, c.example) for c in seen.columns],
    )
    if seen.rejected:
        print(f"\n{seen.rejected:,} of the first rows would be rejected")
    return 0
