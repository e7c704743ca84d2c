"""Answers in a notebook: the text with its evidence marked, bars, alternatives, the interval of the distance as a line.

Imports only the model. HTML and SVG run nothing, and everything that came from the text is escaped; colours follow the
notebook's theme.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

from nkrisk_geo.model import Border, Candidate, Evidence, Resolution
from nkrisk_geo.model.explain import LOUDEST, NOTICE, note

SCALE_KM, WIDTH, HEIGHT = 500.0, 420, 46
"""The line of distances ends here, and is so many pixels wide and high."""
BELTS = (20.0, 50.0)
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
    first, *_ = note(answer).split("\n")
    parts = [
        Markup("<strong>{}</strong>").format(first),
        _text(answer),
        _zones(answer),
        border_svg(answer.border),
        _table([_evidence(reason) for reason in answer.evidence]),
        _alternatives(answer.candidates),
        *(_LINE.format(f"Conflict: {conflict}") for conflict in answer.conflicts),
        f'<div style="{_QUIET}">{NOTICE}</div>' if answer.zones or answer.zones_possible else "",
    ]
    return f'<div style="{_BOX}">{"".join(parts)}</div>'


def border_html(border: Border) -> str:
    """A distance as HTML."""
    facts = {
        "km": border.km, "nine times in ten": _between(border.km_q05, border.km_q95),
        "at the most": _between(border.km_min, border.km_max), "band": border.band, "nearest crossing": border.crossing,
        "km to it": border.crossing_km, "side": border.side, "opposite": border.facing, "the line there": border.contact,
    }  # fmt: skip
    rows = [_FACT.format(name, value) for name, value in facts.items() if value is not None]
    return f'<div style="{_BOX}">{border_svg(border)}{_table(rows)}</div>'


def zone_html(facts: Mapping[str, str]) -> str:
    """What belongs to a zone as HTML; facts that are empty are left out."""
    rows = [_FACT.format(name, value) for name, value in facts.items() if value]
    return f'<div style="{_BOX}">{_table(rows)}<div style="{_QUIET}">{NOTICE}</div></div>'


# --- the text ----------------------------------------------------------------------------------------------------------


def _text(answer: Resolution) -> str:
    """The text with what counted marked, and what was set aside underlined."""
    if not answer.text:
        return ""
    spans = sorted(
        (reason.start, reason.end, reason.unit is not None)
        for reason in answer.evidence
        if reason.field == "text" and reason.start is not None and reason.end is not None
    )
    parts, at = list[str](), 0
    for start, end, counts in spans:
        if start < at:
            continue
        style = _MARK if counts else _ASIDE
        parts += [answer.text[at:start], _SPAN.format(style, answer.text[start:end])]
        at = end
    return _LINE.format(Markup().join([*parts, answer.text[at:]]))


def _zones(answer: Resolution) -> str:
    sure, odds = ", ".join(answer.zones), dict(answer.zone_probabilities)
    possibly = ", ".join(f"{zone} ({odds.get(zone, 0.0):.2f})" for zone in answer.zones_possible)
    lines = [f"Zones: {sure}"] * bool(sure) + [f"Possibly: {possibly}"] * bool(possibly)
    return "".join(map(_LINE.format, lines))


def _evidence(reason: Evidence) -> str:
    where = "set aside" if reason.unit is None else f"{reason.place} {reason.unit}"
    weight = 0.0 if reason.unit is None else reason.weight
    return "".join(map(_CELL.format, (_bar(weight / LOUDEST), reason.text, reason.rule, where)))


def _alternatives(candidates: tuple[Candidate, ...]) -> str:
    if len(candidates) < 2:
        return ""
    rows = [
        _CHOICE.format(_bar(each.probability), each.probability, each.unit, each.unit.code)
        for each in candidates
    ]
    return f'<div style="{_QUIET}">Could be</div>{_table(rows)}'


def _bar(share: float) -> Markup:
    width = 60 * min(1.0, max(0.0, share))
    style = (
        f"display:inline-block;height:.7em;width:{width:.0f}px;background:#3d6fa8;border-radius:2px"
    )
    return _SPAN.format(style, "")


def _table(rows: Iterable[str]) -> str:
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<table style="border:0;margin:.3em 0;font:inherit">{body}</table>' if body else ""


# --- the line of distances ---------------------------------------------------------------------------------------------


def border_svg(border: Border) -> str:
    """The intervals of a distance on a line from 0 to 500 km, nine tenths of it thick; empty where nothing is known."""
    between, most = _between(border.km_q05, border.km_q95), _between(border.km_min, border.km_max)
    if between is None or most is None:
        return ""
    bars = _stretch(border.km_min, border.km_max, 2) + _stretch(border.km_q05, border.km_q95, 6)
    belts = "".join(
        f'<rect x="0" y="8" width="{_at(km):.1f}" height="14" fill="#b08d4f" opacity=".3"/>'
        for km in reversed(BELTS)
    )
    point = (
        ""
        if border.km is None
        else f'<circle cx="{_at(border.km):.1f}" cy="15" r="4" fill="#c8102e"/>'
    )
    ticks = "".join(
        f'<text x="{_at(km):.1f}" y="40" font-size="11" fill="currentColor" text-anchor="{anchor}">{km}</text>'
        for km, anchor in ((0, "start"), (50, "middle"), (200, "middle"))
    )
    ticks += f'<text x="{WIDTH}" y="40" font-size="11" fill="currentColor" text-anchor="end">500 km to the border</text>'
    told = f"{between} km from the border nine times in ten, {most} km at the most" + (
        "" if border.km is None else f", {border.km:.1f} km in the middle"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="-6 0 {WIDTH + 12} {HEIGHT}" '
        f'role="img" aria-label="{escape(told)}"><title>{escape(told)}</title>{belts}'
        f'<line x1="0" y1="22" x2="{WIDTH}" y2="22" stroke="currentColor" opacity=".5"/>'
        f"{bars}{point}{ticks}</svg>"
    )


def _stretch(low: float | None, high: float | None, width: int) -> str:
    """A stretch of the line."""
    start = _at(low or 0.0)
    end = max(_at(high or 0.0), start + 2)
    return f'<line x1="{start:.1f}" y1="15" x2="{end:.1f}" y2="15" stroke="#3d6fa8" stroke-width="{width}"/>'


def _at(km: float) -> float:
    """Where a distance stands on the line; the root gives the near ones room."""
    return WIDTH * math.sqrt(min(max(km, 0.0), SCALE_KM) / SCALE_KM)


def _between(low: float | None, high: float | None) -> str | None:
    return None if low is None or high is None else f"{low:.1f}–{high:.1f}"
