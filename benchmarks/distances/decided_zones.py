"""How good definite zones are, decided at the threshold of places and at 0.95, against all labels that say where a row is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from benchmarks.corpus.labelled import LEVELS, Labelled, Row, label, read, truth
from benchmarks.report.sheet import Sheet
from nkrisk_geo import Gazetteer, annotate_arrow

STRICT = 0.95
COUNTRIES = {"CHINA": "CN", "KOREA, NORTH": "KP"}
"""Codes of the countries that labels have by name and that matter here."""


def tables(folder: Labelled) -> Iterable[tuple[str, Sheet]]:
    """One row for each zone."""
    paths = [
        *sorted((folder.folder / "pool").glob("*.jsonl.gz")),
        folder.folder / "border_fragments_dev.jsonl",
    ]
    others = [row for path in paths if path.exists() for row in read(path)]
    rows = [row for row in (*folder.dev(), *others) if row.get("text") and label(row)]
    threshold = Gazetteer.default().judgement["threshold"]
    usual, possible = decided(rows, threshold)
    either = [a | b for a, b in zip(usual, possible, strict=True)]
    sides = {"strict": decided(rows, STRICT)[0], "usual": usual, "either": either}
    gazetteer = Gazetteer.default()
    lines = [
        [zone.id, *cells(zone.id, zone.members, rows, sides)]
        for zone in gazetteer.zones
    ]
    heads = (
        "rows inside", f"found at {STRICT}", f"at {threshold}", "or possible",
        f"wrong at {STRICT}", f"at {threshold}", "precision",
    )  # fmt: skip
    yield (
        "Zones that are decided on",
        Sheet(
            "zone", heads, lines, "rows whose label says whether they lie in the zone"
        ),
    )


def decided(rows: Sequence[Row], least: float) -> tuple[list[set[str]], list[set[str]]]:
    """The zones of each row that are decided on from a probability, and those that are possible."""
    table = annotate_arrow(
        pa.table({"text": [row["text"] for row in rows]}),
        address="text",
        threshold=least,
    )
    definite, possible = (
        [set(zones or ()) for zones in table.column(name).to_pylist()]
        for name in ("geo_zones", "geo_zones_possible")
    )
    return definite, possible


def cells(
    zone: str,
    members: Sequence[str],
    rows: Sequence[Row],
    sides: dict[str, list[set[str]]],
) -> list[str]:
    """How many rows lie in a zone, how many of them were found, and how many others were."""
    lies = [inside(row, members) for row in rows]
    found, wrong = {}, {}
    for name, zones in sides.items():
        found[name] = sum(
            bool(here) and zone in said for here, said in zip(lies, zones, strict=True)
        )
        wrong[name] = sum(
            here is False and zone in said
            for here, said in zip(lies, zones, strict=True)
        )
    count = sum(here is True for here in lies)
    said = found["usual"] + wrong["usual"]
    return [
        f"{count:,}",
        *(
            f"{found[name] / max(1, count):.1%}"
            for name in ("strict", "usual", "either")
        ),
        *(f"{wrong[name]:,}" for name in ("strict", "usual")),
        f"{found['usual'] / said:.2%}" if said else "–",
    ]


def inside(row: Row, members: Sequence[str]) -> bool | None:
    """Does the label lie in a zone with these members? None where it does not say."""
    country = COUNTRIES.get(name := (label(row).get("country") or "").upper(), name)
    if country not in ("", "CN"):
        return country in members
    codes = {code for level in LEVELS for code in truth(row, level)}
    if not codes:
        return None if members != ("KP",) else False
    if any(_within(code, member) for code in codes for member in members):
        return True
    return (
        None
        if any(_within(member, code) for code in codes for member in members)
        and not truth(row, "county")
        else False
    )


def _within(inner: str, outer: str) -> bool:
    """Does one division lie in the other, or is it the same?"""
    return (
        inner.isdigit()
        and outer.isdigit()
        and inner.startswith(outer.rstrip("0").ljust(2, "0"))
    )
