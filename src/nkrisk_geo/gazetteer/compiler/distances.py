"""The tables of distances and zones; `tables.c` in `src/engine` says what stands in each."""

from __future__ import annotations

import numpy as np

from nkrisk_geo.gazetteer.compiler.lexicons import Made
from nkrisk_geo.gazetteer.distributions import LEVELS
from nkrisk_geo.gazetteer.unit_geography import UnitGeography


def tables(geography: UnitGeography) -> Made:
    """All of them."""
    yield "levels_of_quantiles", np.array(LEVELS, np.float64)
    yield "quantiles", np.ascontiguousarray(geography.quantiles, np.float64).reshape(-1)
    yield "quantile_row", geography.row.astype(np.int32)
    yield "near", np.ascontiguousarray(geography.near, np.float64).reshape(-1)
    yield "band", np.ascontiguousarray(geography.band, np.float64).reshape(-1)
    yield "is_elsewhere", geography.is_elsewhere.astype(np.uint8)
    yield "crossing", geography.crossing.astype(np.int32)
    yield "crossing_km", np.ascontiguousarray(geography.crossing_km, np.float64)
    yield "zone_share", np.ascontiguousarray(geography.share, np.float64).reshape(-1)
    yield "zone_is_far", geography.is_far.astype(np.uint8)
