"""What stands under the headings of the page that are read: a sentence, bars, the map."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
from markupsafe import escape

from nkrisk_geo.gazetteer.bands import BAND_NAMES
from nkrisk_geo.maps import still_map
from nkrisk_geo.model.schema import BETWEEN, NAME_ONLY
from nkrisk_geo.model.wording import Wording
from nkrisk_geo.report.contents import BEYOND, POINT, UNKNOWN, Gathered
from nkrisk_geo.report.listing import bar_table
from nkrisk_geo.report.tallies import BoundedTally

POINTS = 5_000
"""Points that are drawn: with more the page would be slow to open."""
BARS = 30
"""Lines of a table of bars."""
Bar = tuple[str, list[int]]
"""What is counted, and its counts under each head."""


def headline(gathered: Gathered, words: Wording) -> str:
    """What came out, in a sentence."""
    unknown = gathered.statuses.count("unknown")
    left_open = gathered.statuses.count("ambiguous")
    left = words("report.left_open", n=f"{left_open:,}") if left_open else ""
    return words(
        "report.headline",
        sure=words.count_rows(gathered.sure),
        possible=f"{gathered.possible:,}",
        unknown=f"{unknown:,}",
        all=f"{gathered.rows:,}",
        open=left,
    )


def summary(gathered: Gathered, words: Wording) -> str:
    """What became of the rows."""
    named = gathered.bases.count(BETWEEN.join(NAME_ONLY))
    # A firm's name says little about where its works are, so such rows are counted apart.
    told = _quiet(words("report.name_only", n=f"{named:,}")) if named else ""
    statuses, reasons = gathered.statuses, gathered.reasons
    return (
        _tally("by_status", statuses, gathered.rows, "status", words)
        + _tally("by_reason", reasons, gathered.rows, "reason", words)
        + told
    )


def map_section(gathered: Gathered, words: Wording) -> str:
    """The map, and how many rows lie where."""
    points = gathered.points.most(POINTS)
    picture = ""
    if points:
        # The map reads a table of answers, so that the points become one again.
        columns = {
            f"geo_{name}": [key[at] for key, _ in points]
            for at, name in enumerate(POINT)
        }
        counts = [count for _, count in points]
        table = pa.table(columns)
        picture = still_map(table, counts, lang=words.language)
    label = escape(words("report.map"))
    return (
        f'<div class=map role=img aria-label="{label}">{picture}</div>'
        + _off_the_map(len(gathered.points) - len(points), words)
        + _zones(gathered, words)
        + _bands(gathered, words)
    )


def _off_the_map(count: int, words: Wording) -> str:
    """How many points found no room: a map that is silent about them would be taken for whole."""
    if count <= 0:
        return ""
    return _quiet(words("report.off_the_map", n=f"{count:,}"))


def _zones(gathered: Gathered, words: Wording) -> str:
    counted = gathered.zones.most(BARS)
    left = gathered.rows - sum(count for _, count in counted)
    rows: list[Bar] = [(words.zone(name), [count]) for name, count in counted]
    rows.append((words("report.no_zone"), [left]))
    rows.append((words("report.total"), [gathered.rows]))
    heads = (words("head.zone"), words("head.rows"))
    return bar_table(words("report.by_zone"), heads, rows, gathered.rows)


def _bands(gathered: Gathered, words: Wording) -> str:
    """Rows by the bands of both ends of their interval; each column has all rows."""
    whole = gathered.rows
    rows = [*_band_rows(gathered, words)]
    rows.append((words("report.total"), [whole, whole]))
    names = ("band", "least", "greatest")
    heads = [words(f"head.{name}") for name in names]
    return bar_table(words("report.by_band"), heads, rows, whole)


def _band_rows(gathered: Gathered, words: Wording) -> Iterator[Bar]:
    names = {
        BEYOND: words("report.beyond"),
        UNKNOWN: words("report.no_distance"),
    }
    for band in (BEYOND, *BAND_NAMES, UNKNOWN):
        counts = [gathered.nearest.count(band), gathered.farthest.count(band)]
        # Few files have a row beyond the border; in the others the line would only puzzle.
        if any(counts) or band != BEYOND:
            told = names.get(band) or band.replace("-", "–")
            yield told, counts


def _tally(
    caption: str,
    tally: BoundedTally[str],
    whole: int,
    group: str,
    words: Wording,
) -> str:
    counted = tally.most(BARS)
    if not counted:
        return ""
    rows = [(words.label(group, name), [count]) for name, count in counted]
    first = "reason" if group == "reason" else "what"
    heads = (words(f"head.{first}"), words("head.rows"))
    return bar_table(words(f"report.{caption}"), heads, rows, whole)


def _quiet(told: str) -> str:
    return f"<p class=quiet>{escape(told)}</p>"
