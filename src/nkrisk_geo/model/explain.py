"""A `Resolution` for people, as an analyst's note.

Imports only the model; `nkrisk_geo.model.html` makes HTML of it.
"""

from __future__ import annotations

from nkrisk_geo.model import (
    Border,
    Candidate,
    Evidence,
    Level,
    Resolution,
    Status,
    Unit,
)
from nkrisk_geo.model.distance_words import (
    is_inside,
    is_on_both_sides,
    tell_end,
    tell_km,
)
from nkrisk_geo.model.sentences import reword
from nkrisk_geo.model.wording import Wording, wording

NOTICE = "A zone is geography, never evidence about a person or a firm."


def note(answer: Resolution, language: str = "en") -> str:
    """The answer as a note of a few lines, in English, Chinese or Korean."""
    words = wording(language)
    lines = [
        headline(answer, words),
        *_zone_lines(answer, words),
        *_border_lines(answer.border, words),
    ]
    called = _names(answer, words)
    if answer.evidence:
        reasons = (_reason_line(reason, called, words) for reason in answer.evidence)
        lines += [words("note.because"), *(f"  · {line}" for line in reasons)]
    if len(answer.candidates) > 1:
        others = (_candidate_line(candidate, words) for candidate in answer.candidates)
        lines += [words("note.could_be"), *(f"  · {line}" for line in others)]
    lines += [
        words("note.conflict", said=reword(each, words, called))
        for each in answer.conflicts
    ]
    if answer.zones or answer.zones_possible:
        lines.append(words("language.notice"))
    return "\n".join(lines)


def headline(answer: Resolution, words: Wording) -> str:
    """The place and how sure it is, or why there is none."""
    status = words(f"status.{answer.status.value}")
    status = status[:1].upper() + status[1:]
    if answer.reason:
        why = words(f"reason.{answer.reason.value}")
        status = words("note.because_of", status=status, why=why)
    if answer.place is None:
        if answer.country:
            status = words("note.in_country", said=status, country=answer.country)
        return words("note.sentence", said=status)

    where, what = _where(answer, words), _what(answer.place, words)
    said = words("note.place", where=where, what=what)
    if answer.confidence is not None:
        sure = words.odds(answer.confidence)
        said = words("note.sure", said=said, p=sure)
    if answer.status is not Status.RESOLVED:
        said = words("note.open", status=status, said=said)
    return words("note.sentence", said=said)


def _where(answer: Resolution, words: Wording) -> str:
    """The place with what lies around it, from the province down."""
    levels = (answer.province, answer.prefecture, answer.county, answer.township)
    chain = [unit for unit in levels if unit]
    if answer.place and answer.place not in chain:
        chain.append(answer.place)
    return " › ".join(_called(unit, words) for unit in chain)


def _what(place: Unit, words: Wording) -> str:
    code = [place.adcode] if place.adcode else []
    return words("language.aside").join([_kind(place, words), *code])


def _kind(unit: Unit, words: Wording) -> str:
    """Of what kind a unit is: its level, or in which country it lies."""
    if not _is_abroad(unit):
        return words(f"level.{unit.level.value}")
    country = words.label("nation", unit.code.partition("-")[0])
    return words("note.abroad", country=country)


def _is_abroad(unit: Unit) -> bool:
    """Is it a place of another country? Levels are those of China, so it counts as its country."""
    return unit.level is Level.COUNTRY and "-" in unit.code


def _called(unit: Unit, words: Wording) -> str:
    return words.place(unit.name_en, unit.name_zh)


def _zone_lines(answer: Resolution, words: Wording) -> list[str]:
    lines = []
    if answer.zones:
        sure = words.join(map(words.zone, answer.zones))
        lines.append(words("note.zones", zones=sure))
    if answer.zones_possible:
        possible = words.join(possible_zones(answer, words))
        lines.append(words("note.possibly", zones=possible))
    return lines


def possible_zones(answer: Resolution, words: Wording) -> list[str]:
    """The zones that cannot be ruled out, each with its probability."""
    odds = dict(answer.zone_probabilities)
    told = []
    for zone in answer.zones_possible:
        chance = words.odds(odds.get(zone, 0.0))
        told.append(words("note.odds", zone=words.zone(zone), p=chance))
    return told


def _border_lines(border: Border, words: Wording) -> list[str]:
    if border.km_min is None:
        return []
    between = _interval(border, words)
    if border.km is None:
        is_beyond = is_inside(border.km_min, border.km_max)
        key = "note.inside_open" if is_beyond else "note.no_number"
        return [words(key, interval=between)]
    crossing = ""
    if border.crossing:
        name, km = words.crossing(border.crossing), tell_km(border.crossing_km)
        crossing = words("note.crossing", name=name, km=km)
    key = "note.inside" if border.km < 0 else "note.border"
    km = tell_km(border.km)
    return [words(key, km=km, interval=between, crossing=crossing)]


def _interval(border: Border, words: Wording) -> str:
    """The likely distances and all that are possible, the nearest first."""
    low, high = border.km_q05, border.km_q95
    least, most = border.km_min, border.km_max
    if is_on_both_sides(least, most):
        ends = {"low": low, "high": high, "least": least, "most": most}
        told = {name: tell_end(km, words) for name, km in ends.items()}
        return words("note.across", **told)
    if is_inside(least, most):
        # What is farthest inside is the least number.
        low, high, least, most = high, low, most, least
    return words(
        "note.interval",
        low=tell_km(low),
        high=tell_km(high),
        least=tell_km(least),
        most=tell_km(most),
    )


BAR, LOUDEST = 12, 14.0
"""Cells of a bar, and the weight that fills it."""


def bar(weight: float) -> str:
    """A weight as a bar.

    >>> bar(7.0), bar(20.0)
    ('██████······', '████████████')
    """
    filled = round(weight / LOUDEST * BAR)
    filled = min(BAR, max(0, filled))
    return "█" * filled + "·" * (BAR - filled)


def _names(answer: Resolution, words: Wording) -> dict[str, str]:
    """What units are called that the answer holds, by code and by English name.

    English texts have that one already.
    """
    if words.language == "en":
        return {}
    levels = (
        answer.province,
        answer.prefecture,
        answer.county,
        answer.township,
        answer.place,
    )
    units = [
        *(unit for unit in levels if unit),
        *(each.unit for each in answer.candidates),
    ]
    # Evidence names units by their codes, sentences about conflicts by their names.
    called = dict[str, str]()
    for unit in units:
        called |= dict.fromkeys((unit.code, unit.name_en), _called(unit, words))
    return called


def _reason_line(reason: Evidence, called: dict[str, str], words: Wording) -> str:
    # A point has no words of its own; what stands for them is English.
    text = words("note.the_point") if reason.rule == "coordinates" else reason.text
    said = words("note.words", text=text)
    if reason.start is not None:
        said = words("note.at", text=text, start=reason.start, end=reason.end)
    if reason.field != "text":
        field = words.label("field", reason.field)
        said = words("note.in_field", words=said, field=field)
    rule = words.label("rule", reason.rule)
    if reason.unit is None:
        return f"{bar(0.0)}  0.0  {words('note.ignored', words=said, rule=rule)}"
    place = f"{called.get(reason.unit, reason.place)} {reason.unit}"
    points = words("note.points_to", words=said, rule=rule, place=place)
    return f"{bar(reason.weight)} {reason.weight:4.1f}  {points}"


def _candidate_line(candidate: Candidate, words: Wording) -> str:
    unit = candidate.unit
    kind = _kind(unit, words)
    # Of a place abroad the kind says already where it lies.
    what = [kind, unit.code] if _is_abroad(unit) else [f"{kind} {unit.code}"]
    if unit.parent and not _is_abroad(unit):
        what.append(words("note.inside_of", code=unit.parent))
    return words(
        "note.candidate",
        p=words.odds(candidate.probability),
        name=_called(unit, words),
        what=words("language.aside").join(what),
    )


# --- one line -------------------------------------------------------------------------

LONGEST = 160
"""Characters of an answer in one line."""


def line(answer: Resolution) -> str:
    """The answer in one line, for consoles and logs."""
    words, border = wording("en"), answer.border
    parts = [answer.status.value if answer.reason is None else str(answer.reason)]
    if answer.place is not None:
        names = [answer.place.name_en]
        if answer.province is not None and answer.province != answer.place:
            names.append(answer.province.name_en)
        parts = [", ".join(names)]
        if answer.confidence is not None:
            parts.append(words.odds(answer.confidence))
        if answer.status is not Status.RESOLVED:
            parts.insert(0, answer.status.value)
    if answer.zone:
        parts.append(words.zone(answer.zone))
    elif answer.zones_possible:
        parts.append(f"possibly {words.zone(answer.zones_possible[0])}")
    if border.km_q05 is not None and border.km_q95 is not None:
        parts.append(f"{border.km_q05:.1f} to {border.km_q95:.1f} km")
    # A list of answers is a column of such lines in a console.
    said = f"Resolution({' · '.join(filter(None, parts))})"
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 2]}…)"
