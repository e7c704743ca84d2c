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
_DIGITS = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82"
_LETTERS = "BJ TJ HE SX NM LN JL HL SH JS ZJ AH FJ JX SD HA HB HN GD GX HI CQ SC GZ YN XZ SN GS QH NX XJ TW HK MO"
SUBDIVISIONS = dict(zip(_DIGITS.split(), _LETTERS.split(), strict=True))
"""ISO 3166-2:CN letters by the first two digits of the adcode."""


def subdivision(adcode: str) -> str:
    """ISO 3166-2 of the province that a division lies in."""
    return f"CN-{SUBDIVISIONS[adcode[:2]]}"


def reason_text(reason: Evidence, style: str) -> str:
    """One piece of evidence: words and rule.

    Without offsets, so that equal signatures have equal evidence.
    """
    if style != "json":
        return reason_line(reason.text, reason.place, reason.unit, reason.rule)
    said = {
        "rule": reason.rule,
        "text": reason.text,
        "unit": reason.unit,
        "place": reason.place,
        "weight": round(reason.weight, 2),
        "field": reason.field,
    }
    return json.dumps(said, ensure_ascii=False)


def reason_line(text: str, place: str | None, unit: str | None, rule: str) -> str:
    """One piece of evidence as a line."""
    return f"{text} → {place} {unit} ({rule})"


def candidate_form(code: str, name: str, style: str) -> str:
    """A place that could be meant, with a gap (of the `%` operator) for its probability."""
    if style != "json":
        return f"{name} {code} ".replace("%", "%%") + "%.2f"
    named = json.dumps({"code": code, "name": name}, ensure_ascii=False)
    return named.removesuffix("}").replace("%", "%%") + ', "p": %r}'


def conflict_text(conflict: str, style: str) -> str:
    """A sentence about clues that contradict each other."""
    return json.dumps(conflict, ensure_ascii=False) if style == "json" else conflict


def joined(texts: Iterable[str], style: str) -> str | None:
    """Several texts as one cell: a JSON array, or a line that is null where it is empty."""
    return f"[{', '.join(texts)}]" if style == "json" else "; ".join(texts) or None
