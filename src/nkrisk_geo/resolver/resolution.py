"""`resolve`: from a record to a place.

    text + fields ─▶ folded ─▶ mentions ─▶ signature ─▶ verdict ─▶ Resolution

The verdict is a pure function of the signature.

    >>> answer = resolve("辽宁省丹东市振兴区")
    >>> answer.place.adcode, answer.zone, answer.status.value
    ('210603', 'dandong-border', 'resolved')
    >>> resolve("上海丹东路").place.name_en
    'Shanghai'
    >>> resolve("朝阳区").reason.value
    'same-name'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nkrisk_geo.engine.signature import FIELDS
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model import Resolution
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.resolver.record import answer_record
from nkrisk_geo.resolver.resolver import LONGEST_REMEMBERED, MOST_REMEMBERED, Resolver
from nkrisk_geo.text.normalizer import skeleton_of, span
from nkrisk_geo.text.scalars import as_text

if TYPE_CHECKING:
    from nkrisk_geo.geography.reverse import Placer


def get_resolver(gazetteer: Gazetteer | None = None) -> Resolver:
    """The resolver over a gazetteer (by default the packaged one), made once and kept with it."""
    over = gazetteer or Gazetteer.packaged or Gazetteer.default()
    made: Resolver | None = over.attached.get("resolver")
    return made or over.once("resolver", lambda: Resolver(over))


def resolve(
    text: str | None = None,
    /,
    *,
    address: str | None = None,
    city: str | None = None,
    region: str | None = None,
    postcode: str | None = None,
    country: str | None = None,
    phone: str | None = None,
    company: str | None = None,
    registration: str | None = None,
    port: str | None = None,
    lat: float | str | None = None,
    lng: float | str | None = None,
    datum: str = "wgs84",
    zones: Any = None,
    threshold: float | None = None,
    gazetteer: Gazetteer | None = None,
) -> Resolution:
    """Find the place that a record means.

    Args:
        text: an address, whole or in part, in any script; None and empty are fine. What is no
            string is read as the cell of a table is, see `nkrisk_geo.text.scalars`: NaN, NaT
            and NA are missing.
        address: the same by its name, as columns have it; not both.
        city, region, postcode, country, phone, company, registration, port: the fields beside
            it, where there are any.
        lat, lng: its point in degrees, where there is one. Coordinates that cannot be right are
            not used, and `conflicts` says so; so it does where they are not where the text
            says.
        datum: of the point: "wgs84", "gcj02" or "bd09".
        zones: zones of one's own, as `nkrisk_geo.load_zones` takes or gives them.
        threshold: probability from which a place is decided on, between 0.5 and 1; 0.8 by default.
        gazetteer: another gazetteer than the packaged one.

    Returns:
        The answer, whatever the text: a bad address is never an error.

    Raises:
        InputError: the threshold is out of range, the datum unknown, or both `text` and
            `address` are given.
    """
    if address is not None:
        text = _one_of(text, address)
    given: Sequence[str | None] = (
        text,
        city,
        region,
        country,
        postcode,
        phone,
        company,
        registration,
        port,
    )
    if not _PLAIN.issuperset(map(type, given)):
        given = tuple(map(as_text, given))
    if threshold is not None and not 0.5 <= threshold <= 1.0:
        raise InputError(
            f"threshold is {threshold}, expected a probability from 0.5 to 1"
        )
    if zones is not None:
        gazetteer = _with_zones(gazetteer, zones)
    resolver = get_resolver(gazetteer)
    least = resolver.threshold if threshold is None else float(threshold)
    if lat is None and lng is None:
        found = resolver.remembered.get((given, least))
        return _answer(resolver, given, least) if found is None else found
    # With arrays, which answers without points do not load.
    from nkrisk_geo.resolver.record_point import answer_with_point

    placed = placer(resolver).place([lat], [lng], datum)
    return answer_with_point(resolver, _fields(given), placed, least)


_PLAIN = frozenset({str, type(None)})


def _answer(
    resolver: Resolver, given: Sequence[str | None], least: float
) -> Resolution:
    """The answer for the fields of a record, which is not remembered."""
    fields = _fields(given)
    found = answer_record(resolver, fields, least)[0]
    if sum(map(len, fields.values())) <= LONGEST_REMEMBERED:
        if len(resolver.remembered) >= MOST_REMEMBERED:
            resolver.remembered = {}
        resolver.remembered[given, least] = found
    return found


def _fields(given: Sequence[str | None]) -> dict[str, str]:
    """Those fields of a record that it has."""
    # The last field is a point, which is not among them.
    pairs = zip(FIELDS, given)  # noqa: B905
    return {name: value for name, value in pairs if value is not None}


def _with_zones(gazetteer: Gazetteer | None, zones: Any) -> Gazetteer:
    """A gazetteer with zones of one's own."""
    from nkrisk_geo.gazetteer.zone_sources import load_zones

    found = gazetteer or Gazetteer.default()
    return found.with_zones(load_zones(zones, gazetteer=found))


def _one_of(text: Any, address: Any) -> str | None:
    """A text under one of its two names."""
    whole, named = as_text(text), as_text(address)
    if whole is not None and named is not None:
        raise InputError("text and address mean the same; give only one of them")
    return named if whole is None else whole


def placer(resolver: Resolver) -> Placer:
    """The placer over the gazetteer of a resolver, made once and kept with it."""
    from nkrisk_geo.geography.reverse import Placer

    return resolver.gazetteer.once("placer", lambda: Placer(resolver.gazetteer))


def resolve_all(
    text: str | None,
    /,
    *,
    zones: Any = None,
    threshold: float | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[Resolution, ...]:
    """One answer for each address in a text of several; offsets are those of the whole text.

    What parts addresses is told by `resolver.address_separators`, as for `resolve`: `;` and
    `FACTORY:` always, a new line only between two addresses that stand by themselves.
    """
    text = as_text(text) or ""
    if zones is not None:
        gazetteer = _with_zones(gazetteer, zones)
    answers = []
    for start, end in _segments(get_resolver(gazetteer), text):
        answer = resolve(text[start:end], threshold=threshold, gazetteer=gazetteer)
        answers.append(_shift_offsets(answer, start, text))
    return tuple(answers)


def _segments(resolver: Resolver, text: str) -> list[tuple[int, int]]:
    """Where the addresses of a raw text stand."""
    folded, offsets = resolver.gazetteer.normalizer.fold_traced(text)
    skeleton, kept = skeleton_of(folded)
    spans = [
        (kept[start], kept[end]) for start, end in resolver.signer.parter.cut(skeleton)
    ]
    if offsets is None:
        return spans
    return [span(offsets, start, end) for start, end in spans]


def _shift_offsets(answer: Resolution, by: int, whole: str) -> Resolution:
    """An answer with the offsets of its evidence moved to the right, in the whole text."""
    evidence = (
        replace(reason, start=reason.start + by, end=reason.end + by)
        if reason.start is not None and reason.end is not None
        else reason
        for reason in answer.evidence
    )
    return replace(answer, evidence=tuple(evidence), text=whole)
