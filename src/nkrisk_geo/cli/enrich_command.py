"""`nkrisk-geo enrich`."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import Any

from nkrisk_geo.cli.exits import why
from nkrisk_geo.cli.input_options import FIELDS
from nkrisk_geo.cli.output_names import output_of
from nkrisk_geo.cli.progress import Bar
from nkrisk_geo.cli.reading_lines import reading_lines
from nkrisk_geo.cli.settings import take_settings
from nkrisk_geo.cli.terminal import tell
from nkrisk_geo.cli.versions import warn_of_later_majors
from nkrisk_geo.files import Summary, enrich_file
from nkrisk_geo.files.decision_tally import NAMED
from nkrisk_geo.files.earlier_runs import rows_kept
from nkrisk_geo.files.formats import is_pipe
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.gazetteer.zone_sources import load_zones
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.explain import NOTICE

REJECTED, BELOW = 3, 4

SHOWN = 5
"""Bad rows that the summary names."""


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
    except BrokenPipeError:
        raise
    except (KeyboardInterrupt, Exception) as error:
        rows = rows_kept(arguments.output)
        if not rows:
            raise
        message, code = why(error)
        kept = f"{rows:,} rows are kept, and the same command with --resume goes on"
        tell(f"nkrisk-geo: {message}; {kept}")
        return code
    summary.notes += [told] if told else []
    if arguments.json:
        print(json.dumps(summary.to_dict(), ensure_ascii=False), file=sys.stderr)
    elif not arguments.quiet:
        tell(*report(summary, arguments.output))
    return _code(summary, arguments)


def input_of(arguments: Namespace) -> str:
    """The file to read, also where it stands behind the columns of the address."""
    if (
        arguments.input is None and len(arguments.address) > 1
    ):  # enrich --address COL IN
        arguments.input = arguments.address.pop()
    if arguments.input is None:
        raise InputError("name the file to read; - is standard input")
    return str(arguments.input)


def columns_of(arguments: Namespace) -> dict[str, Any]:
    """Which columns are read, as arguments of `enrich_file`."""
    named = {field: getattr(arguments, field) for field in FIELDS}
    fields = {field: columns for field, columns in named.items() if columns is not None}
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
    return {
        "reading": reading_of(arguments),
        "written_as": arguments.to,
        "excel": arguments.excel,
        "resume": arguments.resume,
        "force": arguments.force,
        "also_read": [path for path in (arguments.zones, arguments.config) if path],
        "decisions": arguments.decisions,
        "dry_run": arguments.dry_run,
        "limit": arguments.limit,
        "sample": arguments.sample,
        "workers": arguments.workers,
        "options": {
            **{
                name: value
                for name in names
                if (value := getattr(arguments, name)) is not None
            },
            **({"zones": load_zones(arguments.zones)} if arguments.zones else {}),
        },
    }


def _code(summary: Summary, arguments: Namespace) -> int:
    """The exit code, with a line that says why it is not 0."""
    unread = sum(summary.noticed.unread.values())
    if arguments.strict and (summary.rejected or unread):
        found = {
            "rows were rejected": summary.rejected,
            "rows are in sheets that were not read": unread,
        }
        told = ", ".join(f"{count:,} {what}" for what, count in found.items() if count)
        tell(f"nkrisk-geo: {told}")
        return REJECTED
    if (
        arguments.fail_under is not None
        and summary.resolved_share < arguments.fail_under
    ):
        shares = f"{summary.resolved_share:.1%} of the rows with text are resolved, wanted {arguments.fail_under:.1%}"
        tell(f"nkrisk-geo: {shares}")
        return BELOW
    return 0


def report(summary: Summary, output: str) -> list[str]:
    """The summary for people, line by line."""
    if summary.complete_before:
        return [f"{output} is complete already; nothing was done"]
    lines = [
        *_reading_lines(summary),
        *_party_lines(summary),
        *_decision_lines(summary),
    ]
    if summary.dry_run:
        return [
            *lines,
            f"{'new columns:':<14}{summary.columns[0]} … {summary.columns[-1]}",
            "nothing was done",
        ]
    counts = f"{summary.rows_in:,} rows in, {summary.rows_out:,} out, {summary.rejected:,} rejected"
    counts += _left_out(summary)
    if summary.resumed_at is not None:
        counts += f"; resumed at row {summary.resumed_at:,}"
    speed = (
        f", {summary.rows_out / summary.seconds:,.0f} rows/s"
        if summary.seconds and not summary.resumed_at
        else ""
    )
    # No row, no version.
    version = (
        f"; gazetteer {summary.gazetteer_version}" if summary.gazetteer_version else ""
    )
    lines.append(f"{'time:':<14}{summary.seconds:.1f} s{speed}{version}")
    written = [] if is_pipe(output) else [f"{'written:':<14}{output}"]
    return [counts, *lines, *written, NOTICE]


def _reading_lines(summary: Summary) -> list[str]:
    """How the input was read and what was wrong with it."""
    lines = reading_lines(summary.noticed)
    where = f" (see {summary.rejects})" if summary.rejects else ""
    told = [f"line {bad.line} {bad.reason}" for bad in summary.first_rejects[:SHOWN]]
    if told:
        more = (
            f" and {summary.rejected - len(told):,} more"
            if summary.rejected > len(told)
            else ""
        )
        lines.append(f"{'rejected:':<14}{', '.join(told)}{more}{where}")
    return lines + [f"{'note:':<14}{note}" for note in summary.notes]


def _left_out(summary: Summary) -> str:
    """Which rows were left out by request."""
    noticed = summary.noticed
    if noticed.cut_at is not None:
        return (
            f"; by request only the first {noticed.cut_at:,} rows, what comes after "
            "them was not read (--limit)"
        )
    return (
        f"; {noticed.left_out:,} left out by request (--sample)"
        if noticed.left_out
        else ""
    )


def _decision_lines(summary: Summary) -> list[str]:
    """What became of decisions that were taken back."""
    tally = summary.decisions
    if not tally.sheets:
        return []
    rows = ", ".join(f"{name} {count:,}" for name, count in tally.rows.most_common())
    lines = [
        f"{'decisions:':<14}{len(tally.known):,} addresses decided; rows: {rows or 'none'}"
    ]
    if tally.absent and not summary.dry_run:
        named = ", ".join(tally.absent[:NAMED])
        more = ", …" if len(tally.absent) > NAMED else ""
        lines.append(
            f"{'not in here:':<14}{len(tally.absent):,} decided addresses: {named}{more}"
        )
    lines += [f"{'not used:':<14}{fault}" for fault in tally.faults[:SHOWN]]
    if tally.fault_count > SHOWN:
        lines.append(f"{'not used:':<14}and {tally.fault_count - SHOWN:,} more")
    return lines


def _party_lines(summary: Summary) -> list[str]:
    """Which columns were read, and the counts of the answers, party by party."""
    lines = []
    for tally in summary.tallies:
        read = [
            " + ".join(tally.party.address),
            *(f"{name} {column}" for name, column in tally.party.fields.items()),
        ]
        title = f"{tally.party.name or 'columns'}:"
        lines.append(f"{title:<14}{', '.join(filter(None, read))}")
        counts = {
            "status": tally.statuses,
            "not resolved": tally.reasons,
            "finest zone": tally.zones,
        }
        for name, tallied in counts.items():
            if tallied:
                shown = ", ".join(
                    f"{value} {count:,}" for value, count in tallied.most_common()
                )
                lines.append(f"{name + ':':<14}{shown}")
        if tally.name_only:
            told = f"{tally.name_only:,} (only a firm's name says where; its works may be elsewhere)"
            lines.append(f"{'name only:':<14}{told}")
    return lines
