"""Looks as matplotlib takes them: the keywords of markers, lines and areas.

`factor` is by how much letters and marks shrink on narrow axes.
"""

from __future__ import annotations

from typing import Any

from nkrisk_geo.maps.palette import Look

MARKERS = {
    "circle": "o", "square": "s", "diamond": "D", "triangle": "^",
    "down": "v", "pentagon": "p", "hexagon": "h", "plus": "P",
    "cross": "x",
}  # fmt: skip


def marker_style(look: Look, size: float, factor: float) -> dict[str, Any]:
    """A mark of some size, which is half its width."""
    crossed = look.shape == "cross"
    # The diamond of matplotlib is a square on its corner, so wider than its side.
    whole = size * (1.7 if look.shape == "diamond" else 2)
    edge = look.width * factor
    return {
        "linestyle": "none",
        "marker": MARKERS[look.shape],
        "markersize": whole * factor,
        "markerfacecolor": look.fill,
        "markeredgecolor": look.line,
        "markeredgewidth": edge * (1.0 if crossed else 0.9),
    }


def line_style(look: Look, factor: float) -> dict[str, Any]:
    """A line."""
    style: dict[str, Any] = {
        "color": look.line,
        "linewidth": look.width * factor,
        "alpha": look.alpha,
        "solid_capstyle": "butt",
    }
    if look.dash:
        style["linestyle"] = (0, look.dash)
    return style


def area_style(look: Look, factor: float) -> dict[str, Any]:
    """An area, whose fill may be seen through and whose edge not."""
    from matplotlib.colors import to_rgba

    edge = "none" if look.line == "none" else to_rgba(look.line)
    return {
        "facecolor": to_rgba(look.fill, look.alpha),
        "edgecolor": edge,
        "linewidth": look.width * factor,
    }
