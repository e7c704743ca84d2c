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

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from nkrisk_geo import postcodes, registration
from nkrisk_geo.arrays import joined
from nkrisk_geo.border import border_at
from nkrisk_geo.clues import ROLE_RULE
from nkrisk_geo.decision import Resolver
from nkrisk_geo.errors import InputError
from nkrisk_geo.forking import Turn
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.grammar import ASIDE, codes
from nkrisk_geo.model import Evidence, PointStatus, Reason, Resolution
from nkrisk_geo.pinning import Decided, Pinned, pin, with_zones
from nkrisk_geo.placing import Placed, Placer
from nkrisk_geo.scalars import as_text
from nkrisk_geo.text import Skeletons, span, unrepeated
from nkrisk_geo.verdict import NOTHING_SAID, Verdict
from nkrisk_geo.zone_sources import load_zones

_lock = Turn()


def resolver(gazetteer: Gazetteer | None = None) -> Resolver:
    """The resolver over a gazetteer (by default the packaged one), made once and kept with it."""
    gazetteer = gazetteer or Gazetteer.default()
    found: Resolver | None = gazetteer.attached.get("resolver")
    if found is None:
        with _lock:
            found = gazetteer.attached.get("resolver")
            if found is None:
                found = gazetteer.attached["resolver"] = Resolver(gazetteer)
    return found


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
        text: an address, whole or in part, in any script; None and empty are fine. What is no string is read as the cell of
            a table is, see `nkrisk_geo.scalars`: NaN, NaT and NA are missing.
        address: the same by its name, as columns have it; not both.
        city, region, postcode, country, phone, company, registration, port: the fields beside it, where there are any.
        lat, lng: its point in degrees, where there is one. Coordinates that cannot be right are not used, and `conflicts`
            says so; so it does where they are not where the text says.
        datum: of the point: "wgs84", "gcj02" or "bd09".
        zones: zones of one's own, as `nkrisk_geo.load_zones` takes or gives them.
        threshold: probability from which a place is decided on, between 0.5 and 1; 0.8 by default.
        gazetteer: another gazetteer than the packaged one.

    Returns:
        The answer, whatever the text: a bad address is never an error.

    Raises:
        InputError: the threshold is out of range, the datum unknown, or both `text` and `address` are given.
    """
    whole, named = as_text(text), as_text(address)
    if whole is not None and named is not None:
        raise InputError("text and address are one thing; give one of them")
    fields = {
        "text": named if whole is None else whole, "city": city, "region": region, "country": country, "postcode": postcode,
        "phone": phone, "company": company, "registration": registration, "port": port,
    }  # fmt: skip
    given = {name: words for name, value in fields.items() if (words := as_text(value)) is not None}
    if threshold is not None and not 0.5 <= threshold <= 1.0:
        raise InputError(f"threshold is {threshold}, expected a probability from 0.5 to 1")
    if zones is not None:
        gazetteer = gazetteer or Gazetteer.default()
        gazetteer = gazetteer.with_zones(load_zones(zones, gazetteer=gazetteer))
    engine = resolver(gazetteer)
    least = engine.threshold if threshold is None else threshold
    if lat is None and lng is None:
        return answer(engine, given, least)
    return _at_point(engine, given, placer(engine).place([lat], [lng], datum), least)


def placer(engine: Resolver) -> Placer:
    """The placer over the gazetteer of a resolver, made once and kept with it."""
    attached = engine.gazetteer.attached
    found: Placer | None = attached.get("placer")
    if found is None:
        found = attached.setdefault("placer", Placer(engine.gazetteer))
    return found


def _at_point(engine: Resolver, fields: Mapping[str, str], placed: Placed, threshold: float) -> Resolution:
    """The answer for a record with a point."""
    said = placed.said[0]
    decided, verdict = _answered(
        engine, fields if said is None else {**fields, "coordinates": said}, threshold
    )
    lat, lng, radius = (
        np.array([np.nan if value is None else value])
        for value in (decided.lat, decided.lng, decided.radius_km)
    )
    level = np.array([decided.place.level.value if decided.place else None], object)
    country = np.array([decided.country], object)
    columns = Decided(lat, lng, radius, level, country, np.array([verdict.disputed]))
    pinned = pin(placed, columns, engine.gazetteer)
    note = pinned.notes[0]
    if note is not None:
        empty = decided.reason is Reason.EMPTY
        reason = Reason.NO_PLACE if empty else decided.reason
        decided = replace(decided, conflicts=(*decided.conflicts, note), reason=reason)
    decided = replace(decided, point_status=_point_status(placed, bool(pinned.used[0])))
    return _pinned(decided, pinned, threshold, engine.gazetteer) if pinned.used[0] else decided


def _point_status(placed: Placed, used: bool) -> PointStatus | None:
    """What became of the point of a record."""
    if used:
        return PointStatus.USED
    if placed.said[0] is not None:
        return PointStatus.DISPUTED
    return PointStatus.UNUSABLE if placed.finding[0] is not None else None


def _pinned(decided: Resolution, pinned: Pinned, threshold: float, gazetteer: Gazetteer) -> Resolution:
    """An answer with its point."""
    numbers = {name: float(column[0]) for name, column in pinned.numbers.items()}
    words = {name: column[0] for name, column in pinned.words.items()}
    chances = {name: float(column[0]) for name, column in pinned.zones.items()}
    sure, possible = with_zones(decided.zones, decided.zones_possible, chances, threshold, gazetteer)
    return replace(
        decided,
        border=replace(
            border_at(lat=numbers["lat"], lng=numbers["lng"], gazetteer=gazetteer),
            km=numbers["border_km"],
            km_q05=numbers["border_km_q05"],
            km_q95=numbers["border_km_q95"],
            km_min=numbers["border_km_min"],
            km_max=numbers["border_km_max"],
            band=words["border_band"],
            crossing_km=numbers["crossing_km"],
        ),
        zone=sure[0] if sure else None,
        zones=tuple(sure),
        zones_possible=tuple(possible),
        zone_probabilities=tuple((name, chances.get(name, p)) for name, p in decided.zone_probabilities),
        p_border_20km=numbers["p_border_20km"],
        p_border_50km=numbers["p_border_50km"],
        lat=numbers["lat"],
        lng=numbers["lng"],
        radius_km=numbers["radius_km"],
    )


def answer(engine: Resolver, fields: Mapping[str, str], threshold: float) -> Resolution:
    """The answer for a record: that of its signature, with offsets and the postcode given."""
    return _answered(engine, fields, threshold)[0]


def _answered(engine: Resolver, fields: Mapping[str, str], threshold: float) -> tuple[Resolution, Verdict]:
    """The answer for a record, and the verdict that it rests on."""
    if not any(value.strip() for value in fields.values()):
        return replace(engine.resolution(NOTHING_SAID), text=fields.get("text")), NOTHING_SAID
    signature = engine.signer.record(fields)
    verdict = engine.decide(signature, threshold)
    decided = engine.resolution(verdict)
    given = None
    if verdict.posted:
        field, digits = verdict.posted
        given = given_postcodes(engine, [fields[field]], [digits])[0]
    posted = given_postcode(engine, fields) if decided.country == "CN" else postcodes.NOT_GIVEN
    wrong = wrong_numbers(fields)
    found = replace(
        decided,
        evidence=located(engine, fields, decided.evidence),
        postcode=given or decided.postcode,
        postcode_status=posted.status,
        conflicts=(*decided.conflicts, *wrong, *([posted.sentence] if posted.sentence else ())),
        text=fields.get("text"),
    )
    return found, verdict


def given_postcode(engine: Resolver, fields: Mapping[str, str]) -> postcodes.Given:
    """The postcode of a record of China: that of its own field, else the first one wrong in the text, else the first."""
    prefixes = engine.gazetteer.postcode_prefixes
    own = postcodes.read(fields.get("postcode", ""), prefixes)
    if own.status is not None:
        return own
    every = [postcodes.read(value, prefixes) for value in postcodes.in_text(fields.get("text", ""))]
    return next((each for each in every if each.sentence), every[0] if every else postcodes.NOT_GIVEN)


def wrong_numbers(fields: Mapping[str, str]) -> list[str]:
    """Sentences about registration numbers that cannot be right, and therefore were not heard."""
    found = [each for name in ("text", "company") for each in registration.problems(fields.get(name, ""))]
    problem = registration.read(fields["registration"]).problem if "registration" in fields else None
    return [*dict.fromkeys(found if problem is None else [*found, problem])]


def located(
    engine: Resolver, fields: Mapping[str, str], evidence: tuple[Evidence, ...]
) -> tuple[Evidence, ...]:
    """The evidence with offsets into the raw fields, strongest first, then names that were seen and set aside."""
    places = {
        field: list(_found(engine, value))
        for field, value in fields.items()
        if value and field != "coordinates"
    }
    first: dict[tuple[str, str], tuple[int, int]] = {}
    for field, found in places.items():
        for words, start, end, aside in found:
            if not aside:
                first.setdefault((field, words), (start, end))
    counted = [_place(first, reason) for reason in evidence]
    passed_by = [
        Evidence(rule, words, start, end, None, engine.gazetteer.judgement.clue(rule), field)
        for field, found in places.items()
        for words, start, end, rule in found
        if rule
    ]
    return (*sorted(counted, key=lambda reason: -reason.weight), *passed_by[:ASIDE_SHOWN])


ASIDE_SHOWN = 20
"""Names set aside that an answer lists; a text of a thousand roads has more, and nobody would read them."""

_Found = tuple[str, int, int, str]
"""(words, start, end, rule by which they are set aside, empty when they count)."""


def _place(first: Mapping[tuple[str, str], tuple[int, int]], reason: Evidence) -> Evidence:
    """One piece of evidence with the offsets of its words."""
    start, end = first.get((reason.field, reason.text), (None, None))
    return reason if start is None else replace(reason, start=start, end=end)


def _found(engine: Resolver, raw: str) -> Iterator[_Found]:
    """Every mention and code of a raw text; postcodes as the evidence has them, by their first four digits."""
    folder, grammar = engine.gazetteer.folder, engine.signer.grammar
    folded, offsets = folder.fold(raw), folder.offsets(raw)
    ([skeleton], coded), kept = Skeletons.of(joined((folded,)), 1), unrepeated(folded)
    passage = grammar.read(skeleton)  # as the signature read it: numbers are one zero each
    places = {script: [kept[at] for at in passage.places(script)] for script in ("latin", "han")}
    for mention in passage.mentions:
        words, at = engine.gazetteer.words(mention.script, mention.name), places[mention.script]
        rule = ROLE_RULE[mention.role] if mention.role in ASIDE else ""
        yield words, *span(offsets, at[mention.start], at[mention.end - 1] + 1), rule
    for code in codes(folded) if coded else ():
        yield code.value, *span(offsets, code.start, code.end), ""
        if code.kind == "p":
            yield f"{code.value[:4]}xx", *span(offsets, code.start, code.end), ""


_SIX_DIGITS = re.compile(r"[0-9]{6}")


def given_postcodes(engine: Resolver, texts: Sequence[str], digits: Sequence[str]) -> list[str | None]:
    """The postcodes that texts give, where they were understood as such.

    Args:
        engine: the resolver.
        texts: the values of the fields in which they stand.
        digits: the first digits of each.
    """
    found = [*map(_six_digits, texts, digits)]
    others = [
        at for at, code in enumerate(found) if code is None
    ]  # written in full width, or with blanks of no width
    folded = engine.gazetteer.folder.fold_all([texts[at] for at in others])
    for at, text in zip(others, folded, strict=True):
        found[at] = _six_digits(text, digits[at])
    return found


def _six_digits(text: str, first: str) -> str | None:
    """The first six digits of a text that begin so."""
    return next((code for code in _SIX_DIGITS.findall(text) if code.startswith(first)), None)


def resolve_all(
    text: str | None,
    /,
    *,
    zones: Any = None,
    threshold: float | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[Resolution, ...]:
    """One answer for each address in a text of several; offsets are those of the whole text.

    What parts addresses is told by `nkrisk_geo.segments`, as for `resolve`: `;` and `FACTORY:` always, a new line only between
    two addresses that stand by themselves.
    """
    text = as_text(text) or ""
    if zones is not None:
        gazetteer = gazetteer or Gazetteer.default()
        gazetteer = gazetteer.with_zones(load_zones(zones, gazetteer=gazetteer))
    return tuple(
        _moved(resolve(text[start:end], threshold=threshold, gazetteer=gazetteer), start, text)
        for start, end in _segments(resolver(gazetteer), text)
    )


def _segments(engine: Resolver, text: str) -> list[tuple[int, int]]:
    """Where the addresses of a raw text stand."""
    folder = engine.gazetteer.folder
    folded, offsets = folder.fold(text), folder.offsets(text)
    ([skeleton], _), kept = Skeletons.of(joined((folded,)), 1), unrepeated(folded)
    (parted,) = engine.signer.parted((skeleton,))
    return [span(offsets, kept[start], kept[end]) for start, end in parted]


def _moved(answer: Resolution, by: int, whole: str) -> Resolution:
    """An answer with the offsets of its evidence moved to the right, in the whole text."""
    evidence = (
        replace(reason, start=reason.start + by, end=reason.end + by)
        if reason.start is not None and reason.end is not None
        else reason
        for reason in answer.evidence
    )
    return replace(answer, evidence=tuple(evidence), text=whole)
