"""Which zones units lie in, as the engine takes it: a mask over units."""

from __future__ import annotations

from typing import NamedTuple

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model.errors import GazetteerError


class ZoneMask(NamedTuple):
    """The zones of a gazetteer, highest rank first.

    Attributes:
        share: (units × zones) the share of the prior weight of each unit that is in each zone.
        is_far: for each unit, is it in none of them and nowhere near the border?
        zones: how many there are.
    """

    share: memoryview
    is_far: memoryview
    zones: int


def zone_mask(gazetteer: Gazetteer) -> ZoneMask:
    """Those of a gazetteer: of its tables, or worked out where it has zones of one's own.

    Raises:
        GazetteerError: they are not those of its units.
    """
    plain = gazetteer.without_zones()
    units = len(gazetteer.codes)
    _has(gazetteer, "parent", 4 * units)
    if gazetteer is plain:
        count = len(gazetteer.zone_ids)
        share = _has(gazetteer, "zone_share", 8 * units * count)
        return ZoneMask(share, _has(gazetteer, "zone_is_far", units), count)
    # With arrays, which a gazetteer of its own zones does without.
    from nkrisk_geo.gazetteer.unit_geography import UnitGeography

    shared = gazetteer.once(
        "unit geography", lambda: UnitGeography.of(plain), shared=True
    )
    geography = shared.with_zones(gazetteer)
    is_far = geography.is_far.view("u1").data
    return ZoneMask(geography.share.data, is_far, len(gazetteer.zone_ids))


def _has(gazetteer: Gazetteer, name: str, size: int) -> memoryview:
    """A table, which the engine reads without knowing how long it is."""
    table: memoryview = gazetteer.table(name)
    if table.nbytes != size:
        raise GazetteerError(
            f"the gazetteer's table {name!r} has not the length of its units"
        )
    return table
