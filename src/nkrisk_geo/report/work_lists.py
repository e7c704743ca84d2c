"""The tables that people work with: places, candidates, contradictions, unresolved texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nkrisk_geo.model.sentences import reword_cell, reword_evidence
from nkrisk_geo.model.wording import Wording
from nkrisk_geo.report.contents import CANDIDATE, Gathered
from nkrisk_geo.report.listing import Cell, Head, Listing, NumberCell, one_line
from nkrisk_geo.report.place_names import PlaceNames
from nkrisk_geo.report.tallies import SampleRow

CANDIDATES, UNRESOLVED, PLACES, CONFLICTS = 500, 200, 40, 40
"""How many rows of each are shown."""
SURE, SELDOM = 0.99, 0.01
"""No probability above the one or below the other is told as a number."""
KNOWN_BY = 40
"""Characters of the name of a column of the file that its head shows."""
Row = tuple[Cell, ...]
Keyed = tuple[tuple[Any, ...], int]
"""Values that some rows share, and how many rows."""


def places(gathered: Gathered, words: Wording) -> Listing:
    """The places with the most rows."""
    named = PlaceNames(words)
    rows: list[Row] = []
    for (*names, country, adcode), count in gathered.places.most(PLACES):
        found = map(one_line, named.chain(adcode, names))
        rows.append((*found, one_line(country), _number(count)))
    levels = ("province", "prefecture", "county", "country")
    heads = _heads(levels, words)
    heads.append(Head(words("head.rows"), "n"))
    return Listing("places", words("report.by_place"), heads, rows)


def candidates(gathered: Gathered, words: Wording) -> Listing:
    """The rows that most probably lie in a border county."""
    named, tally = PlaceNames(words), gathered.candidates
    every = sorted(tally.most(len(tally)), key=_urgency)
    rows: list[Row] = []
    for key, count in every[:CANDIDATES]:
        known = _known_by(gathered, tally.rows(key), count, words)
        cells = _candidate(key, count, named, words)
        rows.append((*known, *cells))
    heads = [
        *_known_heads(gathered, words),
        Head(words("head.text"), "w"),
        *_heads(("place", "zone"), words),
        *_heads(("probability", "km"), words, "n"),
        Head(words("head.interval")),
        Head(words("head.rows"), "n"),
        Head(words("head.evidence")),
    ]
    told = words("report.candidates_told", n=f"{len(every):,}")
    caption = _partly(told, "shown_part", len(every), len(rows), words)
    return Listing("candidates", caption, heads, rows)


def _candidate(
    key: tuple[Any, ...],
    count: int,
    named: PlaceNames,
    words: Wording,
) -> Iterator[Cell]:
    """The cells of a candidate, but for which rows it is."""
    names = ("text", *CANDIDATE)
    value = dict(zip(names, key, strict=True))
    yield one_line(value["text"] or words("report.no_text"))
    yield one_line(named.finest(value))
    yield _zone(value, words)
    yield _probability(value["p_dprk_border"], words)
    yield from _distance(value)
    yield _number(count)
    yield reword_evidence(one_line(value["evidence"]), words)


def _urgency(candidate: Keyed) -> tuple[float, int, str]:
    """The most probable first, then the frequent."""
    key, count = candidate
    probability = key[1 + CANDIDATE.index("p_dprk_border")] or 0.0
    # The text at last, so that the same file gives the same page.
    return -probability, -count, key[0]


def conflicts(gathered: Gathered, words: Wording) -> Listing:
    """The most frequent contradictions."""
    tally = gathered.conflicts
    rows = [
        (reword_cell(one_line(key), words), _number(count))
        for key, count in tally.most(CONFLICTS)
    ]
    told = words("report.conflicts_told", n=f"{tally.total:,}")
    told = _partly(told, "frequent_part", len(tally), len(rows), words)
    heads = [Head(words("head.contradiction"))]
    heads.append(Head(words("head.rows"), "n"))
    return Listing("contradictions", told, heads, rows)


def unresolved_list(gathered: Gathered, words: Wording) -> Listing:
    """The most frequent texts that were not resolved."""
    rows: list[Row] = []
    tally = gathered.unresolved
    for (text, reason), count in tally.most(UNRESOLVED):
        why = words.label("reason", one_line(reason))
        known = _known_by(gathered, tally.rows((text, reason)), count, words)
        rows.append((*known, one_line(text), why, _number(count)))
    told = words("report.unresolved_told", n=f"{tally.total:,}")
    told = _partly(told, "frequent_part", len(tally), len(rows), words)
    # Rare texts of a large file are forgotten to keep the memory small.
    if tally.is_rough:
        told += " " + words("report.rough")
    heads = [
        *_known_heads(gathered, words),
        Head(words("head.text"), "w"),
        Head(words("head.reason")),
        Head(words("head.rows"), "n"),
    ]
    return Listing("unresolved", told, heads, rows)


# --- heads and cells --------------------------------------------------------------


def _heads(names: Sequence[str], words: Wording, kind: str = "t") -> list[Head]:
    return [Head(words(f"head.{name}"), kind) for name in names]


def _known_heads(gathered: Gathered, words: Wording) -> Iterator[Head]:
    yield Head(words("head.row"), "n")
    if gathered.known_by:
        # The name of the column is one of the file's own, and escaped as everything is.
        yield Head(one_line(gathered.known_by)[:KNOWN_BY], "k")


def _known_by(
    gathered: Gathered,
    first: Sequence[SampleRow],
    count: int,
    words: Wording,
) -> Iterator[Cell]:
    """Which rows these are, in the file and by their own names."""
    more = count - len(first)
    rest = [words("report.more", n=f"{more:,}")] if more > 0 else []
    numbers = [f"{row.number:,}" for row in first]
    # Sorted by the first of them, which is where a reader looks in the file.
    lowest = first[0].number if first else None
    yield NumberCell(", ".join([*numbers, *rest]), lowest)
    if gathered.known_by:
        told = [one_line(row.name) for row in first if row.name]
        names = [*dict.fromkeys(told)]
        yield ", ".join(names + rest) if names else ""


def _number(count: int) -> NumberCell:
    return NumberCell(f"{count:,}", count)


def _probability(value: float | None, words: Wording) -> NumberCell:
    if value is None:
        return NumberCell("", None)
    # A reader takes 100 % for certain, and 0 % for ruled out.
    if value > SURE:
        return NumberCell(words("report.over", p=f"{SURE:.0%}"), value)
    if value < SELDOM:
        return NumberCell(words("report.under", p=f"{SELDOM:.0%}"), value)
    return NumberCell(f"{value:.0%}", value)


def _distance(value: Mapping[str, Any]) -> Iterator[Cell]:
    """The median, and the interval of nine tenths."""
    km, low, high = (value[f"border_km{end}"] for end in ("", "_q05", "_q95"))
    if km is None:
        yield NumberCell("", None)
    else:
        yield NumberCell(f"{km:.1f}", round(km, 2))
    is_known = low is not None and high is not None
    yield f"{low:.1f} – {high:.1f}" if is_known else ""


def _zone(value: Mapping[str, Any], words: Wording) -> str:
    """The finest zone for sure, or else the finest that cannot be ruled out."""
    if value["zone"]:
        return words.zone(one_line(value["zone"]))
    # The finest stands first.
    possible = one_line(value["zones_possible"]).partition(";")[0]
    if not possible:
        return ""
    return words("head.possibly", zone=words.zone(possible))


def _partly(told: str, key: str, every: int, shown: int, words: Wording) -> str:
    """With how many are not shown, if any."""
    left = every - shown
    if not left:
        return told
    part = words(f"report.{key}", n=f"{shown:,}", rest=f"{left:,}")
    return f"{told} {part}"
