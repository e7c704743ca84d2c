"""A `Resolution` for people, as an analyst's note. Imports only the model; `nkrisk_geo.model.html` makes HTML of it."""

from __future__ import annotations

from nkrisk_geo.model import Border, Candidate, Evidence, Reason, Resolution, Status

NOTICE = "A zone is geography, never evidence about a person or a firm."

_WHY = {
    Reason.EMPTY: "the text is empty",
    Reason.NO_PLACE: "the text names no place that the gazetteer knows",
    Reason.SAME_NAME: "several places share the name",
    Reason.BELOW_THRESHOLD: "no place is probable enough",
    Reason.CONFLICT: "the clues contradict each other",
    Reason.NO_CHINESE_CONTEXT: "there are only digits, and nothing says that they are Chinese",
    Reason.REFERS_ELSEWHERE: "the text says that the place is said elsewhere",
}


def note(answer: Resolution) -> str:
    """The answer as a note of a few lines."""
    lines = [_headline(answer), *_zone_lines(answer), *_border_lines(answer.border)]
    if answer.evidence:
        lines += ["Because:", *(f"  · {_reason_line(reason)}" for reason in answer.evidence)]
    if len(answer.candidates) > 1:
        lines += [
            "Could be:",
            *(f"  · {_candidate_line(candidate)}" for candidate in answer.candidates),
        ]
    lines += [f"Conflict: {conflict}" for conflict in answer.conflicts]
    if answer.zones or answer.zones_possible:
        lines.append(NOTICE)
    return "\n".join(lines)


def _headline(answer: Resolution) -> str:
    why = f": {_WHY[answer.reason]}" if answer.reason else ""
    if answer.place is None:
        country = f" (country {answer.country})" if answer.country else ""
        return f"{answer.status.value.capitalize()}{why}{country}."
    chain = [
        unit
        for unit in (answer.province, answer.prefecture, answer.county, answer.township)
        if unit
    ]
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
    if border.km_min is None:
        return []
    between = (
        f"{_km(border.km_q05)} to {_km(border.km_q95)} km nine times in ten, "
        f"{_km(border.km_min)} to {_km(border.km_max)} km at the most"
    )
    if border.km is None:
        return [f"Border: no single number; {between}."]
    crossing = (
        f"; nearest crossing {border.crossing}, {_km(border.crossing_km)} km"
        if border.crossing
        else ""
    )
    side = "inside the DPRK, " if border.km < 0 else ""
    return [f"Border: {side}{_km(abs(border.km))} km ({between}){crossing}."]


def _odds(probability: float) -> str:
    return "under 0.01" if probability < 0.01 else f"{probability:.2f}"


def _km(value: float | None) -> str:
    return "?" if value is None else f"{value:.1f}" if abs(value) < 10 else f"{value:.0f}"


BAR, LOUDEST = 12, 14.0
"""Cells of a bar, and the weight that fills it."""


def bar(weight: float) -> str:
    """A weight as a bar.

    >>> bar(7.0), bar(20.0)
    ('██████······', '████████████')
    """
    filled = min(BAR, max(0, round(weight / LOUDEST * BAR)))
    return "█" * filled + "·" * (BAR - filled)


def _reason_line(reason: Evidence) -> str:
    where = f" at {reason.start}–{reason.end}" if reason.start is not None else ""
    field = "" if reason.field == "text" else f" in {reason.field}"
    if reason.unit is None:
        return f"{bar(0.0)}  0.0  “{reason.text}”{where}{field}: {reason.rule}, set aside"
    speaks = f"speaks for {reason.place} {reason.unit}"
    return f"{bar(reason.weight)} {reason.weight:4.1f}  “{reason.text}”{where}{field}: {reason.rule}, {speaks}"


def _candidate_line(candidate: Candidate) -> str:
    unit = candidate.unit
    code = f"{unit.level.value} {unit.code}"
    return (
        f"{candidate.probability:.2f}  {unit} ({code}, in {unit.parent})"
        if unit.parent
        else f"{candidate.probability:.2f}  {unit} ({code})"
    )
