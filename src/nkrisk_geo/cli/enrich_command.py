"""`nkrisk-geo enrich`."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import Any

from nkrisk_geo.cli.exits import describe_error
from nkrisk_geo.cli.input_options import FIELDS
from nkrisk_geo.cli.output_names import output_of
from nkrisk_geo.cli.progress import Bar
from nkrisk_geo.cli.settings import take_settings
from nkrisk_geo.cli.summary_lines import summary_lines
from nkrisk_geo.cli.terminal import tell
from nkrisk_geo.cli.versions import warn_of_later_majors
from nkrisk_geo.files import Summary, enrich_file
from nkrisk_geo.files.earlier_runs import rows_kept
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.gazetteer.zone_sources import load_zones
from nkrisk_geo.model.errors import InputError

REJECTED, BELOW = 3, 4


def enrich(arguments: Namespace) -> int:
    """Enrich a file and say what became of it."""
    source = input_of(arguments)
    told = take_settings(arguments)
    arguments.output = output_of(arguments)
    if not (arguments.quiet or arguments.json):
        warn_of_later_majors()
    try:
        with Bar(quiet=arguments.quiet or arguments.json) as bar:
            summary = enrich_file(
                source,
                arguments.output,
                progress=bar.show,
                **columns_of(arguments),
                **_making(arguments),
            )
    # Whoever reads the output has had enough: that is no failure, and nothing is told.
    except BrokenPipeError:
        raise
    except (KeyboardInterrupt, Exception) as error:
        rows = rows_kept(arguments.output)
        # Said where all errors are.
        if not rows:
            raise
        message, code = describe_error(error)
        kept = f"{rows:,} rows are kept, and the same command with --resume goes on"
        tell(f"nkrisk-geo: {message}; {kept}")
        return code
    summary.notes += [told] if told else []
    if arguments.json:
        # Not on standard output, where the rows may go.
        content = json.dumps(summary.to_dict(), ensure_ascii=False)
        print(content, file=sys.stderr)
    elif not arguments.quiet:
        tell(*summary_lines(summary, arguments.output))
    return _code(summary, arguments)


def input_of(arguments: Namespace) -> str:
    """The file to read, also where it stands behind the columns of the address."""
    # `enrich --address COL IN`: an option of several values takes all that follow.
    if arguments.input is None and len(arguments.address) > 1:
        arguments.input = arguments.address.pop()
    if arguments.input is None:
        raise InputError("name the file to read; - is standard input")
    return str(arguments.input)


def columns_of(arguments: Namespace) -> dict[str, Any]:
    """Which columns are read, as arguments of `enrich_file`."""
    named = {field: getattr(arguments, field) for field in FIELDS}
    fields = {field: column for field, column in named.items() if column is not None}
    return {
        "address": arguments.address,
        "party": arguments.party,
        "prefix": arguments.prefix,
        **fields,
    }


def reading_of(arguments: Namespace) -> Reading:
    """How the input is to be read."""
    return Reading(
        arguments.format,
        arguments.encoding,
        arguments.delimiter,
        arguments.row_end,
        arguments.columns,
        arguments.header_row,
        arguments.skip_rows,
        arguments.sheet,
    )


def _making(arguments: Namespace) -> dict[str, Any]:
    """How the output is made, as arguments of `enrich_file`."""
    names = ("names", "evidence", "normalized", "threshold", "datum", "threads")
    typed = {name: getattr(arguments, name) for name in names}
    # What nobody typed is left to the library, which knows what is usual.
    options = {name: value for name, value in typed.items() if value is not None}
    if arguments.zones:
        options["zones"] = load_zones(arguments.zones)
    files = (arguments.zones, arguments.config)
    return {
        "reading": reading_of(arguments),
        "written_as": arguments.to,
        "excel": arguments.excel,
        "resume": arguments.resume,
        "force": arguments.force,
        "also_read": [path for path in files if path],
        "decisions": arguments.decisions,
        "dry_run": arguments.dry_run,
        "limit": arguments.limit,
        "sample": arguments.sample,
        "workers": arguments.workers,
        "options": options,
    }


def _code(summary: Summary, arguments: Namespace) -> int:
    """The exit code, with a line that says why it is not 0."""
    unread = sum(summary.noticed.unread.values())
    if arguments.strict and (summary.rejected or unread):
        found = {
            "rows were rejected": summary.rejected,
            "rows are in sheets that were not read": unread,
        }
        counts = [f"{count:,} {what}" for what, count in found.items() if count]
        told = ", ".join(counts)
        tell(f"nkrisk-geo: {told}")
        return REJECTED
    share, wanted = summary.resolved_share, arguments.fail_under
    if wanted is not None and share < wanted:
        tell(
            f"nkrisk-geo: {share:.1%} of the rows with text are resolved, "
            f"wanted {wanted:.1%}"
        )
        return BELOW
    return 0
