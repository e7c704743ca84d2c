"""Decisions as the compiled engine writes them.

`engine.h` in `src/engine` says what each structure means.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any, TypeVar

from nkrisk_geo.engine import layouts
from nkrisk_geo.engine.core import Core, check_result
from nkrisk_geo.engine.items import digits_text, field_of
from nkrisk_geo.engine.layouts import DecisionBuffers, RecordBuffers
from nkrisk_geo.engine.verdict import Clue, Distance, Verdict, ZoneShares
from nkrisk_geo.gazetteer.vocabulary import HOW
from nkrisk_geo.model.drafts import make_tuple
from nkrisk_geo.native.library import library

CANDIDATES_SHOWN = 5
"""Candidates that an answer lists at most."""
USUAL = 400
"""Items that a record has at most, unless it is a strange one."""
SURELY, POSSIBLY = 2, 1
"""What `Decisions.in_zone` says of a zone; 0 is neither."""
_DECIDE = library().nk_decide
T = TypeVar("T")
_PLACE = 12
"""Behind nine numbers of distances, what it rests on, how it was decided and the finest unit."""


class SingleDecider:
    """The memory to decide about one record at a time, of so many items at most.

    Not safe under threads.

    Args:
        core: the engine.
        zones: those of the engine, for calls.
        zone_count: how many they are.
        room: items that there is room for.
    """

    def __init__(self, core: Core, zones: object, zone_count: int, room: int) -> None:
        self.room = room
        self._items = (ctypes.c_int64 * room)()
        self._end = ctypes.c_int64()
        sizes = (
            layouts.DECISION.size,
            8 * zone_count,
            zone_count,
            layouts.CLUE.size * room,
            layouts.CANDIDATE.size * CANDIDATES_SHOWN,
        )
        self._rows = [(ctypes.c_char * size)() for size in sizes]

        items = ctypes.addressof(self._items)
        end = ctypes.addressof(self._end)
        self._asked = RecordBuffers(items, end, 1, 0.0)
        self._found = DecisionBuffers(*map(ctypes.addressof, self._rows))
        asked = ctypes.byref(self._asked)
        found = ctypes.byref(self._found)
        # Made once: a call of so little work is felt when its arguments are converted anew.
        self._arguments = core.pointer, core.new_work(), zones, asked, found

    def decide(self, items: Sequence[int], threshold: float) -> Verdict:
        """Decide about a record."""
        return verdict(items, *self._ask(items, threshold))

    def place(self, items: Sequence[int], threshold: float) -> int | None:
        """The place decided on for a record, None for none; nothing else is read."""
        row = self._ask(items, threshold)[0]
        place: int = layouts.DECISION.unpack_from(row)[_PLACE]
        return place if place >= 0 else None

    def _ask(self, items: Sequence[int], threshold: float) -> list[Any]:
        """What the engine writes about a record, in memory that the next one takes."""
        self._items[: len(items)] = [*items]
        self._end.value = len(items)
        self._asked.threshold = threshold
        came = _DECIDE(*self._arguments)
        if came:
            check_result(came)
        return self._rows


class DeciderPool:
    """What decides about single records over one engine. Safe under threads.

    Attributes:
        idle: those that have nothing to do.
    """

    def __init__(self, core: Core, zones: object, zone_count: int) -> None:
        self._make = partial(SingleDecider, core, zones, zone_count)
        self.idle: list[SingleDecider] = []

    def run(
        self,
        do: Callable[[SingleDecider, Sequence[int], float], T],
        items: Sequence[int],
        threshold: float,
    ) -> T:
        """What a method of `SingleDecider` makes of one record, in memory that is used again."""
        try:
            usual = self.idle.pop()
        except IndexError:
            usual = self._make(USUAL)
        try:
            # A strange record has one of its own, which nobody keeps.
            fits = len(items) <= usual.room
            decider = usual if fits else self._make(len(items))
            return do(decider, items, threshold)
        finally:
            self.idle.append(usual)


def verdict(
    items: Sequence[int],
    row: Any,
    zone_p: Any,
    in_zone: Any,
    clues: Any,
    candidates: Any,
) -> Verdict:
    """A decision as the engine wrote it.

    The buffers may have room for more clues and candidates than there are.
    """
    (
        confidence, far, rests, how, settled, place, against, band, crossing,
        count, shown, posted, told, disputed,
    ) = layouts.DECISION_BY_PARTS.unpack_from(row)  # fmt: skip
    spoken, conflicts = [], []
    written = memoryview(clues)[: layouts.CLUE.size * count]
    for weight, at, rule, unit, conflict in layouts.CLUE.iter_unpack(written):
        spoken.append(make_tuple(Clue, (items[at], rule, unit, weight)))
        if conflict:
            conflicts.append(spoken[-1])

    status, reason = HOW[how]
    listed = memoryview(candidates)[: layouts.CANDIDATE.size * shown]
    meant = [(unit, p) for p, unit in layouts.CANDIDATE.iter_unpack(listed)]
    found = (
        status,
        reason,
        settled if settled >= 0 else None,
        place if place >= 0 else None,
        confidence if confidence == confidence else None,  # noqa: PLR0124 - NaN is not
        zone_shares(bytes(zone_p), bytes(in_zone)) if told else None,
        distance(far, band, crossing),
        tuple(spoken),
        tuple(meant),
        tuple(conflicts),
        against if against >= 0 else None,
        postcode(spoken[posted].item) if posted >= 0 else None,
        disputed,
        rests,
    )
    return make_tuple(Verdict, found)


def postcode(item: int) -> tuple[str, str]:
    """Field and first digits of a postcode."""
    return field_of(item), digits_text(item)


@lru_cache(1000)
def distance(far: bytes, band: int, crossing: int) -> Distance:
    """How far from the border a record lies, from the numbers of a decision."""
    low, q05, km, q95, high, near, wide, crossing_km = [
        None if number != number else number  # noqa: PLR0124 - NaN is not
        for number in layouts.DISTANCE.unpack(far)
    ]
    found = low, q05, km, q95, high, (near, wide), band, crossing, crossing_km
    return make_tuple(Distance, found)


@lru_cache(1000)
def zone_shares(zone_p: bytes, in_zone: bytes) -> ZoneShares:
    """The zones that a record lies in, surely and possibly."""
    p = struct.unpack(f"={len(zone_p) // 8}d", zone_p)
    surely, possibly = list[int](), list[int]()
    for zone in range(len(p)):
        if in_zone[zone]:
            (surely if in_zone[zone] == SURELY else possibly).append(zone)
    return ZoneShares(p, tuple(surely), tuple(possibly))
