"""Postcodes as they are given.

Chinese ones have six digits, of which the first two to four say where; not all are assigned.

A letter O that stands for a zero and an I or l that stands for a one are repaired, and that is
said. What is none of China's is told by its form: 075-0001 is Japan's, SW1A 1AA Britain's. Five
digits are those of many countries.

    >>> assigned = assigned_heads(["11"])
    >>> read("11OOOO", assigned).sentence
    'postcode 11OOOO is read as 110000: letters for digits'
    >>> [read(value, assigned).status.value for value in ("148000", "118000-1", "110000")]
    ['unassigned', 'malformed', 'valid']
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from typing import NamedTuple

from nkrisk_geo.model import PostcodeStatus
from nkrisk_geo.model.drafts import make_tuple
from nkrisk_geo.text.combining_marks import to_nfkc
from nkrisk_geo.text.expressions import expression

DIGITS, _HEAD = 6, 3
_FRACTION = expression(r"\.0{1,4}\Z")
_SEPARATORS = expression(r"(?<=[0-9])[ \u3000](?=[0-9])")
_LETTERS = str.maketrans("OoIl", "0011")
_LABEL = r"(?:zip|post(?:al)?)\s{0,2}(?:code)?|邮编|邮政编码"
_END = r"(?=[\s,.;]*(?:(?:(?:p\.?\s?r\.?\s?)?china|中国|p\.?\s?r\.?\s?c)[\s.,;]*)?\Z)"
"""What may stand between a postcode and the end; blanks without an end are gone through once."""
_IN_TEXT = expression(
    rf"(?:{_LABEL})\s{{0,2}}[:：#.]?\s{{0,2}}([0-9][0-9oil]{{2,7}}(?:-[0-9]{{1,4}})?)(?![0-9a-z-])"
    rf"|(?<![0-9a-z./-])([0-9][0-9oil]{{5}}|[0-9]{{6}}-[0-9]{{1,2}})(?![0-9a-z-]){_END}",
    re.IGNORECASE,
)
"""A postcode that a text labels, or that stands at its end or before the country there."""
_AT_END = expression(
    rf"([0-9](?<![0-9a-z./-].)(?:[0-9oil]{{5}}|[0-9]{{5}}-[0-9]{{1,2}}))(?![0-9a-z-]){_END}",
    re.IGNORECASE,
)
"""The second of these alone; it looks behind its first digit, because `re` is quick to find
what begins with one of a set."""
_LABELLED = expression("[zZpP邮](?:(?<=[zZ])[iIİı][pP]|(?<=[pP])[oO][sSſ][tT]|(?<=邮))")
_LONG = expression("[0-9][0-9oOiIİılL]{5}")
"""What every text has in which there is the first, or the second."""
_FOREIGN = expression(
    r"[0-9]{3}-[0-9]{4}"  # Japan
    r"|[0-9]{5}(?:-[0-9]{3,4})?"  # the United States, Brazil, South Korea, Germany
    r"|[0-9]{2}-[0-9]{3}"  # Poland
    r"|[0-9]{4} ?[A-Z]{2}"  # the Netherlands
    r"|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]"  # Canada
    r"|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}",  # Britain
    re.IGNORECASE,
)


class GivenPostcode(NamedTuple):
    """A postcode as it was given.

    Attributes:
        status: see `PostcodeStatus`; None where nothing is given.
        digits: its six digits, empty where it has none.
        sentence: what is wrong with it, None where nothing is.
    """

    status: PostcodeStatus | None
    digits: str
    sentence: str | None


NOT_GIVEN = GivenPostcode(None, "", None)


def assigned_heads(prefixes: Iterable[str]) -> frozenset[str]:
    """The first three digits that postcodes have, but for the few that are known whole.

    Args:
        prefixes: the first digits that are assigned, two to four, or all six.
    """
    heads = set[str]()
    for prefix in prefixes:
        if len(prefix) < DIGITS:
            # Behind two digits any third may stand; of four the last says nothing here.
            thirds = "0123456789" if len(prefix) < _HEAD else prefix[2]
            heads.update(prefix[:2] + third for third in thirds)
    return frozenset(heads)


def read(value: str, assigned: Container[str]) -> GivenPostcode:
    """A value that is said to be a postcode.

    Args:
        value: as it was given.
        assigned: see `assigned_heads`.
    """
    is_plain = len(value) == DIGITS and value.isascii() and value.isdigit()
    if is_plain and value[:_HEAD] in assigned:
        return make_tuple(GivenPostcode, (PostcodeStatus.VALID, value, None))
    given = _bare(value)
    if not any(map(str.isdigit, given)) or not given.strip("0"):
        # N/A, or what a spreadsheet writes where there is none.
        return NOT_GIVEN
    digits = six_digits(value)
    if digits is None:
        foreign = _FOREIGN().fullmatch(given) is not None
        status = PostcodeStatus.FOREIGN if foreign else PostcodeStatus.MALFORMED
        form = "has the form of another country's" if foreign else "is malformed"
        return GivenPostcode(
            status, "", f"postcode {given[:20]} {form}: a Chinese one has six digits"
        )
    if digits[:_HEAD] not in assigned:
        return GivenPostcode(
            PostcodeStatus.UNASSIGNED,
            digits,
            f"postcode {given} is not assigned in China",
        )
    if digits != given:
        return GivenPostcode(
            PostcodeStatus.REPAIRED,
            digits,
            f"postcode {given} is read as {digits}: letters for digits",
        )
    return GivenPostcode(PostcodeStatus.VALID, digits, None)


def six_digits(value: str) -> str | None:
    """The six digits of a value that is said to be a postcode, letters repaired.

    None where there are not six.
    """
    given = _bare(value)
    digits = given.translate(_LETTERS) if sum(map(str.isdigit, given)) >= 2 else given
    return (
        digits
        if len(digits) == DIGITS and digits.isascii() and digits.isdigit()
        else None
    )


def _bare(value: str) -> str:
    """A value without blanks between its digits and without the `.0` of a spreadsheet."""
    plain = to_nfkc(value).strip()
    return _SEPARATORS().sub("", _FRACTION().sub("", plain))


def may_stand_in(text: str) -> bool:
    """May a postcode be expected in a text, or another number of six digits and more?"""
    return _LONG().search(text) is not None or _LABELLED().search(text) is not None


def find_faults(text: str) -> list[str]:
    """What stands in a text where a postcode is expected."""
    if _LABELLED().search(text):
        return [match.group(1) or match.group(2) for match in _IN_TEXT().finditer(text)]
    found: list[str] = _AT_END().findall(text)
    return found


def suspicious_pattern(assigned: Container[str]) -> str:
    """A pattern of texts in which a postcode is labelled or may be wrong.

    That is: one that is in none of the `assigned_heads`, or has a letter in it. It looks nowhere
    around, so that Arrow can search by it.
    """
    free = []
    for head in (f"{number:02}" for number in range(100)):
        # In one set: of a thousand alternatives a pattern would take long to be compiled.
        thirds = [third for third in "0123456789" if head + third not in assigned]
        if thirds:
            free.append(f"{head}[{''.join(thirds)}]")
    return (
        rf"(?:^|[^0-9])(?:{'|'.join(free)})[0-9]{{3}}(?:[^0-9]|$)|[0-9]{{6}}-[0-9]"
        r"|(?:^|[^0-9A-Za-z])[0-9]{1,5}[OoIiİıLl]"
        r"|(?i:zip|post|邮)"
    )


PLAIN = r"^\s*(?:[0-9]{6}|[0-9]{3} [0-9]{3})(?:\.0{1,4})?\s*$"
"""What a value of a column for postcodes is if nothing is wrong with its form."""
