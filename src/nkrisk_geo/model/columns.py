"""The flat form of an answer: one cell for each column of a table.

Two ways lead here. `Resolution.to_dict` comes with a finished answer; tables (`nkrisk_geo.tables.cells`) come with
fragments that were worked out once for each place, clue and candidate. What the cells hold and how they are worded is said
here alone, so a table and `resolve` cannot say different things. Imports only the model.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from nkrisk_geo.model import Evidence, Resolution

SCHEMA_VERSION = 2
"""The version of the columns: what they are called and mean. It rises when one comes, goes or changes its meaning."""

NAMES = (
    "status", "reason", "country", "subdivision", "adcode", "level", "province", "prefecture", "county", "township",
    "township_code", "postcode", "zone", "zones", "zones_possible", "p_liaoning", "p_jilin", "p_yanbian", "p_dandong_border",
    "p_dprk_border", "p_border_20km", "p_border_50km", "confidence", "lat", "lng", "radius_km",
    "border_km", "border_km_q05", "border_km_q95", "border_km_min", "border_km_max", "border_band", "crossing", "crossing_km",
    "evidence", "candidates", "conflicts", "gazetteer_version",
)  # fmt: skip
"""The columns in their order; `nkrisk_geo.tables.rows` has their types and meanings."""

LEVELS = ("province", "prefecture", "county", "township")
ODDS = ("liaoning", "jilin", "yanbian", "dandong-border", "dprk-border")
"""The zones whose probabilities have columns."""

Row = tuple[Any, ...]
"""The cells in the order of `NAMES`."""

_DIGITS = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82"
)
_LETTERS = (
    "BJ TJ HE SX NM LN JL HL SH JS ZJ AH FJ JX SD HA HB HN GD GX HI CQ SC GZ YN XZ SN GS QH NX XJ TW HK MO"
)
SUBDIVISIONS = dict(zip(_DIGITS.split(), _LETTERS.split(), strict=True))
"""ISO 3166-2:CN letters by the first two digits of the adcode."""


def record(answer: Resolution, *, names: str = "en", evidence: str = "text") -> dict[str, Any]:
    """The answer as a flat record, under the names and in the order of `NAMES`."""
    border, odds, reasons = answer.border, dict(answer.zone_probabilities), answer.evidence
    counted = [reason_text(reason, evidence) for reason in reasons if reason.unit is not None]
    possible = [
        candidate_form(each.unit.code, each.unit.name_en, evidence) % each.probability
        for each in answer.candidates
    ]
    row = (
        answer.status.value,
        answer.reason.value if answer.reason else None,
        answer.country,
        *_place_cells(answer, names),
        answer.postcode,
        answer.zone,
        list(answer.zones),
        list(answer.zones_possible),
        *(odds.get(zone) for zone in ODDS),
        *(answer.p_border_20km, answer.p_border_50km),
        answer.confidence,
        *(answer.lat, answer.lng, answer.radius_km),
        *(border.km, border.km_q05, border.km_q95, border.km_min, border.km_max, border.band),
        *(border.crossing, border.crossing_km),
        joined(counted, evidence),
        joined(possible, evidence),
        joined((conflict_text(conflict, evidence) for conflict in answer.conflicts), evidence),
        answer.gazetteer_version,
    )
    return dict(zip(NAMES, row, strict=True))


def _place_cells(answer: Resolution, names: str) -> Row:
    place, units = answer.place, [getattr(answer, level) for level in LEVELS]
    called = [None if unit is None else unit.name_zh if names == "zh" else unit.name_en for unit in units]
    township = units[-1].code if units[-1] else None
    return place_cells(
        place.adcode if place else None, place.level.value if place else None, called, township
    )


def place_cells(
    adcode: str | None, level: str | None, called: Sequence[str | None], township: str | None
) -> Row:
    """The cells from `subdivision` to `township_code`: a place, what the units of `LEVELS` around it are called, a code."""
    return (f"CN-{SUBDIVISIONS[adcode[:2]]}" if adcode else None, adcode, level, *called, township)


def reason_text(reason: Evidence, style: str) -> str:
    """One piece of evidence: words and rule without offsets, so that equal signatures have equal evidence."""
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
    """Several texts as one cell: a JSON array, or a line that is null when there is nothing to say."""
    return f"[{', '.join(texts)}]" if style == "json" else "; ".join(texts) or None
