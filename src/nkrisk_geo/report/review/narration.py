"""An answer in plain words: where, how sure, why, how far, and what else. For sheets that people decide with.

>>> tell_interval(28.0, 4.4, 59.0, 0.0, 70.0)
'28 km from the border; nine times in ten between 4.4 and 59 km, never more than 70 km'
>>> tell_interval(None, 2.0, 109.0, 0.0, 120.0)
'somewhere between 2.0 and 109 km from the border (nine times in ten); no single number'
>>> tell_odds(0.999), tell_odds(0.63), tell_odds(0.004)
('over 99 %', '63 %', 'under 1 %')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model import Evidence, Resolution
from nkrisk_geo.model.schema import BETWEEN, NAME_ONLY
from nkrisk_geo.report.review.marking import show_plainly

SURELY, POSSIBLY, NO = "surely", "possibly", "no"
"""Does an address lie in a county on the border?"""
COUNTRY = 2
"""Letters of the code of a country."""
ASIDE_TOLD = 2
ON_THE_BORDER = "dprk-border"
_REASONS = {
    "empty": "the record says nothing",
    "no-place": "no place is named",
    "same-name": "several places have this name",
    "below-threshold": "no place is probable enough",
    "conflict": "the clues contradict each other",
    "no-chinese-context": "digits alone, and nothing says that they are Chinese",
}
_RULES = {
    "name with its generic": "a name with its kind of division",
    "name before other words": "a name before other words",
    "name at the head": "a name at the beginning",
    "head of a company name": "the first word of a firm's name",
    "inside a company or building name": "a word of the name of a firm or building",
    "seat of a branch": "the seat of a branch",
    "country at the end": "the country at the end",
    "misspelt name": "a misspelt name",
    "telephone area": "a telephone area",
    "registration": "a registration number",
    "coordinates": "the point given",
    "field": "a name",
    "road name": "the name of a road, a square or a river",
    "part of a word": "a part of another word",
    "adcode": "a code of a division",
}
"""Clues in other words than the table of judgement has for them."""
_BASES = {
    "region": "region or country",
    "phone": "telephone",
    "company": "firm's name",
    "registration": "registration number",
    "coordinates": "the point given",
}
"""What a place rests on, where it is called otherwise."""


def tell_place(answer: Mapping[str, Any], gazetteer: Gazetteer) -> str:
    """The place with what is around it, or why there is none."""
    names = [
        answer[level] for level in ("township", "county", "prefecture", "province")
    ]
    code = answer["township_code"] or answer["adcode"]
    chinese = (
        gazetteer.names_zh[gazetteer.number[code]] if code in gazetteer.number else ""
    )
    known = [name for name in names if name]
    if known:
        # A file may have its names in Chinese already.
        finest = known[0] if known[0] == chinese else f"{known[0]} {chinese}".strip()
        where = ", ".join([finest, *known[1:]])
    else:
        country = gazetteer.number.get(answer["country"] or "")
        where = (
            "no place"
            if country is None
            else f"{gazetteer.names_en[country]}, nothing finer"
        )
    why = _REASONS.get(answer["reason"] or "", answer["reason"])
    return f"{where} ({why})" if why else where


def name_zones(ids: str | None, gazetteer: Gazetteer) -> list[str]:
    """Zones by their names; one of the user's own by its id."""
    names = {zone.id: zone.name_en for zone in gazetteer.zones}
    return [names.get(each, each) for each in (ids or "").split(BETWEEN) if each]


def tell_border(answer: Mapping[str, Any]) -> str:
    """Does it lie in a county on the border?"""
    if ON_THE_BORDER in (answer["zones"] or "").split(BETWEEN):
        return SURELY
    return (
        POSSIBLY
        if ON_THE_BORDER in (answer["zones_possible"] or "").split(BETWEEN)
        else NO
    )


def tell_odds(probability: float | None) -> str:
    """A probability in words; none is told as certain."""
    if probability is None:
        return "unknown"
    # A reader takes "100 %" for certain, which no answer is.
    if probability > 0.99:
        return "over 99 %"
    return "under 1 %" if probability < 0.01 else f"{100 * probability:.0f} %"


def tell_interval(
    km: float | None,
    q05: float | None,
    q95: float | None,
    low: float | None,
    high: float | None,
) -> str:
    """A distance with its interval."""
    if q05 is None or q95 is None or high is None:
        return "not known"
    if km is None:
        between = f"between {tell_km(q05)} and {tell_km(q95)} km"
        return (
            f"somewhere {between} from the border (nine times in ten); no single number"
        )
    if km < 0:
        return f"inside the DPRK, {tell_km(-km)} km beyond the border"
    between = f"between {tell_km(q05)} and {tell_km(q95)} km"
    most = f", never more than {tell_km(high)} km" if high > q95 else ""
    return f"{tell_km(km)} km from the border; nine times in ten {between}{most}"


def tell_distance(answer: Mapping[str, Any]) -> str:
    """The same of an answer."""
    ends = (
        "border_km",
        "border_km_q05",
        "border_km_q95",
        "border_km_min",
        "border_km_max",
    )
    told = tell_interval(*(answer[name] for name in ends))
    # Distances are those of the candidates that lie near; of one in Shanghai there is none.
    undecided = answer["adcode"] is None and answer["border_km_q05"] is not None
    return f"if it is one of the places near the border: {told}" if undecided else told


def tell_km(km: float) -> str:
    """Kilometres, as exactly as they are known."""
    return f"{km:.1f}" if abs(km) < 10 else f"{km:.0f}"


def tell_basis(bases: str | None) -> str:
    """What a place rests on."""
    said = [each for each in (bases or "").split(BETWEEN) if each]
    if said == [*NAME_ONLY]:
        return "the firm's name only; its works may be elsewhere"
    return ", then ".join(_BASES.get(each, each) for each in said)


def tell_reason(reason: Evidence, text: str | None) -> str:
    """A clue in a sentence; its words as they stand in the text."""
    words, place = reason.text, reason.place
    if text and reason.field == "text" and reason.start is not None:
        words = show_plainly(text[reason.start : reason.end])
    where = "" if reason.field == "text" else f" in the column for {reason.field}"
    kind = tell_rule(reason.rule)
    if reason.unit is None:
        return f"“{words}” is {kind} and was not counted"
    return f"“{words}”{where}, {kind}, points to {place}"


def tell_rule(rule: str) -> str:
    """What a clue is."""
    article = "an" if rule[:1] in "aeiou" else "a"
    return _RULES.get(rule, f"{article} {rule}")


def tell_reasons(answer: Resolution, most: int) -> str:
    """The strongest clues, and names that were seen and not counted. Of a country nothing is said where there is more."""
    heard = [each for each in answer.evidence if each.unit is not None]
    near = [each for each in heard if len(each.unit or "") > COUNTRY] or heard
    aside = [each for each in answer.evidence if each.unit is None]
    more = f"; and {len(near) - most} more" if len(near) > most else ""
    told = "; ".join(tell_reason(each, answer.text) for each in near[:most])
    seen = "".join(f"; {tell_reason(each, answer.text)}" for each in aside[:ASIDE_TOLD])
    return f"{told}{more}{seen}".removeprefix("; ")


def tell_others(candidates: Iterable[tuple[str, float]]) -> str:
    """What else a text could mean."""
    return "; ".join(f"{name}, {tell_odds(p)}" for name, p in candidates)
