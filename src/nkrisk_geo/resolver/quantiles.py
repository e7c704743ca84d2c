"""How the distance to the border is spread over what the evidence leaves, as quantiles.

They are read from the distribution that the answer's own numbers come from: `Border.km` is the
median, `km_q05` and `km_q95` hold nine tenths, `km_min` and `km_max` all of it.

    >>> [round(km) for km in distance_quantiles("吉林省和龙市")]
    [1, 28, 38]
    >>> distance_quantiles("SHANGHAI")
    (None, None, None)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nkrisk_geo.engine.signature import FIELDS
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.geography.reverse import LocatedPoints
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.resolver.record import read_record
from nkrisk_geo.resolver.resolution import get_resolver, placer, resolve
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.text.scalars import as_text


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
        One for each of `q`; all None where the distance is known of less than half of what the
        record can mean.

    Raises:
        InputError: a quantile is out of range, or an argument is wrong.
    """
    if not all(0.0 <= each <= 1.0 for each in q):
        raise InputError(f"q is {tuple(q)}, expected shares from 0 to 1")
    answer = resolve(text, gazetteer=gazetteer, **record)
    low, high = answer.border.km_min, answer.border.km_max
    if low is None or high is None:
        return (None,) * len(q)
    resolver = get_resolver(gazetteer)
    given = {name: as_text(record.get(name)) for name in FIELDS}
    if (whole := as_text(text)) is None:
        whole = as_text(record.get("address"))
    given["text"] = whole
    fields = {name: words for name, words in given.items() if words is not None}
    point = _point(resolver, record)
    if point is not None:
        # Where the answer lies at the point, its distance is that of the point.
        if point.lat[0] == answer.lat:
            width = high - low
            return tuple(round(low + each * width, 2) for each in q)
        said = point.said[0]
        fields |= {} if said is None else {"coordinates": said}
    items = read_record(resolver, fields).items
    return resolver.quantiles(items, tuple(q))


def _point(resolver: Resolver, record: Mapping[str, Any]) -> LocatedPoints | None:
    lat, lng = record.get("lat"), record.get("lng")
    if lat is None and lng is None:
        return None
    datum = record.get("datum", "wgs84")
    return placer(resolver).place([lat], [lng], datum)
