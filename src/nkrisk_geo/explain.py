"""A `Resolution` for people: as an analyst's note, as HTML for notebooks, as a flat record for tables.

Imports only the model. Everything that came from the text is escaped in HTML.
"""

from __future__ import annotations

import html
import json
from typing import Any

from nkrisk_geo.model import Border, Candidate, Evidence, Reason, Resolution, Status, Unit

NOTICE = "A zone is geography, never evidence about a person or a firm."

_DIGITS = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82"
)
_LETTERS = (
    "BJ TJ HE SX NM LN JL HL SH JS ZJ AH FJ JX SD HA HB HN GD GX HI CQ SC GZ YN XZ SN GS QH NX XJ TW HK MO"
)
SUBDIVISIONS = dict(zip(_DIGITS.split(), _LETTERS.split(), strict=True))
"""ISO 3166-2:CN letters by the first two digits of the adcode."""

_WHY = {
    Reason.EMPTY: "the text is empty",
    Reason.NO_PLACE: "the text names no place that the gazetteer knows",
    Reason.SAME_NAME: "several places share the name",
    Reason.BELOW_THRESHOLD: "no place is probable enough",
    Reason.CONFLICT: "the clues contradict each other",
    Reason.NO_CHINESE_CONTEXT: "there are only digits, and nothing says that they are Chinese",
}
_OUTPUT_ZONES = ("liaoning", "jilin", "yanbian", "dandong-border", "dprk-border")


def note(answer: Resolution) -> str:
    """The answer as a note of a few lines."""
    lines = [_headline(answer), *_zone_lines(answer), *_border_lines(answer.border)]
    if answer.evidence:
        lines += ["Because:", *(f"  · {_reason_line(reason)}" for reason in answer.evidence)]
    if len(answer.candidates) > 1:
        lines += ["Could be:", *(f"  · {_candidate_line(candidate)}" for candidate in answer.candidates)]
    lines += [f"Conflict: {conflict}" for conflict in answer.conflicts]
    if answer.zones or answer.zones_possible:
        lines.append(NOTICE)
    return "\n".join(lines)


def _headline(answer: Resolution) -> str:
    why = f": {_WHY[answer.reason]}" if answer.reason else ""
    if answer.place is None:
        country = f" (country {answer.country})" if answer.country else ""
        return f"{answer.status.value.capitalize()}{why}{country}."
    chain = [unit for unit in (answer.province, answer.prefecture, answer.county, answer.township) if unit]
    where = " › ".join(str(unit) for unit in chain) or str(answer.place)
    if answer.place not in chain and chain:
        where += f" › {answer.place}"
    code = f", {answer.place.adcode}" if answer.place.adcode else ""
    sure = f", probability {answer.confidence:.2f}" if answer.confidence is not None else ""
    start = "" if answer.status is Status.RESOLVED else f"Ambiguous{why}. Sure so far: "
    return f"{start}{where} ({answer.place.level.value}{code}){sure}."


def _zone_lines(answer: Resolution) -> list[str]:
    lines = []
    if answer.zones:
        lines.append(f"Zones: {', '.join(answer.zones)}.")
    if answer.zones_possible:
        odds = dict(answer.zone_probabilities)
        shown = (f"{zone} ({_odds(odds[zone])})" for zone in answer.zones_possible)
        lines.append("Possibly: " + ", ".join(shown) + ".")
    return lines


def _border_lines(border: Border) -> list[str]:
    if border.km is None and border.km_min is None:
        return []
    interval = f"{_km(border.km_min)} to {_km(border.km_max)} km" if border.km_min is not None else ""
    if border.km is None:
        return [f"Border: {interval} away, no single number."]
    crossing = (
        f"; nearest crossing {border.crossing}, {_km(border.crossing_km)} km" if border.crossing else ""
    )
    within = f" (between {interval})" if interval else ""
    side = "inside the DPRK, " if border.km < 0 else ""
    return [f"Border: {side}{_km(abs(border.km))} km{within}{crossing}."]


def _odds(probability: float) -> str:
    return "under 0.01" if probability < 0.01 else f"{probability:.2f}"


def _km(value: float | None) -> str:
    return "?" if value is None else f"{value:.1f}" if abs(value) < 10 else f"{value:.0f}"


def _reason_line(reason: Evidence) -> str:
    where = f" at {reason.start}–{reason.end}" if reason.start is not None else ""
    field = "" if reason.field == "text" else f" in {reason.field}"
    if reason.unit is None:
        return f"“{reason.text}”{where}{field}: {reason.rule}, set aside"
    return f"“{reason.text}”{where}{field}: {reason.rule}, speaks for {reason.place} {reason.unit} (weight {reason.weight:.1f})"


def _candidate_line(candidate: Candidate) -> str:
    unit = candidate.unit
    code = f"{unit.level.value} {unit.code}"
    return (
        f"{candidate.probability:.2f}  {unit} ({code}, in {unit.parent})"
        if unit.parent
        else f"{candidate.probability:.2f}  {unit} ({code})"
    )


def html_note(answer: Resolution) -> str:
    """The note as HTML: a heading, the lines, nothing that runs."""
    first, *rest = note(answer).split("\n")
    body = "<br>".join(html.escape(line) for line in rest)
    return f"<div><strong>{html.escape(first)}</strong><div>{body}</div></div>"


def record(answer: Resolution, *, names: str = "en", evidence: str = "text") -> dict[str, Any]:
    """The answer as a flat record, under the names and in the order of `nkrisk_geo.COLUMNS`, without the prefix."""
    place, border, odds = answer.place, answer.border, dict(answer.zone_probabilities)
    adcode = place.adcode if place else None
    flat: dict[str, Any] = {
        "status": answer.status.value,
        "reason": answer.reason.value if answer.reason else None,
        "country": answer.country,
        "subdivision": f"CN-{SUBDIVISIONS[adcode[:2]]}" if adcode else None,
        "adcode": adcode,
        "level": place.level.value if place else None,
    }
    for level in ("province", "prefecture", "county", "township"):
        flat[level] = _name(getattr(answer, level), names)
    flat |= {
        "township_code": answer.township.code if answer.township else None,
        "postcode": answer.postcode,
        "zone": answer.zone,
        "zones": list(answer.zones),
        "zones_possible": list(answer.zones_possible),
    }
    for zone in _OUTPUT_ZONES:
        flat["p_" + zone.replace("-", "_")] = odds.get(zone)
    flat |= {
        "p_border_20km": answer.p_border_20km,
        "p_border_50km": answer.p_border_50km,
        "confidence": answer.confidence,
        "lat": answer.lat,
        "lng": answer.lng,
        "radius_km": answer.radius_km,
        "border_km": border.km,
        "border_km_min": border.km_min,
        "border_km_max": border.km_max,
        "border_band": border.band,
        "crossing": border.crossing,
        "crossing_km": border.crossing_km,
        "evidence": _evidence(answer.evidence, evidence),
        "candidates": _candidates(answer.candidates, evidence),
        "conflicts": (
            json.dumps(answer.conflicts, ensure_ascii=False)
            if evidence == "json"
            else "; ".join(answer.conflicts)
        )
        or None,
        "gazetteer_version": answer.gazetteer_version,
    }
    return flat


def _name(unit: Unit | None, names: str) -> str | None:
    return None if unit is None else unit.name_zh if names == "zh" else unit.name_en


def _evidence(reasons: tuple[Evidence, ...], style: str) -> str | None:
    """Words and rules without offsets, so that equal signatures have equal evidence."""
    counted = [reason for reason in reasons if reason.unit is not None]
    if style == "json":
        return json.dumps([_plain(reason) for reason in counted], ensure_ascii=False)
    return (
        "; ".join(f"{reason.text} → {reason.place} {reason.unit} ({reason.rule})" for reason in counted)
        or None
    )


def _plain(reason: Evidence) -> dict[str, Any]:
    weight = round(reason.weight, 2)
    return {
        "rule": reason.rule,
        "text": reason.text,
        "unit": reason.unit,
        "place": reason.place,
        "weight": weight,
        "field": reason.field,
    }


def _candidates(candidates: tuple[Candidate, ...], style: str) -> str | None:
    if style == "json":
        rows = [{"code": c.unit.code, "name": c.unit.name_en, "p": c.probability} for c in candidates]
        return json.dumps(rows, ensure_ascii=False)
    return "; ".join(f"{c.unit.name_en} {c.unit.code} {c.probability:.2f}" for c in candidates) or None
