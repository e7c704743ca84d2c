"""One record, from its fields to an answer: read once, decided, and told where each clue stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from nkrisk_geo.engine.decisions import SingleDecider
from nkrisk_geo.engine.reader import read_text
from nkrisk_geo.engine.signature import FIELDS
from nkrisk_geo.engine.verdict import NOTHING_SAID, Verdict
from nkrisk_geo.gazetteer.vocabulary import CodeKind
from nkrisk_geo.model import Evidence, Reason, Resolution
from nkrisk_geo.model.drafts import EvidenceDraft, make_tuple
from nkrisk_geo.resolver.address_parts import Items
from nkrisk_geo.resolver.answers import GivenFields
from nkrisk_geo.resolver.given_numbers import NO_NUMBERS, NUMBERED, given_numbers
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.resolver.signatures import MARK
from nkrisk_geo.text import postcodes
from nkrisk_geo.text.normalizer import span
from nkrisk_geo.text.references import party_referred_to

ASIDE_SHOWN = 20
"""Names set aside that an answer lists; a text of a thousand roads has more, and nobody would
read them."""
_NUMBER = {field: number for number, field in enumerate(FIELDS)}
_POSTCODE = int(CodeKind.POSTCODE)
_SIX_DIGITS = frozenset({_POSTCODE, int(CodeKind.DIVISION_OR_POSTCODE)})

Places = dict[tuple[str, str], tuple[int, int]]
"""Where the words of each field stand first, in the raw text."""


class RecordReading(NamedTuple):
    """What was found in a record.

    Attributes:
        items: what it comes to.
        places: where its words stand.
        aside: names that were seen and set aside.
    """

    items: Items
    places: Places
    aside: list[Evidence]


def answer_record(
    resolver: Resolver, fields: Mapping[str, str], threshold: float
) -> tuple[Resolution, Verdict]:
    """The answer for a record, and the verdict that it rests on."""
    text = fields.get("text")
    if not "".join(fields.values()).strip():
        told = GivenFields(text=text)
        return resolver.answers.resolution(NOTHING_SAID, told), NOTHING_SAID
    found = read_record(resolver, fields)
    deciders = resolver.engine.deciders
    verdict = deciders.run(SingleDecider.decide, found.items, threshold)
    if (
        text is not None
        and len(fields) == 1
        and not verdict.posted
        and not (NUMBERED.search(text) and postcodes.may_stand_in(text))
    ):
        numbers = NO_NUMBERS
    else:
        numbers = given_numbers(resolver, fields, verdict)
    aside = found.aside[:ASIDE_SHOWN]
    told = make_tuple(GivenFields, (text, found.places, aside, *numbers))
    answer = resolver.answers.resolution(verdict, told)
    # The engine hears names; of a text without any it cannot know what it says instead.
    if (
        verdict.reason is Reason.NO_PLACE
        and text is not None
        and party_referred_to(text) is not None
    ):
        answer = replace(answer, reason=Reason.REFERS_ELSEWHERE)
    return answer, verdict


def read_record(resolver: Resolver, fields: Mapping[str, str]) -> RecordReading:
    """What stands in a record."""
    places, aside = Places(), list[Evidence]()
    if len(fields) == 1:
        ((name, value),) = fields.items()
        items = _read(resolver, name, value, places, aside)
        return make_tuple(RecordReading, (items, places, aside))
    parts = {
        name: _read(resolver, name, fields[name], places, aside)
        for name in FIELDS
        if fields.get(name)
    }
    together = resolver.signer.together(fields, parts)
    return RecordReading(together, places, aside)


def _read(
    resolver: Resolver, field: str, raw: str, places: Places, aside: list[Evidence]
) -> Items:
    """Read a field: its items.

    Where its words stand goes into `places`, what is set aside into `aside`.
    """
    number, signer = _NUMBER[field], resolver.signer
    if field == "coordinates":  # written by `nkrisk_geo.geography.reverse`
        return signer.point(raw)
    folded, offsets = resolver.gazetteer.normalizer.fold_traced(raw)
    seen = read_text(resolver.engine.core, number, folded, coded=True)
    _note_names(resolver, field, seen.rows, offsets, places, aside)
    if seen.codes:
        _note_codes(field, folded, seen.codes, offsets, places)
    if not number:
        return signer.text(folded, seen) if seen.holds & MARK else seen.items
    unread = signer.unread(number, folded)
    return seen.items if unread is None else unread


def items_of_text(resolver: Resolver, folded: str) -> Items:
    """What a folded text comes to, for who does not ask where its words stand."""
    seen = read_text(resolver.engine.core, 0, folded, coded=True)
    return resolver.signer.text(folded, seen)


def _note_names(
    resolver: Resolver,
    field: str,
    rows: Iterable[Sequence[int]],
    offsets: list[int] | None,
    places: Places,
    aside: list[Evidence],
) -> None:
    """Note where names stand."""
    names, set_aside = resolver.answers.names, resolver.answers.aside
    for name, role, _, _, _, start, end, unspaced, _ in rows:
        words = names[name << 1 | unspaced][0]
        stretch = (start, end) if offsets is None else span(offsets, start, end)
        told = set_aside.get(role)
        if told is None:
            places.setdefault((field, words), stretch)
        else:
            reason = EvidenceDraft()
            reason.rule, reason.weight = told
            reason.text, (reason.start, reason.end) = words, stretch
            reason.field, reason.unit, reason.place = field, None, ""
            reason.__class__ = Evidence
            aside.append(reason)


def _note_codes(
    field: str,
    folded: str,
    codes: Iterable[Sequence[int]],
    offsets: list[int] | None,
    places: Places,
) -> None:
    """Note where codes stand."""
    for kind, start, end in codes:
        stretch = (start, end) if offsets is None else span(offsets, start, end)
        if kind != _POSTCODE:
            places.setdefault((field, folded[start:end]), stretch)
        if kind in _SIX_DIGITS:  # as the evidence has a postcode
            places.setdefault((field, f"{folded[start : start + 4]}xx"), stretch)
