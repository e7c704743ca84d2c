"""Registration numbers of Chinese firms: their division, and whether the check digit is right.

The *unified social credit code* (GB 32100-2015, since 2015) has 18 characters: two for the
register, the division that registered the firm (digits 3 to 8), nine for the organization, a
check character. Before it a *business licence* had 15 digits that begin with the division and
end with a check digit (ISO 7064, MOD 11,10). *Customs* number declarants by ten characters
whose first four are the division of their district; *inspection* numbered works by
`2100/12345`, four digits of the division. All of them tell where a firm is registered; its
works may be elsewhere.

    >>> read("91210600MA0QC00002").division, read("91210600MA0QC00003").problem
    ('210600', 'registration 91210600MA0QC00003: bad check digit')
    >>> read("2106961234").division, read("2100/12345").division, read("MA0QC000-A").division
    ('210600', '210000', None)
"""

from __future__ import annotations

from typing import NamedTuple

from nkrisk_geo.text.expressions import expression

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The characters of a credit code: no I, O, S, V and Z."""
_ALIKE = str.maketrans("OI", "01")
"""Letters that no number has, and the digits that are meant by them."""
_SEPARATORS = expression(r"[\s\-]+")
_CREDIT = expression(f"[1-9A-HJ-NP-RTUWXY][1-9][1-6][0-9]{{5}}[{ALPHABET}]{{10}}")
_LICENCE = expression("[1-6][0-9]{14}")
_CUSTOMS = expression("([1-6][0-9]{3})[0-9A-Z][0-9A-Z]{5}")
_INSPECTION = expression("([1-6][0-9]{3})/[0-9A-Z]{3,10}")
_AS_CODE = expression("[0-9A-Z]{18}")
_LETTER = "0-9A-RTUWXYa-rtuwxy"  # O and I may be digits
_IN_TEXT = expression(
    f"(?<![0-9A-Za-z])[1-9A-RTUWXYa-rtuwxy][1-9][1-6][0-9]{{5}}[{_LETTER}]{{10}}(?![0-9A-Za-z])"
)
"""A credit code in a text."""
_DIVISION = expression("[1-9][1-6][0-9]{5}")
"""What every text has in which there is one; soon looked for."""
IN_TEXT_ROUGHLY = f"[1-9][1-6][0-9]{{5}}[{_LETTER}]{{10}}"
"""What every text has in which there is one, for engines that cannot look behind."""
_BAD = "bad check digit"


class Registration(NamedTuple):
    """What a registration number says.

    Attributes:
        division: the code of the division that it names, None for none.
        problem: what is wrong with the number, None for nothing.
    """

    division: str | None = None
    problem: str | None = None


def read(value: str) -> Registration:
    """A registration number as it stands in a field.

    A number of another kind names nothing, and nothing is wrong with it.
    """
    number = _SEPARATORS().sub("", value).upper().translate(_ALIKE)
    if _CREDIT().fullmatch(number):
        return _check(number, number[2:8], credit_check(number[:17]) == number[17])
    if _LICENCE().fullmatch(number):
        return _check(number, number[:6], licence_check(number[:14]) == number[14])
    if _AS_CODE().fullmatch(number):
        return Registration(
            None,
            f"registration {number}: no credit code, a character or the division is wrong",
        )
    found = _CUSTOMS().fullmatch(number) or _INSPECTION().fullmatch(number)
    return Registration(f"{found[1]}00" if found else None)


def is_credit_code(number: str) -> bool:
    """Has a credit code that stands in a text the right check character?"""
    number = number.upper().translate(_ALIKE)
    return credit_check(number[:17]) == number[17]


def problems(text: str) -> list[str]:
    """What is wrong with the credit codes in a text."""
    if not _DIVISION().search(text):
        return []
    found = [
        match.group().upper().translate(_ALIKE) for match in _IN_TEXT().finditer(text)
    ]
    return [
        f"registration {number}: {_BAD}"
        for number in dict.fromkeys(found)
        if not is_credit_code(number)
    ]


def credit_check(number: str) -> str:
    """The check character of a credit code: weights are powers of 3, modulo 31."""
    whole = sum(ALPHABET.index(char) * pow(3, at, 31) for at, char in enumerate(number))
    return ALPHABET[-whole % 31]


def licence_check(number: str) -> str:
    """The check digit of the first fourteen of a licence number: ISO 7064, MOD 11,10."""
    product = 10
    for digit in number:
        whole = (product + int(digit)) % 10 or 10
        product = whole * 2 % 11
    return str((11 - product) % 10)


def _check(number: str, division: str, is_right: bool) -> Registration:
    return (
        Registration(division)
        if is_right
        else Registration(None, f"registration {number}: {_BAD}")
    )
