"""Functions that take the value of a column of `nkrisk_geo.model.schema` from a `Resolution`."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, NamedTuple

from nkrisk_geo.model import Candidate, Resolution
from nkrisk_geo.model.columns import (
    CANDIDATE,
    cell_value,
    chance_text,
    join_texts,
    reason_text,
    subdivision,
)


class AnswerStyle(NamedTuple):
    """How answers are written: `names` in "en" or "zh", `evidence` as "text" or "json"."""

    names: str
    evidence: str


Value = Callable[[Resolution, AnswerStyle], Any]


def attribute(path: str) -> Value:
    """What stands in an answer under a path of attributes; None where a part of it is None."""
    first, *others = map(attrgetter, path.split("."))

    def value(answer: Resolution, _: AnswerStyle) -> Any:
        found = first(answer)
        for get in others:
            found = None if found is None else get(found)
        return found

    return value


def division(level: str) -> Value:
    """The name of the unit of a level."""
    get = attrgetter(level)

    def name(answer: Resolution, style: AnswerStyle) -> str | None:
        unit = get(answer)
        if unit is None:
            return None
        called: str = unit.name_zh if style.names == "zh" else unit.name_en
        return called

    return name


def as_list(path: str) -> Value:
    """The same as a list."""
    get = attrgetter(path)
    # A record equals itself after a way through JSON, which knows no tuples.
    return lambda answer, _: list(get(answer))


def zone_probability(zone: str) -> Value:
    """The probability of a zone; None where the gazetteer has none of that name."""
    return lambda answer, _: dict(answer.zone_probabilities).get(zone)


def subdivision_of(answer: Resolution, _: AnswerStyle) -> str | None:
    """ISO 3166-2 of the province; None where no Chinese division is decided on."""
    adcode = answer.place.adcode if answer.place else None
    return subdivision(adcode) if adcode else None


def evidence_of(answer: Resolution, style: AnswerStyle) -> str | None:
    """What speaks for a place; what was seen and set aside is for `explain`."""
    counted = [reason for reason in answer.evidence if reason.unit is not None]
    texts = (reason_text(reason, style.evidence) for reason in counted)
    return join_texts(texts, style.evidence)


def candidates_of(answer: Resolution, style: AnswerStyle) -> str | None:
    """What the text could mean, each with its probability."""
    texts = (_candidate(each, style) for each in answer.candidates)
    return join_texts(texts, style.evidence)


def _candidate(candidate: Candidate, style: AnswerStyle) -> str:
    unit, form = candidate.unit, style.evidence
    return CANDIDATE[form].format(
        unit=cell_value(unit.code, form),
        place=cell_value(unit.name_en, form),
        p=chance_text(candidate.probability, form),
    )


def conflicts_of(answer: Resolution, style: AnswerStyle) -> str | None:
    """Clues that contradict each other."""
    form = style.evidence
    texts = (cell_value(each, form) for each in answer.conflicts)
    return join_texts(texts, style.evidence)
