"""Decisions as the compiled engine writes them; `engine.h` in `src/engine` says what each structure means."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

from nkrisk_geo.engine import layouts
from nkrisk_geo.engine.items import CODE_BIT, Packer
from nkrisk_geo.engine.signature import unpack
from nkrisk_geo.engine.verdict import Distance, Spoken, Verdict, Zoned
from nkrisk_geo.gazetteer.vocabulary import HOW

CANDIDATES_SHOWN = 5
"""Candidates that an answer lists at most."""
_SPOKEN = tuple.__new__
"""Makes a `Spoken` without a call of Python."""
SURELY, POSSIBLY = 2, 1
"""What `Decisions.in_zone` says of a zone; 0 is neither."""


def verdict(
    packer: Packer,
    items: Sequence[int],
    row: Any,
    zone_p: Any,
    in_zone: Any,
    clues: Any,
    candidates: Any,
) -> Verdict:
    """A decision as the engine wrote it, from buffers with room for more clues and candidates than there are."""
    numbers = layouts.DECISION.unpack_from(row)
    confidence, low, q05, km, q95, high, near, wide, crossing_km = [
        number if number == number else None  # noqa: PLR0124 - NaN alone is not
        for number in numbers[:9]
    ]
    how, settled, place, against, band, crossing, count, shown, posted, told, disputed = numbers[9:]
    spoken, conflicts = [], []
    for weight, at, rule, unit, conflict in layouts.CLUE.iter_unpack(
        memoryview(clues)[: layouts.CLUE.size * count]
    ):
        item = items[at]
        known = item if item < CODE_BIT else packer.item(item)
        spoken.append(_SPOKEN(Spoken, (known, rule, unit, weight)))
        if conflict:
            conflicts.append(spoken[-1])
    status, reason = HOW[how]
    candidates = layouts.CANDIDATE.iter_unpack(
        memoryview(candidates)[: layouts.CANDIDATE.size * shown]
    )
    return Verdict(
        status,
        reason,
        settled if settled >= 0 else None,
        place if place >= 0 else None,
        confidence,
        _zone_shares(bytes(zone_p), bytes(in_zone)) if told else None,
        Distance(low, q05, km, q95, high, (near, wide), band, crossing, crossing_km),
        tuple(spoken),
        tuple([(unit, p) for p, unit in candidates]),
        tuple(conflicts),
        against if against >= 0 else None,
        postcode(spoken[posted].item) if posted >= 0 else None,
        disputed,
    )


def place_of(row: Any) -> int | None:
    """The place of a decision as the engine wrote it."""
    place: int = layouts.DECISION.unpack_from(row)[_PLACE]
    return place if place >= 0 else None


_PLACE = 11
"""Behind nine numbers of distances, how it was decided and the finest unit."""


def _zone_shares(zone_p: bytes, in_zone: bytes) -> Zoned:
    """Where a record lies."""
    p = struct.unpack(f"={len(zone_p) // 8}d", zone_p)
    surely, possibly = list[int](), list[int]()
    for zone in range(len(p)):
        if in_zone[zone]:
            (surely if in_zone[zone] == SURELY else possibly).append(zone)
    return Zoned(p, tuple(surely), tuple(possibly))


def postcode(item: Any) -> tuple[str, str]:
    """Field and first digits of a postcode."""
    found = unpack(item)
    return found.field, found.value
