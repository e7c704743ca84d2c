"""How the distance to the border is spread over what the evidence leaves, as quantiles.

`Border.km_min` and `km_max` are the ends of what is possible; between them some distances are likelier than others. A county
is spread over its area as it was measured, a town evenly over the circle of its point, several candidates by their
probabilities.

    >>> [round(km) for km in distance_quantiles("吉林省和龙市")]
    [2, 25, 63]
    >>> distance_quantiles("朝阳区"), distance_quantiles("SHANGHAI")
    ((None, None, None), (None, None, None))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from nkrisk_geo.decision import Resolver
from nkrisk_geo.errors import InputError
from nkrisk_geo.gazetteer import CHINA, Gazetteer
from nkrisk_geo.placing import Placed
from nkrisk_geo.ragged import Floats
from nkrisk_geo.resolution import placer, resolve, resolver
from nkrisk_geo.signature import FIELDS
from nkrisk_geo.zoning import POSSIBLE

STEPS = 200
"""Into so many parts of equal probability a place is cut."""


def distance_quantiles(
    text: str | None = None,
    /,
    *,
    q: Sequence[float] = (0.05, 0.5, 0.95),
    gazetteer: Gazetteer | None = None,
    **record: Any,
) -> tuple[float | None, ...]:
    """Quantiles of the distance to the border, in km.

    Args:
        text: an address, as for `resolve`.
        q: which quantiles, from 0 to 1.
        gazetteer: another gazetteer than the packaged one.
        **record: the fields beside it and a point, as for `resolve`.

    Returns:
        One for each of `q`; all None where the distance of one of the candidates is not known.

    Raises:
        InputError: a quantile is out of range, or an argument is wrong.
    """
    if not all(0.0 <= each <= 1.0 for each in q):
        raise InputError(f"q is {tuple(q)}, expected shares from 0 to 1")
    answer = resolve(text, gazetteer=gazetteer, **record)
    low, high = answer.border.km_min, answer.border.km_max
    if low is None or high is None:
        return (None,) * len(q)
    engine = resolver(gazetteer)
    fields = {name: str(record[name]) for name in FIELDS if record.get(name) is not None}
    fields |= {} if text is None else {"text": text}
    point = _point(engine, record)
    if point is not None:
        if point.lat[0] == answer.lat:  # then the answer's distance is its own
            return tuple(round(low + each * (high - low), 2) for each in q)
        fields |= {} if point.said[0] is None else {"coordinates": point.said[0]}
    return _quantiles(*_samples(engine, fields), q)


def _point(engine: Resolver, record: Mapping[str, Any]) -> Placed | None:
    lat, lng = record.get("lat"), record.get("lng")
    if lat is None and lng is None:
        return None
    return placer(engine).place([lat], [lng], record.get("datum", "wgs84"))


def _samples(engine: Resolver, fields: Mapping[str, str]) -> tuple[Floats, Floats]:
    """Distances, and the probability that each stands for."""
    direct = engine.judge.posterior(engine.signer.record(fields))
    places = {unit: p for unit, p in direct.items() if p >= POSSIBLE and unit != CHINA}
    steps = (np.arange(STEPS) + 0.5) / STEPS
    km = [engine.judge.zoning.bearings.spread(unit, steps) for unit in places]
    return np.concatenate(km), np.repeat([*places.values()], STEPS) / STEPS


def _quantiles(km: Floats, weight: Floats, q: Sequence[float]) -> tuple[float, ...]:
    order = np.argsort(km, kind="stable")
    share = np.cumsum(weight[order]) / weight.sum()
    at = np.searchsorted(share, q, side="left").clip(max=len(km) - 1)
    return tuple(round(float(each), 2) for each in km[order][at])
