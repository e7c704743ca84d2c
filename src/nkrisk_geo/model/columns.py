"""How the cells of an answer are worded.

Two ways lead here. `Resolution.to_dict` (`nkrisk_geo.model.schema`) comes with a
finished answer; tables (`nkrisk_geo.tables.cells`) come with fragments that were worked
out once for each place, clue and candidate. The words are said here alone, so a table
and `resolve` cannot say different things. Imports only the model.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from nkrisk_geo.model import Evidence

LEVELS = ("province", "prefecture", "county", "township")
# ISO 3166-2 has letters since 2017; before, its codes were the digits themselves.
_LETTERS = """
11 BJ   12 TJ   13 HE   14 SX   15 NM   21 LN   22 JL   23 HL   31 SH   32 JS
33 ZJ   34 AH   35 FJ   36 JX   37 SD   41 HA   42 HB   43 HN   44 GD   45 GX
46 HI   50 CQ   51 SC   52 GZ   53 YN   54 XZ   61 SN   62 GS   63 QH   64 NX
65 XJ   71 TW   81 HK   82 MO
""".split()
SUBDIVISIONS = dict(zip(_LETTERS[::2], _LETTERS[1::2], strict=True))
"""ISO 3166-2:CN letters by the first two digits of the adcode."""


def subdivision(adcode: str) -> str:
    """ISO 3166-2 of the province that a division lies in."""
    return f"CN-{SUBDIVISIONS[adcode[:2]]}"


REASON = {
    "text": "{text} → {place} {unit} ({rule})",
    "json": '{{"rule": {rule}, "text": {text}, "unit": {unit}, "place": {place}, '
    '"weight": {weight}, "field": {field}}}',
}
"""How a piece of evidence is worded in each style.

Without offsets, so that equal signatures have equal evidence.
"""
CANDIDATE = {
    "text": "{place} {unit} {p}",
    "json": '{{"code": {unit}, "name": {place}, "p": {p}}}',
}
"""How a place is worded that could be meant. The name is English in any language: a cell of last
year has to be found again."""
CONFLICT = "{rule} {text} speaks for {place}"
AGAINST = ", not for {}"
"""A sentence about a clue that contradicts others, and what may stand behind it."""
CHANCE_DIGITS = {"text": 2, "json": 4}
"""Digits of a probability in each style."""
WEIGHT_DIGITS = 2
"""Digits of a weight."""


def cell_value(value: str | float | None, style: str) -> str:
    """What stands in a template of a style for a text or a weight."""
    return json.dumps(value, ensure_ascii=False) if style == "json" else str(value)


def chance_text(p: float, style: str) -> str:
    """What stands there for a probability."""
    return f"{p!r}" if style == "json" else f"{p:.{CHANCE_DIGITS[style]}f}"


def reason_text(reason: Evidence, style: str) -> str:
    """One piece of evidence."""
    said = {
        "rule": reason.rule,
        "text": reason.text,
        "unit": reason.unit,
        "place": reason.place,
        "weight": round(reason.weight, WEIGHT_DIGITS),
        "field": reason.field,
    }
    worded = {name: cell_value(value, style) for name, value in said.items()}
    return REASON[style].format_map(worded)


def join_texts(texts: Iterable[str], style: str) -> str | None:
    """Several texts as one cell: a JSON array, or a line that is null where it is empty."""
    if style == "json":
        return f"[{', '.join(texts)}]"
    return "; ".join(texts) or None
