"""The tables of distances and zones; `tables.c` in `src/engine` says what stands in each."""

from __future__ import annotations

import numpy as np

from nkrisk_geo.gazetteer.compiler.lexicons import Made
from nkrisk_geo.gazetteer.distributions import LEVELS
from nkrisk_geo.gazetteer.unit_geography import UnitGeography
from nkrisk_geo.native.segments import Floats


def compile_distances(geography: UnitGeography) -> Made:
    """The tables of distances and zones."""
    yield "levels_of_quantiles", np.array(LEVELS, np.float64)
    yield "quantiles", _lay_flat(geography.quantiles)
    yield "quantile_row", geography.row.astype(np.int32)
    yield "near", _lay_flat(geography.near)
    yield "band", _lay_flat(geography.band)
    yield "is_elsewhere", geography.is_elsewhere.astype(np.uint8)
    yield "crossing", geography.crossing.astype(np.int32)
    yield "crossing_km", _lay_flat(geography.crossing_km)
    yield "zone_share", _lay_flat(geography.share)
    yield "zone_is_far", geography.is_far.astype(np.uint8)


def _lay_flat(table: Floats) -> Floats:
    """A table row by row, however numpy holds it."""
    return np.ascontiguousarray(table, np.float64).reshape(-1)
