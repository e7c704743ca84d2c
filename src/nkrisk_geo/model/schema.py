"""The columns of an answer, each said once: its name, its meaning, where an answer has it.

All else follows from here: the order, `Resolution.to_dict`, the types of tables, what
can be a category, the table in docs/columns.md (`python -m handbook.columns`). Tables
work a column out for many rows at once; what they say under a name
(`nkrisk_geo.tables.cells`) is what stands here, and the tests compare. Imports only the
model.

    >>> [column.name for column in OUTPUT if column.kind == "list"]
    ['zones', 'zones_possible', 'basis']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal, NamedTuple

from nkrisk_geo.model import Level, Reason, Resolution, Status
from nkrisk_geo.model.columns import (
    candidate_form,
    conflict_text,
    joined,
    reason_text,
    subdivision,
)

SCHEMA_VERSION = 3
"""The version of the columns: what they are called and mean. It rises when one comes,
goes or changes its meaning."""

Kind = Literal["text", "list", "number"]
"""What a cell holds: text, a list of texts, or a number with a fraction. It may always
be missing."""


class AnswerStyle(NamedTuple):
    """How answers are written: `names` in "en" or "zh", `evidence` as "text" or "json"."""

    names: str
    evidence: str


Value = Callable[[Resolution, AnswerStyle], Any]


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """A column of an answer.

    Attributes:
        name: without a prefix.
        meaning: one sentence.
        value: how an answer has it; None for what only tables have.
        kind: what a cell holds.
        values: all that a cell can hold, where that is settled for every gazetteer.
        ordered: None unless it has few possible values and can be a category; then,
            whether those can be compared.
    """

    name: str
    meaning: str
    value: Value | None = None
    kind: Kind = "text"
    values: tuple[str, ...] = ()
    ordered: bool | None = None


BASES = (
    "address",
    "city",
    "region",
    "postcode",
    "phone",
    "company",
    "registration",
    "port",
    "coordinates",
)
"""What a place can rest on (`nkrisk_geo.resolver.basis`)."""
NAME_ONLY = ("company",)
"""What a place rests on that nothing but a firm's name speaks for: its works may be elsewhere."""
BETWEEN = ";"
"""What parts the texts of a list where a file has no lists."""


# --- how an answer has it -------------------------------------------------------------


def _of(path: str) -> Value:
    """What stands in an answer under a path of attributes."""
    get = attrgetter(path)
    return lambda answer, _: get(answer)


def _called(level: str) -> Value:
    """The name of the unit of a level."""
    get = attrgetter(level)

    def name(answer: Resolution, style: AnswerStyle) -> str | None:
        unit = get(answer)
        return (
            None
            if unit is None
            else unit.name_zh
            if style.names == "zh"
            else unit.name_en
        )

    return name


def _listed(attribute: str) -> Value:
    get = attrgetter(attribute)
    return lambda answer, _: list(get(answer))


def _chance(zone: str) -> Value:
    """The probability of a zone; None where the gazetteer has none of that name."""
    return lambda answer, _: next(
        (p for name, p in answer.zone_probabilities if name == zone), None
    )


def _subdivision(answer: Resolution, _: AnswerStyle) -> str | None:
    return (
        subdivision(answer.place.adcode)
        if answer.place and answer.place.adcode
        else None
    )


def _evidence(answer: Resolution, style: AnswerStyle) -> str | None:
    counted = (reason for reason in answer.evidence if reason.unit is not None)
    return joined(
        (reason_text(reason, style.evidence) for reason in counted), style.evidence
    )


def _candidates(answer: Resolution, style: AnswerStyle) -> str | None:
    forms = (
        candidate_form(each.unit.code, each.unit.name_en, style.evidence)
        % each.probability
        for each in answer.candidates
    )
    return joined(forms, style.evidence)


def _conflicts(answer: Resolution, style: AnswerStyle) -> str | None:
    return joined(
        (conflict_text(each, style.evidence) for each in answer.conflicts),
        style.evidence,
    )


# --- the columns ----------------------------------------------------------------------


def _category(
    name: str, meaning: str, value: Value, values: Iterable[str] = (), *, ordered: bool
) -> OutputColumn:
    return OutputColumn(
        name, meaning, value, values=tuple(map(str, values)), ordered=ordered
    )


def _number(name: str, meaning: str, value: Value) -> OutputColumn:
    return OutputColumn(name, meaning, value, "number")


ODDS = {
    "p_liaoning": "liaoning",
    "p_jilin": "jilin",
    "p_yanbian": "yanbian",
    "p_dandong_border": "dandong-border",
    "p_dprk_border": "dprk-border",
}
"""The zones whose probabilities have columns, by those."""


def _odds(column: str, where: str) -> OutputColumn:
    return _number(column, f"probability of being in {where}", _chance(ODDS[column]))


OUTPUT: tuple[OutputColumn, ...] = (
    _category(
        "status",
        ", ".join(Status),
        lambda answer, _: answer.status.value,
        Status,
        ordered=False,
    ),
    _category(
        "reason",
        f"why not resolved: {', '.join(Reason)}",
        lambda answer, _: answer.reason.value if answer.reason else None,
        Reason,
        ordered=False,
    ),
    OutputColumn(
        "country", "ISO 3166-1 alpha-2; null when nothing says", _of("country")
    ),
    OutputColumn("subdivision", "ISO 3166-2 of the province", _subdivision),
    OutputColumn(
        "adcode",
        "six-digit GB/T 2260 code of the finest division decided on",
        lambda answer, _: answer.place.adcode if answer.place else None,
    ),
    _category(
        "level",
        ", ".join(Level),
        lambda answer, _: answer.place.level.value if answer.place else None,
        Level,
        ordered=True,
    ),
    OutputColumn("province", "name of the province", _called("province")),
    OutputColumn("prefecture", "name of the prefecture", _called("prefecture")),
    OutputColumn("county", "name of the county", _called("county")),
    OutputColumn("township", "name of the township", _called("township")),
    OutputColumn(
        "township_code",
        "civil-affairs code of the township",
        lambda answer, _: answer.township.code if answer.township else None,
    ),
    OutputColumn(
        "postcode", "the postcode given, or that of the place", _of("postcode")
    ),
    _category("zone", "the definite zone of highest rank", _of("zone"), ordered=True),
    OutputColumn(
        "zones",
        "definite zones: as probable as a place has to be that is decided on",
        _listed("zones"),
        "list",
    ),
    OutputColumn(
        "zones_possible",
        "zones that cannot be ruled out",
        _listed("zones_possible"),
        "list",
    ),
    _odds("p_liaoning", "Liaoning"),
    _odds("p_jilin", "Jilin"),
    _odds("p_yanbian", "Yanbian"),
    _odds("p_dandong_border", "the Dandong border counties"),
    _odds("p_dprk_border", "a county on the DPRK border"),
    _number(
        "p_border_20km",
        "probability of lying on the Chinese side within 20 km of the border",
        _of("p_border_20km"),
    ),
    _number("p_border_50km", "… within 50 km of it", _of("p_border_50km")),
    _number("confidence", "probability that the place is right", _of("confidence")),
    _number("lat", "WGS-84 latitude of a point of the place", _of("lat")),
    _number("lng", "WGS-84 longitude of it", _of("lng")),
    _number("radius_km", "how far the place may lie from the point", _of("radius_km")),
    _number(
        "border_km",
        "median geodesic km to the land and river border with the DPRK; negative inside it; null above the prefecture",
        _of("border.km"),
    ),
    _number(
        "border_km_q05",
        "km that it is farther than with a probability of 95 %",
        _of("border.km_q05"),
    ),
    _number(
        "border_km_q95",
        "km that it is nearer than with a probability of 95 %",
        _of("border.km_q95"),
    ),
    _number(
        "border_km_min",
        "smallest distance that the evidence allows",
        _of("border.km_min"),
    ),
    _number(
        "border_km_max",
        "largest distance that the evidence allows",
        _of("border.km_max"),
    ),
    _category(
        "border_band",
        "0-2, 2-5, 5-10, 10-20, 20-50, 50-100, 100-200 or 200+ km, when one holds half of the distribution",
        _of("border.band"),
        ordered=True,
    ),
    OutputColumn(
        "crossing",
        "nearest crossing to the DPRK, for a county and finer",
        _of("border.crossing"),
    ),
    _number(
        "crossing_km",
        "straight distance to it from the place's point or the middle of its ground",
        _of("border.crossing_km"),
    ),
    OutputColumn(
        "basis",
        f"what the place rests on, the strongest first: {', '.join(BASES)}",
        _listed("basis"),
        "list",
    ),
    OutputColumn("evidence", "the reasons", _evidence),
    OutputColumn(
        "candidates", "what else it could be, with probabilities", _candidates
    ),
    OutputColumn("conflicts", "clues that contradict each other", _conflicts),
    OutputColumn("gazetteer_version", "version of the data", _of("gazetteer_version")),
)
"""The columns in their order."""

NORMALIZED: tuple[OutputColumn, ...] = (
    OutputColumn("address_zh", "normalized Chinese address"),
    OutputColumn("address_en", "normalized English address"),
)
"""What tables put before the last column when normalized addresses are wanted."""

NAMES = tuple(column.name for column in OUTPUT)


def record(
    answer: Resolution, *, names: str = "en", evidence: str = "text"
) -> dict[str, Any]:
    """The answer as a flat record, under the names and in the order of `NAMES`."""
    style = AnswerStyle(names, evidence)
    return {
        column.name: column.value(answer, style) for column in OUTPUT if column.value
    }
