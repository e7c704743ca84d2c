"""Which zones units lie in, as the engine takes it: a mask over units, beside the tables of a gazetteer."""

from __future__ import annotations

from typing import NamedTuple

from nkrisk_geo.gazetteer import Gazetteer


class Zoning(NamedTuple):
    """The zones of a gazetteer, highest rank first.

    Attributes:
        share: (units × zones) the share of the prior weight of each unit that is in each zone.
        is_far: for each unit, is it in none of them and nowhere near the border?
        zones: how many there are.
    """

    share: memoryview
    is_far: memoryview
    zones: int


def zoning(gazetteer: Gazetteer) -> Zoning:
    """Those of a gazetteer: of its tables, or worked out where it has zones of one's own."""
    plain = gazetteer.without_zones()
    if gazetteer is plain:
        return Zoning(gazetteer.table("zone_share"), gazetteer.table("zone_is_far"), len(gazetteer.zone_ids))
    from nkrisk_geo.unit_geography import (
        UnitGeography,  # with arrays, which nobody else needs for a single answer
    )

    geography = gazetteer.once("unit geography", lambda: UnitGeography.of(plain), shared=True).zoned(
        gazetteer
    )
    return Zoning(geography.share.data, geography.is_far.view("u1").data, len(gazetteer.zone_ids))
