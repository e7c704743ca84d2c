"""Answers in a notebook: the text with its evidence marked, bars, alternatives.

The interval of the distance is a line. Imports only the model. HTML and SVG run
nothing, and everything that came from the text is escaped; colours follow the
notebook's theme.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from markupsafe import Markup, escape

from nkrisk_geo.model import Border, Candidate, Evidence, Resolution
from nkrisk_geo.model.explain import LOUDEST, NOTICE, headline, possible_zones
from nkrisk_geo.model.sentences import plain
from nkrisk_geo.model.wording import wording

SCALE_KM, WIDTH, HEIGHT = 60.0, 420, 46
"""The line of distances is at least so many km long, and so many pixels wide and high."""
TICKS = (0, 10, 20, 50, 100, 200, 500, 1000, 2000)
ROOM = 26
"""Pixels between two numbers below the line."""
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
    words = wording("en")
    parts = [
        Markup("<strong>{}</strong>").format(headline(answer, words)),
        _text(answer),
        _zones(answer),
        _distance(answer.border),
        border_svg(answer.border),
        _table([_evidence(reason) for reason in answer.evidence]),
        _alternatives(answer.candidates),
        *(_LINE.format(f"Conflict: {plain(each, words)}") for each in answer.conflicts),
        f'<div style="{_QUIET}">{NOTICE}</div>'
        if answer.zones or answer.zones_possible
        else "",
    ]
    return f'<div style="{_BOX}">{"".join(parts)}</div>'


def border_html(border: Border) -> str:
    """A distance as HTML."""
    facts = {
        "km": border.km, "nine times in ten": _between(border.km_q05, border.km_q95),
        "at the most": _between(border.km_min, border.km_max), "band": border.band,
        "nearest crossing": border.crossing and wording("en").crossing(border.crossing),
        "km to it": border.crossing_km, "side": border.side, "opposite": border.facing, "the line there": border.contact,
    }  # fmt: skip
    rows = [
        _FACT.format(name, value) for name, value in facts.items() if value is not None
    ]
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
    spans = sorted(
        (reason.start, reason.end, reason.unit is not None)
        for reason in answer.evidence
        if reason.field == "text"
        and reason.start is not None
        and reason.end is not None
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
    words = wording("en")
    sure = words.listed(map(words.zone, answer.zones))
    possibly = words.listed(possible_zones(answer, words))
    lines = [f"Zones: {sure}"] * bool(sure) + [f"Possibly: {possibly}"] * bool(possibly)
    return "".join(map(_LINE.format, lines))


def _distance(border: Border) -> str:
    """The distance and the nearest crossing in numbers."""
    between = _between(border.km_q05, border.km_q95)
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
    rule = wording("en").told("rule", reason.rule)
    return "".join(
        map(_CELL.format, (_bar(weight / LOUDEST), reason.text, rule, where))
    )


def _alternatives(candidates: tuple[Candidate, ...]) -> str:
    if len(candidates) < 2:
        return ""
    rows = [
        _CHOICE.format(
            _bar(each.probability), each.probability, each.unit, each.unit.code
        )
        for each in candidates
    ]
    return f'<div style="{_QUIET}">Could be</div>{_table(rows)}'


def _bar(share: float) -> Markup:
    width = 60 * min(1.0, max(0.0, share))
    style = f"display:inline-block;height:.7em;width:{width:.0f}px;background:#3d6fa8;border-radius:2px"
    return _SPAN.format(style, "")


def _table(rows: Iterable[str]) -> str:
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'<table style="border:0;margin:.3em 0;font:inherit">{body}</table>'
        if body
        else ""
    )


# --- the line of distances ------------------------------------------------------------


def border_svg(border: Border) -> str:
    """The intervals of a distance on a line of km, nine tenths of it thick.

    Empty where nothing is known. A km is as long everywhere on the line, which ends
    behind what it shows and has numbers below.
    """
    between, most = (
        _between(border.km_q05, border.km_q95),
        _between(border.km_min, border.km_max),
    )
    if between is None or most is None:
        return ""
    ruler = _Ruler(border)
    bars = ruler.stretch(border.km_min, border.km_max, 2)
    bars += ruler.stretch(border.km_q05, border.km_q95, 6)
    point = ""
    if border.km is not None:
        point = f'<circle cx="{ruler.at(border.km):.1f}" cy="15" r="4" fill="#c8102e"/>'
    told = f"{between} km from the border nine times in ten, {most} km at the most" + (
        "" if border.km is None else f", {border.km:.1f} km in the middle"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="-6 0 {WIDTH + 12} {HEIGHT}" '
        f'role="img" aria-label="{escape(told)}"><title>{escape(told)}</title>{"".join(ruler.belts())}'
        f'<line x1="0" y1="22" x2="{WIDTH}" y2="22" stroke="currentColor" opacity=".5"/>'
        f"{bars}{point}{''.join(ruler.ticks())}</svg>"
    )


class _Ruler:
    """A line on which every km is as long as the next.

    It begins at the border, or at the farthest point inside the DPRK.
    """

    def __init__(self, border: Border) -> None:
        self.low = min(0.0, border.km_min or 0.0)
        self.high = max(SCALE_KM, (border.km_max or 0.0) * 1.05)

    def at(self, km: float) -> float:
        """Where a distance stands."""
        return WIDTH * (km - self.low) / (self.high - self.low)

    def stretch(self, low: float | None, high: float | None, width: int) -> str:
        """A stretch of the line, wide enough to be seen."""
        start = self.at(low or 0.0)
        end = max(self.at(high or 0.0), start + 2)
        return (
            f'<line x1="{start:.1f}" y1="15" x2="{end:.1f}" y2="15" stroke="#3d6fa8" '
            f'stroke-width="{width}"/>'
        )

    def belts(self) -> Iterator[str]:
        """What lies within 20 and 50 km."""
        start = self.at(0.0)
        for km in reversed(BELTS):
            yield (
                f'<rect x="{start:.1f}" y="8" width="{self.at(km) - start:.1f}" height="14" '
                'fill="#b08d4f" opacity=".3"/>'
            )

    def ticks(self) -> Iterator[str]:
        """The numbers below the line, as many as find room."""
        # The words at the right end take the room of four numbers.
        last, unit = -2.0 * ROOM, WIDTH - 4.0 * ROOM
        for km in TICKS:
            x = self.at(km)
            if x - last < ROOM or x > unit:
                continue
            last = x
            yield (
                f'<text x="{x:.1f}" y="40" font-size="11" fill="currentColor" '
                f'text-anchor="{"start" if x < ROOM / 2 else "middle"}">{km}</text>'
            )
        yield (
            f'<text x="{WIDTH}" y="40" font-size="11" fill="currentColor" text-anchor="end">'
            "km to the border</text>"
        )


def _between(low: float | None, high: float | None) -> str | None:
    return None if low is None or high is None else f"{low:.1f} to {high:.1f}"
