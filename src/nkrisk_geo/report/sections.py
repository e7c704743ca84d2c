"""What stands under each heading of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
from markupsafe import escape

from nkrisk_geo.gazetteer.bands import BAND_NAMES
from nkrisk_geo.maps import still_map
from nkrisk_geo.model.schema import BETWEEN, NAME_ONLY
from nkrisk_geo.model.sentences import plain_all, plain_evidence
from nkrisk_geo.model.wording import Wording
from nkrisk_geo.report.contents import BEYOND, CANDIDATE, POINT, UNKNOWN, Gathered
from nkrisk_geo.report.listing import Head, Listing, NumberCell, bar_table, one_line
from nkrisk_geo.report.place_names import PlaceNames
from nkrisk_geo.report.tallies import BoundedTally, SampleRow

CANDIDATES, UNRESOLVED, PLACES, CONFLICTS, POINTS = 500, 200, 40, 40, 5_000
"""How much of each is shown."""
SURE = 0.99
"""No probability above this one is told as a number."""


def headline(gathered: Gathered, words: Wording) -> str:
    """What came out, in a sentence."""
    left_open = gathered.statuses.count("ambiguous")
    return words(
        "report.headline",
        sure=words.counted(gathered.sure),
        possible=f"{gathered.possible:,}",
        unknown=f"{gathered.statuses.count('unknown'):,}",
        all=f"{gathered.rows:,}",
        open=words("report.left_open", n=f"{left_open:,}") if left_open else "",
    )


def summary(gathered: Gathered, words: Wording) -> str:
    """What became of the rows."""
    named = gathered.bases.count(BETWEEN.join(NAME_ONLY))
    told = _quiet(words("report.name_only", n=f"{named:,}")) if named else ""
    return (
        _tally("by_status", gathered.statuses, gathered.rows, "status", words)
        + _tally("by_reason", gathered.reasons, gathered.rows, "reason", words)
        + told
    )


def where(gathered: Gathered, words: Wording) -> str:
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
        picture = still_map(pa.table(columns), counts, lang=words.language)
    more = len(gathered.points) - len(points)
    told = _quiet(words("report.off_the_map", n=f"{more:,}")) if more > 0 else ""
    label = escape(words("report.map"))
    return (
        f'<div class=map role=img aria-label="{label}">{picture}</div>'
        + told
        + _zones(gathered, words)
        + _bands(gathered, words)
    )


def _zones(gathered: Gathered, words: Wording) -> str:
    zones = [(words.zone(name), [count]) for name, count in gathered.zones.most(30)]
    left = gathered.rows - sum(count for _, [count] in zones)
    rows = [
        *zones,
        (words("report.no_zone"), [left]),
        (words("report.total"), [gathered.rows]),
    ]
    heads = (words("head.zone"), words("head.rows"))
    return bar_table(words("report.by_zone"), heads, rows, gathered.rows)


def _bands(gathered: Gathered, words: Wording) -> str:
    """Rows by the bands of both ends of their interval; each column has all rows."""
    names = {BEYOND: words("report.beyond"), UNKNOWN: words("report.no_distance")}
    ends = (gathered.nearest, gathered.farthest)
    rows = []
    for band in (BEYOND, *BAND_NAMES, UNKNOWN):
        counts = [end.count(band) for end in ends]
        if any(counts) or band != BEYOND:
            rows.append((names.get(band, band.replace("-", "–")), counts))
    rows.append((words("report.total"), [gathered.rows] * 2))
    heads = [words(f"head.{name}") for name in ("band", "least", "greatest")]
    return bar_table(words("report.by_band"), heads, rows, gathered.rows)


def _tally(
    caption: str, tally: BoundedTally[str], whole: int, group: str, words: Wording
) -> str:
    rows = [(words.told(group, name), [count]) for name, count in tally.most(30)]
    heads = (
        words(f"head.{'reason' if group == 'reason' else 'what'}"),
        words("head.rows"),
    )
    return bar_table(words(f"report.{caption}"), heads, rows, whole) if rows else ""


# --- what people work with -----------------------------------------------------------------------------------------


def places(gathered: Gathered, words: Wording) -> Listing:
    """The places with the most rows."""
    named = PlaceNames(words)
    levels = ("province", "prefecture", "county")
    rows: list[tuple[Any, ...]] = []
    for (*names, country, adcode), count in gathered.places.most(PLACES):
        found = named.chain(adcode, names)
        rows.append((*map(one_line, found), one_line(country), _number(count)))
    heads = [Head(words(f"head.{level}")) for level in (*levels, "country")]
    heads.append(Head(words("head.rows"), "n"))
    return Listing("places", words("report.by_place"), heads, rows)


def candidates(gathered: Gathered, words: Wording) -> Listing:
    """The rows that most probably lie in a border county."""
    named = PlaceNames(words)
    every = sorted(gathered.candidates.most(len(gathered.candidates)), key=_urgency)
    rows: list[tuple[Any, ...]] = []
    for key, count in every[:CANDIDATES]:
        value = dict(zip(("text", *CANDIDATE), key, strict=True))
        first = gathered.candidates.rows(key)
        rows.append(
            (
                *_known_by(gathered, first, count, words),
                one_line(value["text"] or words("report.no_text")),
                one_line(named.finest(value)),
                _zone(value, words),
                _probability(value["p_dprk_border"], words),
                *_distance(value),
                _number(count),
                plain_evidence(one_line(value["evidence"]), words),
            )
        )
    heads = [
        *_known_heads(gathered, words),
        Head(words("head.text"), "w"),
        *(Head(words(f"head.{name}")) for name in ("place", "zone")),
        *(Head(words(f"head.{name}"), "n") for name in ("probability", "km")),
        Head(words("head.interval")),
        Head(words("head.rows"), "n"),
        Head(words("head.evidence")),
    ]
    told = words("report.candidates_told", n=f"{len(every):,}")
    return Listing(
        "candidates",
        _partly(told, "shown_part", len(every), len(rows), words),
        heads,
        rows,
    )


def _urgency(candidate: tuple[tuple[Any, ...], int]) -> tuple[float, int, str]:
    """The most probable first, then the frequent; the text, so that the same file gives the same page."""
    key, count = candidate
    probability = key[1 + CANDIDATE.index("p_dprk_border")] or 0.0
    return -probability, -count, key[0]


def conflicts(gathered: Gathered, words: Wording) -> Listing:
    """The most frequent contradictions."""
    rows = [
        (plain_all(one_line(key), words), _number(count))
        for key, count in gathered.conflicts.most(CONFLICTS)
    ]
    told = words("report.conflicts_told", n=f"{gathered.conflicts.total:,}")
    told = _partly(told, "frequent_part", len(gathered.conflicts), len(rows), words)
    heads = [Head(words("head.contradiction")), Head(words("head.rows"), "n")]
    return Listing("contradictions", told, heads, rows)


def unresolved(gathered: Gathered, words: Wording) -> Listing:
    """The most frequent texts that were not resolved."""
    rows: list[tuple[Any, ...]] = []
    for key, count in gathered.unresolved.most(UNRESOLVED):
        text, reason = key
        why = words.told("reason", one_line(reason))
        known = _known_by(gathered, gathered.unresolved.rows(key), count, words)
        rows.append((*known, one_line(text), why, _number(count)))
    told = words("report.unresolved_told", n=f"{gathered.unresolved.total:,}")
    told = _partly(told, "frequent_part", len(gathered.unresolved), len(rows), words)
    if gathered.unresolved.is_rough:
        told += " " + words("report.rough")
    heads = [
        *_known_heads(gathered, words),
        Head(words("head.text"), "w"),
        Head(words("head.reason")),
        Head(words("head.rows"), "n"),
    ]
    return Listing("unresolved", told, heads, rows)


# --- cells ---------------------------------------------------------------------------------------------------------


def _known_heads(gathered: Gathered, words: Wording) -> Iterator[Head]:
    yield Head(words("head.row"), "n")
    if gathered.known_by:
        # The name of the column is one of the file's own, and escaped as everything is.
        yield Head(one_line(gathered.known_by)[:40], "k")


def _known_by(
    gathered: Gathered, first: Sequence[SampleRow], count: int, words: Wording
) -> Iterator[str | NumberCell]:
    """Which rows these are, in the file and by their own names."""
    more = count - len(first)
    rest = [words("report.more", n=f"{more:,}")] if more > 0 else []
    numbers = [f"{row.number:,}" for row in first]
    yield NumberCell(", ".join([*numbers, *rest]), first[0].number if first else None)
    if gathered.known_by:
        names = dict.fromkeys(one_line(row.name) for row in first if row.name)
        yield ", ".join([*names, *(rest if names else ())])


def _number(count: int) -> NumberCell:
    return NumberCell(f"{count:,}", count)


def _probability(value: float | None, words: Wording) -> NumberCell:
    if value is None:
        return NumberCell("", None)
    if value > SURE:
        return NumberCell(words("report.over", p=f"{SURE:.0%}"), value)
    shown = words("report.under", p="1%") if value < 0.01 else f"{value:.0%}"
    return NumberCell(shown, value)


def _distance(value: Mapping[str, Any]) -> Iterator[str | NumberCell]:
    """The median, and the interval of nine tenths."""
    km, low, high = (value[f"border_km{end}"] for end in ("", "_q05", "_q95"))
    yield NumberCell(
        "" if km is None else f"{km:.1f}", None if km is None else round(km, 2)
    )
    yield "" if low is None or high is None else f"{low:.1f} – {high:.1f}"


def _zone(value: Mapping[str, Any], words: Wording) -> str:
    """The finest zone for sure, or else the finest that cannot be ruled out."""
    possible = one_line(value["zones_possible"]).partition(";")[0]
    if value["zone"]:
        return words.zone(one_line(value["zone"]))
    return words("head.possibly", zone=words.zone(possible)) if possible else ""


def _partly(told: str, key: str, every: int, shown: int, words: Wording) -> str:
    """With how many are not shown, if any."""
    if every == shown:
        return told
    return f"{told} {words(f'report.{key}', n=f'{shown:,}', rest=f'{every - shown:,}')}"


def _quiet(told: str) -> str:
    return f"<p class=quiet>{escape(told)}</p>"
