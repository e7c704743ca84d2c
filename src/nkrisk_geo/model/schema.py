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

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from nkrisk_geo.model import Level, Reason, Resolution, Status
from nkrisk_geo.model.answer_values import (
    AnswerStyle,
    Value,
    as_list,
    attribute,
    candidates_of,
    conflicts_of,
    division,
    evidence_of,
    subdivision_of,
    zone_probability,
)
from nkrisk_geo.model.fields import BASES

SCHEMA_VERSION = 3
"""The version of the columns: what they are called and mean. It rises when one comes,
goes or changes its meaning."""

Kind = Literal["text", "list", "number"]
"""What a cell holds: text, a list of texts, or a number with a fraction. It may always
be missing."""


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


NAME_ONLY = ("company",)
"""What a place rests on that nothing but a firm's name speaks for: its works may be elsewhere."""
BETWEEN = ";"
"""What parts the texts of a list where a file has no lists."""


def _category(
    name: str, meaning: str, value: Value, values: Iterable[str] = (), *, ordered: bool
) -> OutputColumn:
    words = tuple(map(str, values))
    return OutputColumn(name, meaning, value, values=words, ordered=ordered)


def _number(name: str, meaning: str, value: Value) -> OutputColumn:
    return OutputColumn(name, meaning, value, "number")


# A column of its own for each, so that files of all gazetteers have the same columns.
ODDS = {
    "p_liaoning": "liaoning",
    "p_jilin": "jilin",
    "p_yanbian": "yanbian",
    "p_dandong_border": "dandong-border",
    "p_dprk_border": "dprk-border",
}
"""The zones whose probabilities have columns, by those."""


def _odds(column: str, where: str) -> OutputColumn:
    return _number(
        column, f"probability of being in {where}", zone_probability(ODDS[column])
    )


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
        "country", "ISO 3166-1 alpha-2; null when nothing says", attribute("country")
    ),
    OutputColumn("subdivision", "ISO 3166-2 of the province", subdivision_of),
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
    OutputColumn("province", "name of the province", division("province")),
    OutputColumn("prefecture", "name of the prefecture", division("prefecture")),
    OutputColumn("county", "name of the county", division("county")),
    OutputColumn("township", "name of the township", division("township")),
    OutputColumn(
        "township_code",
        "civil-affairs code of the township",
        lambda answer, _: answer.township.code if answer.township else None,
    ),
    OutputColumn(
        "postcode", "the postcode given, or that of the place", attribute("postcode")
    ),
    _category(
        "zone", "the definite zone of highest rank", attribute("zone"), ordered=True
    ),
    OutputColumn(
        "zones",
        "definite zones: as probable as a place has to be that is decided on",
        as_list("zones"),
        "list",
    ),
    OutputColumn(
        "zones_possible",
        "zones that cannot be ruled out",
        as_list("zones_possible"),
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
        attribute("p_border_20km"),
    ),
    _number("p_border_50km", "… within 50 km of it", attribute("p_border_50km")),
    _number(
        "confidence", "probability that the place is right", attribute("confidence")
    ),
    _number("lat", "WGS-84 latitude of a point of the place", attribute("lat")),
    _number("lng", "WGS-84 longitude of it", attribute("lng")),
    _number(
        "radius_km", "how far the place may lie from the point", attribute("radius_km")
    ),
    _number(
        "border_km",
        "median geodesic km to the land and river border with the DPRK; negative "
        "inside it; null above the prefecture",
        attribute("border.km"),
    ),
    _number(
        "border_km_q05",
        "km that it is farther than with a probability of 95 %",
        attribute("border.km_q05"),
    ),
    _number(
        "border_km_q95",
        "km that it is nearer than with a probability of 95 %",
        attribute("border.km_q95"),
    ),
    _number(
        "border_km_min",
        "smallest distance that the evidence allows",
        attribute("border.km_min"),
    ),
    _number(
        "border_km_max",
        "largest distance that the evidence allows",
        attribute("border.km_max"),
    ),
    _category(
        "border_band",
        "0-2, 2-5, 5-10, 10-20, 20-50, 50-100, 100-200 or 200+ km, when one holds half "
        "of the distribution",
        attribute("border.band"),
        ordered=True,
    ),
    OutputColumn(
        "crossing",
        "nearest crossing to the DPRK, for a county and finer",
        attribute("border.crossing"),
    ),
    _number(
        "crossing_km",
        "straight distance to it from the place's point or the middle of its ground",
        attribute("border.crossing_km"),
    ),
    OutputColumn(
        "basis",
        f"what the place rests on, the strongest first: {', '.join(BASES)}",
        as_list("basis"),
        "list",
    ),
    OutputColumn("evidence", "the reasons", evidence_of),
    OutputColumn(
        "candidates", "what else it could be, with probabilities", candidates_of
    ),
    OutputColumn("conflicts", "clues that contradict each other", conflicts_of),
    OutputColumn(
        "gazetteer_version", "version of the data", attribute("gazetteer_version")
    ),
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
    # A column without a value of its own is one that only tables have.
    has = [(column.name, column.value) for column in OUTPUT if column.value]
    return {name: value(answer, style) for name, value in has}
