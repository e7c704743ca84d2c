"""The numbers that a record gives: its postcode as it stands there, and what is wrong with others.

A signature holds of a postcode no more than its first digits, and of a registration number only
the division, so that whoever has the record reads them again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import repeat

from nkrisk_geo.engine.verdict import Verdict
from nkrisk_geo.model import PostcodeStatus
from nkrisk_geo.resolver.resolver import Resolver
from nkrisk_geo.text import postcodes, registration
from nkrisk_geo.text.expressions import expression

NUMBERED = re.compile("[0-9][0-9OoIiİıLl]{2}")
"""What every text has in which a number may be wrong."""
_SIX_DIGITS = expression(r"[0-9]{6}")

Numbers = tuple[str | None, PostcodeStatus | None, Sequence[str]]
"""The postcode of a record, what that is, and what is wrong with its numbers."""
NO_NUMBERS: Numbers = (None, None, ())


def given_numbers(
    resolver: Resolver, fields: Mapping[str, str], verdict: Verdict
) -> Numbers:
    """The numbers of a record about which this is decided."""
    given = None
    if verdict.posted:
        field, first = verdict.posted
        given = _find_postcode(resolver, fields[field], first)
    settled = verdict.settled
    # Postcodes of other countries are not ours to judge.
    is_chinese = settled is not None and resolver.gazetteer.country(settled) == "CN"
    posted = given_postcode(resolver, fields) if is_chinese else postcodes.NOT_GIVEN
    conflicts = wrong_numbers(fields)
    if posted.sentence:
        conflicts.append(posted.sentence)
    return given, posted.status, conflicts


def given_postcode(
    resolver: Resolver, fields: Mapping[str, str]
) -> postcodes.GivenPostcode:
    """The postcode of a record of China.

    That of its own field, else the first one wrong in the text, else the first.
    """
    assigned = resolver.assigned_postcodes
    own = fields.get("postcode")
    found = postcodes.NOT_GIVEN if own is None else postcodes.read(own, assigned)
    text = fields.get("text")
    if found.status is not None or not text:
        return found
    values = postcodes.find_faults(text)
    every = [postcodes.read(value, assigned) for value in values]
    for each in every:
        if each.sentence:
            return each
    return every[0] if every else postcodes.NOT_GIVEN


def wrong_numbers(fields: Mapping[str, str]) -> list[str]:
    """Sentences about registration numbers that cannot be right, and therefore were not heard."""
    found = registration.problems(fields.get("text", ""))
    if "company" in fields:
        found += registration.problems(fields["company"])
    if "registration" in fields:
        problem = registration.read(fields["registration"]).problem
        found += [] if problem is None else [problem]
    # The same number may stand in the text and in a field of its own.
    return [*dict.fromkeys(found)]


def given_postcodes(
    resolver: Resolver, texts: Sequence[str], digits: Sequence[str]
) -> list[str | None]:
    """The postcodes that texts give, where they were understood as such.

    Args:
        resolver: the one that answers.
        texts: the values of the fields in which they stand.
        digits: the first digits of each.
    """
    return [*map(_find_postcode, repeat(resolver), texts, digits)]


def _find_postcode(resolver: Resolver, text: str, first: str) -> str | None:
    found = _six_digits(text, first)
    if found is not None:
        return found
    # In full width, or with blanks of no width, it is seen when the text is folded.
    return _six_digits(resolver.gazetteer.normalizer.fold(text), first)


def _six_digits(text: str, first: str) -> str | None:
    """The first six digits of a text that begin so."""
    codes: list[str] = _SIX_DIGITS().findall(text)
    for code in codes:
        if code.startswith(first):
            return code
    return None
