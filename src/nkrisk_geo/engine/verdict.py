"""Verdicts: what is decided about a record, in numbers.

A pure function of its signature, worked out by the compiled engine (`nkrisk_geo.engine`).
`nkrisk_geo.resolver.answers` puts a verdict into objects, `nkrisk_geo.tables.cells` puts many
decisions into the cells of a table.
"""

from __future__ import annotations

from typing import NamedTuple

from nkrisk_geo.model import Reason, Status


class Clue(NamedTuple):
    """An item of a signature, its rule, the likeliest unit it speaks for, its weight for that."""

    item: int
    rule: int
    unit: int
    weight: float


class ZoneShares(NamedTuple):
    """In which zones a record lies, highest rank first.

    Attributes:
        p: the probability of each.
        surely, possibly: those decided on, and those possible besides, by number.
    """

    p: tuple[float, ...]
    surely: tuple[int, ...]
    possibly: tuple[int, ...]


class Distance(NamedTuple):
    """How far from the border a record lies; km, None where unknown.

    Attributes:
        low, q05, km, q95, high: quantiles; the median only where a prefecture or finer is
            decided on.
        near: probabilities of lying within the distances of `nkrisk_geo.gazetteer.bands.NEAR`.
        band: a number in `nkrisk_geo.gazetteer.bands.BANDS`, -1 for none.
        crossing: a number in `nkrisk_geo.gazetteer.gazetteer.Gazetteer.crossing_ids`, -1 for none.
        crossing_km: the distance to it.
    """

    low: float | None = None
    q05: float | None = None
    km: float | None = None
    q95: float | None = None
    high: float | None = None
    near: tuple[float | None, float | None] = (None, None)
    band: int = -1
    crossing: int = -1
    crossing_km: float | None = None


class Verdict(NamedTuple):
    """What is decided about a record.

    Units are numbers of the gazetteer; None where there is nothing.

    Attributes:
        settled: the finest unit decided on, China alone included.
        place: the same, without China alone.
        confidence: probability that the place is right.
        zoned: None where nothing speaks for anything.
        spoken: what speaks, names first.
        candidates: units with their probabilities, the most probable first.
        conflicts: what speaks for somewhere else than `against`: the place; where the clues
            contradict each other so much that nothing is decided, the likeliest candidate.
        posted: field and first digits of the postcode that counted. A signature knows no more
            of it; who has the record can put the whole postcode into the answer.
        disputed: has the record a point, and does that speak for somewhere else than the rest?
        rests: what the place rests on, as a number; see `nkrisk_geo.resolver.basis`.
    """

    status: Status
    reason: Reason | None
    settled: int | None = None
    place: int | None = None
    confidence: float | None = None
    zoned: ZoneShares | None = None
    distance: Distance = Distance()
    spoken: tuple[Clue, ...] = ()
    candidates: tuple[tuple[int, float], ...] = ()
    conflicts: tuple[Clue, ...] = ()
    against: int | None = None
    posted: tuple[str, str] | None = None
    disputed: bool = False
    rests: int = 0


NOTHING_SAID = Verdict(Status.UNKNOWN, Reason.EMPTY)
"""About a record in which every field is empty."""
