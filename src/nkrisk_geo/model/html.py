"""Answers in a notebook: the text with its evidence marked, bars, alternatives.

The interval of the distance is a line (`nkrisk_geo.model.distance_line`). Imports only
the model. HTML and SVG run nothing, and everything that came from the text is escaped;
colours follow the notebook's theme.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from nkrisk_geo.model import Border, Candidate, Evidence, Resolution
from nkrisk_geo.model.distance_line import border_svg, interval
from nkrisk_geo.model.explain import LOUDEST, NOTICE, headline, possible_zones
from nkrisk_geo.model.sentences import reword
from nkrisk_geo.model.wording import wording

_BOX = "font:14px/1.5 system-ui,sans-serif;max-width:46rem"
_QUIET = "opacity:.7"
_MARK = "background:rgba(61,111,168,.28);border-radius:3px;padding:0 2px"
_ASIDE = "border-bottom:1px dashed currentColor"

_LINE = Markup("<div>{}</div>")
_SPAN = Markup('<span style="{}">{}</span>')
_CELL = Markup("<td style='padding-right:1em;text-align:left'>{}</td>")
_FACT = Markup(f"<td style='{_QUIET};padding-right:1em'>{{}}</td><td>{{}}</td>")
_CHOICE = Markup(
    "<td style='padding-right:1em'>{} {:.2f}</td><td style='text-align:left'>{} {}</td>"
)
"""What is filled in is escaped, unless it is markup itself."""


def resolution_html(answer: Resolution) -> str:
    """An answer as HTML."""
    words = wording("en")
    parts = [
        Markup("<strong>{}</strong>").format(headline(answer, words)),
        _text(answer),
        _zones(answer),
        _distance(answer.border),
        border_svg(answer.border),
        _table([_evidence(reason) for reason in answer.evidence]),
        _alternatives(answer.candidates),
        *(
            _LINE.format(f"Conflict: {reword(each, words)}")
            for each in answer.conflicts
        ),
    ]
    # Whoever sees a zone has to see what it is not.
    if answer.zones or answer.zones_possible:
        parts.append(f'<div style="{_QUIET}">{NOTICE}</div>')
    return f'<div style="{_BOX}">{"".join(parts)}</div>'


def border_html(border: Border) -> str:
    """A distance as HTML."""
    crossing = border.crossing and wording("en").crossing(border.crossing)
    facts = {
        "km": border.km,
        "nine times in ten": interval(border.km_q05, border.km_q95),
        "at the most": interval(border.km_min, border.km_max),
        "band": border.band,
        "nearest crossing": crossing,
        "km to it": border.crossing_km,
        "side": border.side,
        "opposite": border.facing,
        "the line there": border.contact,
    }
    # Nought km is a fact, though it is as good as false.
    known = {name: value for name, value in facts.items() if value is not None}
    rows = [_FACT.format(*fact) for fact in known.items()]
    return f'<div style="{_BOX}">{border_svg(border)}{_table(rows)}</div>'


def zone_html(facts: Mapping[str, str]) -> str:
    """What belongs to a zone as HTML; facts that are empty are left out."""
    rows = [_FACT.format(name, value) for name, value in facts.items() if value]
    return (
        f'<div style="{_BOX}">{_table(rows)}<div style="{_QUIET}">{NOTICE}</div></div>'
    )


# --- the text -------------------------------------------------------------------------


def _text(answer: Resolution) -> str:
    """The text with what counted marked, and what was set aside underlined."""
    if not answer.text:
        return ""
    # Offsets of clues from other fields are of other texts.
    spans = sorted(
        (reason.start, reason.end, reason.unit is not None)
        for reason in answer.evidence
        if reason.field == "text"
        and reason.start is not None
        and reason.end is not None
    )
    parts, at = list[str](), 0
    for start, end, counts in spans:
        # Two clues may lie in the same words, and marks do not overlap.
        if start < at:
            continue
        style = _MARK if counts else _ASIDE
        before, words = answer.text[at:start], answer.text[start:end]
        parts += [before, _SPAN.format(style, words)]
        at = end

    parts.append(answer.text[at:])
    # Joined as markup: what is between the marks is escaped by that.
    return _LINE.format(Markup().join(parts))


def _zones(answer: Resolution) -> str:
    words = wording("en")
    sure = words.join(map(words.zone, answer.zones))
    possibly = words.join(possible_zones(answer, words))
    lines = []
    if sure:
        lines.append(f"Zones: {sure}")
    if possibly:
        lines.append(f"Possibly: {possibly}")
    return "".join(map(_LINE.format, lines))


def _distance(border: Border) -> str:
    """The distance and the nearest crossing in numbers."""
    between = interval(border.km_q05, border.km_q95)
    if between is None:
        return ""
    told = f"{between} km from the border, nine times in ten"
    if border.km is not None:
        told = f"{border.km:.1f} km from the border ({between} km nine times in ten)"
    if border.crossing and border.crossing_km is not None:
        name = wording("en").crossing(border.crossing)
        told += f"; nearest crossing {name}, {border.crossing_km:.1f} km"
    return _LINE.format(told)


def _evidence(reason: Evidence) -> str:
    where = "ignored" if reason.unit is None else f"{reason.place} {reason.unit}"
    weight = 0.0 if reason.unit is None else reason.weight
    rule = wording("en").label("rule", reason.rule)
    cells = (_bar(weight / LOUDEST), reason.text, rule, where)
    return "".join(map(_CELL.format, cells))


def _alternatives(candidates: tuple[Candidate, ...]) -> str:
    if len(candidates) < 2:
        return ""
    rows = [_candidate(each) for each in candidates]
    return f'<div style="{_QUIET}">Could be</div>{_table(rows)}'


def _candidate(candidate: Candidate) -> str:
    share, unit = candidate.probability, candidate.unit
    return _CHOICE.format(_bar(share), share, unit, unit.code)


def _bar(share: float) -> Markup:
    # A weight may be more than what fills the bar.
    width = 60 * min(1.0, max(0.0, share))
    style = (
        f"display:inline-block;height:.7em;width:{width:.0f}px;background:#3d6fa8;"
        "border-radius:2px"
    )
    return _SPAN.format(style, "")


def _table(rows: Iterable[str]) -> str:
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    # A table without rows would still take its margins.
    if not body:
        return ""
    return f'<table style="border:0;margin:.3em 0;font:inherit">{body}</table>'
