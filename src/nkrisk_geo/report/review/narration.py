"""An answer in plain words: where, how sure, why, how far, and what else.

For sheets that people decide with.

>>> from nkrisk_geo.model.wording import wording
>>> english, chinese = wording("en"), wording("zh")
>>> tell_interval(28.0, 4.4, 59.0, 0.0, 70.0, english)
'28 km from the border; nine times in ten between 4.4 and 59 km, never more than 70 km'
>>> tell_interval(None, 2.0, 109.0, 0.0, 120.0, english)
'somewhere between 2.0 and 109 km from the border (nine times in ten); no single number'
>>> tell_odds(0.999, english), tell_odds(0.63, english), tell_odds(0.004, chinese)
('over 99 %', '63 %', '小于 1%')
"""

from __future__ import annotations

from collections.abc import Iterable

from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model import Evidence, Resolution
from nkrisk_geo.model.distance_words import (
    is_inside,
    is_on_both_sides,
    tell_end,
    tell_km,
)
from nkrisk_geo.model.schema import BETWEEN, NAME_ONLY
from nkrisk_geo.model.sentences import reword
from nkrisk_geo.model.wording import Wording
from nkrisk_geo.report.answer_columns import Answer
from nkrisk_geo.report.place_names import PlaceNames
from nkrisk_geo.report.review.marked_text import show_plainly

SURELY, POSSIBLY, NO = "surely", "possibly", "no"
"""Does an address lie in a county on the border? Words for people are `on_the_border.*`."""
COUNTRY = 2
"""Letters of the code of a country."""
ASIDE_TOLD = 2
"""Names that were seen and not counted, of which a line tells so many."""
ON_THE_BORDER = "dprk-border"
FINEST_FIRST = ("township", "county", "prefecture", "province")
ENDS = (
    "border_km",
    "border_km_q05",
    "border_km_q95",
    "border_km_min",
    "border_km_max",
)
"""The columns of a distance, in the order of `tell_interval`."""
ALMOST_SURE, ALMOST_NOTHING = 0.99, 0.01


def tell_place(answer: Answer, gazetteer: Gazetteer, words: Wording) -> str:
    """The place with what is around it, or why there is none."""
    names = [answer[level] for level in FINEST_FIRST]
    known = [name for name in names if name]
    where = (
        _tell_known(answer, known, gazetteer, words)
        if known
        else _tell_country(answer["country"] or "", gazetteer, words)
    )
    if not answer["reason"]:
        return where
    why = words.label("why", answer["reason"])
    return words("told.unplaced", where=where, why=why)


def _tell_known(
    answer: Answer, names: list[str], gazetteer: Gazetteer, words: Wording
) -> str:
    """A place by its names in a file, the finest first."""
    code = answer["township_code"] or answer["adcode"]
    unit = gazetteer.number.get(code)
    if unit is None:
        return ", ".join(names)
    if words.language == "zh":
        return PlaceNames(words).whole(unit)
    chinese = gazetteer.names_zh[unit]
    # A file may have its names in Chinese already.
    finest, around = names[0], names[1:]
    if finest != chinese:
        finest = f"{finest} {chinese}".strip()
    return ", ".join([finest, *around])


def _tell_country(code: str, gazetteer: Gazetteer, words: Wording) -> str:
    """What is said where nothing finer than a country is known."""
    unit = gazetteer.number.get(code)
    if unit is None:
        return words("told.no_place")
    name = gazetteer.names_en[unit]
    if words.language == "zh":
        name = words.place(name, gazetteer.names_zh[unit])
    country = words.phrases.get(f"nation.{code}", name)
    return words("told.country_only", country=country)


def name_zones(ids: str | None, words: Wording) -> list[str]:
    """Zones by their names; one of the user's own by its id."""
    return [*map(words.zone, split_cell(ids))]


def split_cell(cell: str | None) -> list[str]:
    """The values of a cell with several."""
    values = (cell or "").split(BETWEEN)
    # An empty cell would be one value, which is empty.
    return [*filter(None, values)]


def tell_border(answer: Answer) -> str:
    """Does it lie in a county on the border?"""
    if ON_THE_BORDER in split_cell(answer["zones"]):
        return SURELY
    possible = split_cell(answer["zones_possible"])
    return POSSIBLY if ON_THE_BORDER in possible else NO


def tell_odds(probability: float | None, words: Wording) -> str:
    """A probability in words; none is told as certain."""
    if probability is None:
        return words("told.no_odds")
    # A reader takes "100 %" for certain, which no answer is.
    if probability > ALMOST_SURE:
        return words("told.over", p="99")
    if probability < ALMOST_NOTHING:
        return words("told.under", p="1")
    return words("told.odds", p=f"{100 * probability:.0f}")


def tell_interval(
    km: float | None,
    q05: float | None,
    q95: float | None,
    low: float | None,
    high: float | None,
    words: Wording,
) -> str:
    """A distance with its interval."""
    if q05 is None or q95 is None or high is None:
        return words("told.no_distance")
    if km is None:
        return _tell_open(q05, q95, words)
    if km < 0:
        return words("told.inside", km=tell_km(km))
    if is_on_both_sides(q05, q95):
        ends = {"low": tell_end(q05, words), "high": tell_end(q95, words)}
        return words("told.km_across", km=tell_km(km), **ends)
    nearest, farthest = tell_km(q05), tell_km(q95)
    most = words("told.most", km=tell_km(high)) if high > q95 else ""
    gaps = {"low": nearest, "high": farthest, "most": most}
    return words("told.km", km=tell_km(km), **gaps)


def tell_distance(answer: Answer, words: Wording) -> str:
    """The same of an answer."""
    km, q05, q95, low, high = map(answer.get, ENDS)
    told = tell_interval(km, q05, q95, low, high, words)
    # Distances are those of the candidates that lie near; of one in Shanghai there is none.
    # One that is decided on and has no code lies beyond the border.
    is_open = answer["adcode"] is None and answer["status"] != "resolved"
    if is_open and answer["border_km_q05"] is not None:
        return words("told.if_near", distance=told)
    return told


def _tell_open(q05: float, q95: float, words: Wording) -> str:
    """An interval without a single number in it."""
    if is_on_both_sides(q05, q95):
        ends = {"low": tell_end(q05, words), "high": tell_end(q95, words)}
        return words("told.across", **ends)
    if is_inside(q05, q95):
        # What is farthest inside is the least number.
        nearest, farthest = tell_km(q95), tell_km(q05)
        return words("told.between_inside", low=nearest, high=farthest)
    return words("told.between", low=tell_km(q05), high=tell_km(q95))


def tell_basis(bases: str | None, words: Wording) -> str:
    """What a place rests on."""
    said = split_cell(bases)
    if said == [*NAME_ONLY]:
        return words("told.name_only")
    parts = [words.label("basis", each) for each in said]
    return words("told.then").join(parts)


def tell_conflicts(told: Answer, answer: Resolution | None, words: Wording) -> str:
    """The clues that contradict each other in a file; `answer` knows the places they name."""
    cell = show_plainly(told["conflicts"] or "")
    # In English the cell stays as the file has it, so that it can be found there.
    if words.language == "en":
        return cell
    called = _called(answer, words) if answer else {}
    sentences = cell.split("; ")
    return "; ".join(reword(each, words, called) for each in sentences)


def _called(answer: Resolution, words: Wording) -> dict[str, str]:
    """What the places of an answer are called, by their English names."""
    codes = {each.place: each.unit for each in answer.evidence}
    if answer.place:
        codes[answer.place.name_en] = answer.place.code
    names = PlaceNames(words)
    return {name: names.name(code, name) for name, code in codes.items() if code}


def tell_reason(reason: Evidence, text: str | None, words: Wording) -> str:
    """A clue in a sentence; its words as they stand in the text."""
    said, start = reason.text, reason.start
    if text and reason.field == "text" and start is not None:
        said = show_plainly(text[start : reason.end])
    clue = tell_rule(reason.rule, words)
    if reason.unit is None:
        return words("told.aside", words=said, clue=clue)
    place = PlaceNames(words).name(reason.unit, reason.place)
    gaps = {"words": said, "clue": clue, "place": place}
    if reason.field == "text":
        return words("told.points", **gaps)
    column = words.label("field", reason.field)
    return words("told.points_in", field=column, **gaps)


def tell_rule(rule: str, words: Wording) -> str:
    """What a clue is."""
    return words.label("clue", rule)


def tell_reasons(answer: Resolution, most: int, words: Wording) -> str:
    """The strongest clues, and names that were seen and not counted.

    Of a country nothing is said where there is more.
    """
    heard = [each for each in answer.evidence if each.unit]
    aside = [each for each in answer.evidence if not each.unit]
    # That Dandong is in China needs no saying.
    near = [each for each in heard if is_below_country(each)] or heard
    first, left = near[:most], len(near) - most
    told = [tell_reason(each, answer.text, words) for each in first]
    if left > 0:
        told.append(words("told.more", n=left))
    for each in aside[:ASIDE_TOLD]:
        told.append(tell_reason(each, answer.text, words))
    return "; ".join(told)


def is_below_country(reason: Evidence) -> bool:
    """Does a clue point to something finer than a country?"""
    return len(reason.unit or "") > COUNTRY


def tell_others(candidates: Iterable[tuple[str, float]], words: Wording) -> str:
    """What else a text could mean."""
    told = [
        words("told.other", name=name, p=tell_odds(probability, words))
        for name, probability in candidates
    ]
    return "; ".join(told)
