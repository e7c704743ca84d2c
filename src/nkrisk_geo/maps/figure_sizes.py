"""How large a new figure is, and how much of it the map and the lines of the legend have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nkrisk_geo.maps.labels import wrap
from nkrisk_geo.maps.paper import TEXT, Paper
from nkrisk_geo.maps.scene import Key, Scene

WIDE_INCHES = 11.0
LEGEND_WIDE = 188.0
"""Points after which a line of the legend is broken."""
ASIDE_INCHES = 3.35
"""Room for the legend beside the map of a new figure."""
POINTS = 72
"""In an inch."""


def figure_size(
    scene: Scene,
    legend: bool,
) -> tuple[float, float]:
    """Inches for the map at full width, with the lines above and below."""
    wide = WIDE_INCHES - (ASIDE_INCHES if legend else 0.0)
    # On paper one point wide the height is that for each point of width.
    high = wide * Paper(scene, 1.0).high + 0.55
    if scene.title:
        high += 0.35
    if not legend:
        return WIDE_INCHES, high

    # A legend of many lines is higher than the map.
    lines = sum(text.count("\n") + 1.45 for text, _ in legend_lines(scene))
    needed = lines * (TEXT - 1.2) * 1.13 / POINTS
    return WIDE_INCHES, max(high, needed + 0.4)


def legend_lines(scene: Scene) -> Iterator[tuple[str, Key | None]]:
    """The lines of the legend, broken where they are long, each with what it explains.

    A heading explains nothing.
    """
    for group in scene.legend:
        yield group.heading, None
        for key in group.keys:
            yield "\n".join(wrap(key.words, TEXT, LEGEND_WIDE)), key


def points_wide(ax: Any, legend: bool) -> float:
    """The width of the axes in points, as the layout will have it."""
    ax.apply_aspect()
    figure = ax.get_figure()
    inches = float(figure.get_size_inches()[0])
    # A layout engine moves the axes only when the figure is drawn.
    if figure.get_layout_engine() is not None and len(figure.axes) == 1:
        inches -= ASIDE_INCHES if legend else 0.0
        return max(inches, 1.0) * POINTS * 0.985
    return float(ax.get_position().width * inches) * POINTS
