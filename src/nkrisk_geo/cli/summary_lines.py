"""What became of a file, for people: rows in and out, columns, counts of the answers."""

from __future__ import annotations

from collections import Counter

from nkrisk_geo.cli.reading_lines import reading_lines
from nkrisk_geo.files import Summary
from nkrisk_geo.files.decision_tally import NAMED
from nkrisk_geo.files.formats import is_pipe
from nkrisk_geo.model.explain import NOTICE

SHOWN = 5
"""Bad rows that the summary names."""


def summary_lines(summary: Summary, output: str) -> list[str]:
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
    speed = ""
    # Rows that an earlier run wrote took none of this time.
    if summary.seconds and not summary.resumed_at:
        speed = f", {summary.rows_out / summary.seconds:,.0f} rows/s"
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
        left = summary.rejected - len(told)
        more = f" and {left:,} more" if left > 0 else ""
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
    if noticed.left_out:
        return f"; {noticed.left_out:,} left out by request (--sample)"
    return ""


def _decision_lines(summary: Summary) -> list[str]:
    """What became of decisions that were taken back."""
    tally = summary.decisions
    if not tally.sheets:
        return []
    rows = _listed(tally.rows)
    lines = [
        f"{'decisions:':<14}{len(tally.known):,} addresses decided; "
        f"rows: {rows or 'none'}"
    ]
    # Before a file was read, nothing in it was met.
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
                lines.append(f"{name + ':':<14}{_listed(tallied)}")
        if tally.name_only:
            why = "only a firm's name says where; its works may be elsewhere"
            lines.append(f"{'name only:':<14}{tally.name_only:,} ({why})")
    return lines


def _listed(counts: Counter[str]) -> str:
    """Counts, the largest first."""
    return ", ".join(f"{name} {count:,}" for name, count in counts.most_common())
