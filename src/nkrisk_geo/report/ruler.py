"""The interval of a distance as a drawing: a line of round length, thick where it is likely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from nkrisk_geo.model.wording import Wording
from nkrisk_geo.report.review.narration import ENDS

LENGTHS = (5, 10, 20, 50, 100, 200, 500, 2_000)
"""Kilometres that a line stands for."""
LEFT, WIDTH = 6, 288
"""Where the line begins, and how long it is drawn."""


def draw_ruler(answer: Mapping[str, Any], words: Wording) -> Markup:
    """The interval of an answer; nothing where none is known, or where it lies inside the DPRK."""
    km, q05, q95, low, high = (answer[name] for name in ENDS)
    if low is None or q05 is None or q95 is None or high is None or high <= 0.0:
        return Markup("")
    # A few lengths only, so that two packets of one region can be compared by eye.
    length = next((each for each in LENGTHS if each >= high), LENGTHS[-1])
    whole = _stretch(low, high, length, "whole")
    most = _stretch(q05, q95, length, "most")
    return Markup(
        '<svg viewBox="0 0 300 34" class=ruler role=img aria-label="{}">'
        '<path d="M6 12H294" class=line />{}{}{}'
        '<text x="6" y="31">0</text>'
        '<text x="294" y="31" text-anchor="end">{} km</text></svg>'
    ).format(words("packet.ruler"), whole, most, _median(km, length), length)


def _stretch(start: float, end: float, length: int, kind: str) -> Markup:
    """A piece of the line."""
    path = Markup('<path d="M{} 12H{}" class={} />')
    return path.format(_at(start, length), _at(end, length), kind)


def _median(km: float | None, length: int) -> Markup:
    if km is None:
        return Markup("")
    return Markup('<path d="M{} 5v14" class=median />').format(_at(km, length))


def _at(km: float, length: int) -> float:
    """Where a distance is drawn; what lies beyond the border is drawn on it."""
    return round(LEFT + WIDTH * max(0.0, km) / length, 1)
