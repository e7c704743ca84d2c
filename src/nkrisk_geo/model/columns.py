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


def candidate_head(code: str, name: str, style: str) -> str:
    """A place that could be meant; behind it comes `candidate_chance`."""
    if style != "json":
        return f"{name} {code} "
    facts = {"code": code, "name": name}
    named = json.dumps(facts, ensure_ascii=False)
    return named.removesuffix("}") + ', "p": '


def candidate_chance(p: float, style: str) -> str:
    """Its probability."""
    # In JSON with all of its digits, as `repr` writes a number.
    return f"{p:.2f}" if style != "json" else f"{p!r}}}"


def conflict_text(conflict: str, style: str) -> str:
    """A sentence about clues that contradict each other."""
    return json.dumps(conflict, ensure_ascii=False) if style == "json" else conflict


def join_texts(texts: Iterable[str], style: str) -> str | None:
    """Several texts as one cell: a JSON array, or a line that is null where it is empty."""
    if style == "json":
        return f"[{', '.join(texts)}]"
    return "; ".join(texts) or None
