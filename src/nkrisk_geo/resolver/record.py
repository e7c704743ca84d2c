"""One record, from its fields to an answer: read once, decided, and told where each clue stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from nkrisk_geo.engine.codes import codes
from nkrisk_geo.engine.reader import read_text
from nkrisk_geo.engine.signature import FIELDS
from nkrisk_geo.engine.verdict import NOTHING_SAID, Verdict
from nkrisk_geo.gazetteer.roles import ASIDE, ROLE_RULE
from nkrisk_geo.model import Evidence, Reason, Resolution
from nkrisk_geo.native.library import Holds
from nkrisk_geo.resolver.objects import GivenFields
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.resolver.signatures import Items
from nkrisk_geo.text import postcodes, registration
from nkrisk_geo.text.normalizer import span
from nkrisk_geo.text.references import referred

ASIDE_SHOWN = 20
"""Names set aside that an answer lists; a text of a thousand roads has more, and nobody would read them."""
_NUMBER = {field: number for number, field in enumerate(FIELDS)}
_CODED, _MARK = int(Holds.CODED), int(Holds.MARK)
_RULE_ASIDE = {int(role): ROLE_RULE[role] for role in ASIDE}
_NUMBERED = re.compile("[0-9][0-9OoIiLl]{2}")
"""What every text has in which a number may be wrong."""
_SIX_DIGITS = re.compile(r"[0-9]{6}")

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
    engine: Resolver, fields: Mapping[str, str], threshold: float
) -> tuple[Resolution, Verdict]:
    """The answer for a record, and the verdict that it rests on."""
    text = fields.get("text")
    if not "".join(fields.values()).strip():
        return engine.answers.resolution(NOTHING_SAID, GivenFields(text=text)), NOTHING_SAID
    found = find(engine, fields)
    verdict = engine.engine.one(found.items, threshold)
    told = GivenFields(text, found.places, found.aside[:ASIDE_SHOWN])
    if len(fields) > 1 or text is None or verdict.posted or _NUMBERED.search(text):
        told = _with_numbers(engine, fields, verdict, told)
    answer = engine.answers.resolution(verdict, told)
    # The engine hears names; of a text without any it cannot know what it says instead.
    if verdict.reason is Reason.NO_PLACE and text is not None and referred(text) is not None:
        answer = replace(answer, reason=Reason.REFERS_ELSEWHERE)
    return answer, verdict


def _with_numbers(
    engine: Resolver, fields: Mapping[str, str], verdict: Verdict, told: GivenFields
) -> GivenFields:
    """What a record adds to its answer, with its postcode and what is wrong with its numbers."""
    given = None
    if verdict.posted:
        given = given_postcodes(engine, [fields[verdict.posted[0]]], [verdict.posted[1]])[0]
    is_chinese = verdict.settled is not None and engine.gazetteer.country(verdict.settled) == "CN"
    posted = given_postcode(engine, fields) if is_chinese else postcodes.NOT_GIVEN
    conflicts = [*wrong_numbers(fields), *([posted.sentence] if posted.sentence else ())]
    return told._replace(postcode=given, postcode_status=posted.status, conflicts=conflicts)


def find(engine: Resolver, fields: Mapping[str, str]) -> RecordReading:
    """What stands in a record."""
    places, aside = Places(), list[Evidence]()
    if len(fields) == 1:
        ((name, value),) = fields.items()
        return RecordReading(_read(engine, name, value, places, aside), places, aside)
    parts = {
        name: _read(engine, name, fields[name], places, aside)
        for name in FIELDS
        if fields.get(name)
    }
    return RecordReading(engine.signer.together(fields, parts), places, aside)


def _read(engine: Resolver, field: str, raw: str, places: Places, aside: list[Evidence]) -> Items:
    """Read a field: its items; where its words stand goes into `places`, what is set aside into `aside`."""
    number = _NUMBER[field]
    if field == "coordinates":  # written by `nkrisk_geo.geography.reverse`
        return engine.signer.field(number, [raw])[0]
    folded, offsets = engine.gazetteer.normalizer.traced(raw)
    seen = read_text(engine.engine.core, number, folded)
    coded = codes(folded) if seen.holds & _CODED else ()
    _note_names(engine, field, seen.rows, offsets, places, aside)
    for code in coded:
        stretch = (code.start, code.end) if offsets is None else span(offsets, code.start, code.end)
        places.setdefault((field, code.value), stretch)
        if code.kind == "p":  # as the evidence has it
            places.setdefault((field, f"{code.value[:4]}xx"), stretch)
    if number:
        return engine.signer.field(number, [raw])[0]
    return (
        engine.signer.text(seen.items, folded, coded, seen.holds)
        if coded or seen.holds & _MARK
        else seen.items
    )


def _note_names(
    engine: Resolver, field: str, rows: Iterable[Sequence[int]], offsets: list[int] | None, places: Places, aside: list[Evidence]
) -> None:  # fmt: skip
    """Note where names stand."""
    names = engine.answers.names
    for name, role, _, _, _, start, end, unspaced, _ in rows:
        words = names[name << 1 | unspaced][0]
        stretch = (start, end) if offsets is None else span(offsets, start, end)
        rule = _RULE_ASIDE.get(role)
        if rule is None:
            places.setdefault((field, words), stretch)
        else:
            aside.append(
                Evidence(rule, words, *stretch, None, engine.gazetteer.judgement.clue(rule), field)
            )


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def given_postcode(engine: Resolver, fields: Mapping[str, str]) -> postcodes.GivenPostcode:
    """The postcode of a record of China: that of its own field, else the first one wrong in the text, else the first."""
    prefixes, own = engine.gazetteer.postcode_prefixes, fields.get("postcode")
    found = postcodes.NOT_GIVEN if own is None else postcodes.read(own, prefixes)
    text = fields.get("text", "")
    if found.status is not None or not _NUMBERED.search(text):
        return found
    every = [postcodes.read(value, prefixes) for value in postcodes.in_text(text)]
    return next(
        (each for each in every if each.sentence), every[0] if every else postcodes.NOT_GIVEN
    )


def wrong_numbers(fields: Mapping[str, str]) -> list[str]:
    """Sentences about registration numbers that cannot be right, and therefore were not heard."""
    found = list[str]()
    for name in ("text", "company"):
        value = fields.get(name)
        if value and _NUMBERED.search(value):
            found += registration.problems(value)
    problem = (
        registration.read(fields["registration"]).problem if "registration" in fields else None
    )
    return [*dict.fromkeys(found if problem is None else [*found, problem])]


def given_postcodes(
    engine: Resolver, texts: Sequence[str], digits: Sequence[str]
) -> list[str | None]:
    """The postcodes that texts give, where they were understood as such.

    Args:
        engine: the resolver.
        texts: the values of the fields in which they stand.
        digits: the first digits of each.
    """
    found = [*map(_six_digits, texts, digits)]
    # In full width, or with blanks of no width.
    others = [at for at, code in enumerate(found) if code is None]
    for at in others:
        found[at] = _six_digits(engine.gazetteer.normalizer.fold(texts[at]), digits[at])
    return found


def _six_digits(text: str, first: str) -> str | None:
    """The first six digits of a text that begin so."""
    return next((code for code in _SIX_DIGITS.findall(text) if code.startswith(first)), None)
