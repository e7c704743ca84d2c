"""A scene drawn with matplotlib, on axes of its own or on the caller's, without touching anything global.

Coordinates of the axes are degrees (x is lng, y is lat), so a caller can add to the picture.
"""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from nkrisk_geo.maps.captions import CREDITS
from nkrisk_geo.maps.labels import PLAIN, PlacedLabel, wrap
from nkrisk_geo.maps.palette import BEYOND, INK, LABEL_COLOURS, MUTED, PAPER, Look
from nkrisk_geo.maps.paper import TEXT, XY, Paper
from nkrisk_geo.maps.records import Spot
from nkrisk_geo.maps.scene import Key, Scene
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.explain import NOTICE

try:
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.patches import Ellipse, Patch, PathPatch
    from matplotlib.path import Path
    from matplotlib.patheffects import withStroke

    from nkrisk_geo.maps.fonts import fonts_for, wide_font
except ImportError:
    raise InputError("plot needs matplotlib: pip install matplotlib") from None

WIDE_INCHES = 11.0
WIDE = 560.0
"""Points to which sizes of letters and marks are made; on
narrower axes everything shrinks alike …"""
LEGEND_WIDE = 188.0
"""Points after which a line of the legend is broken."""
LEAST = 0.62
"""… but not below this, or nobody could read it."""
MARKERS = {
    "circle": "o", "square": "s", "diamond": "D", "triangle": "^",
    "down": "v", "pentagon": "p", "hexagon": "h", "plus": "P",
    "cross": "x",
}  # fmt: skip
ASIDE_INCHES = 3.35
"""Room for the legend beside the map of a new figure."""


class Picture(Figure):
    """A figure that shows itself in a notebook, without pyplot."""

    def _repr_png_(self) -> bytes:
        page = io.BytesIO()
        self.savefig(page, format="png", dpi=110)
        return page.getvalue()


def draw(
    scene: Scene,
    ax: Any,
    *,
    legend: bool,
    figsize: tuple[float, float] | None,
) -> Figure:
    """The figure with the picture on it.

    Raises:
        InputError: a size is given for axes that are there
            already, or no font has the letters of the names.
    """
    # Boxes in the place of names would be a picture that says nothing.
    if scene.language != "en" and wide_font() is None:
        raise InputError(
            f"names={scene.language!r} needs a font with those letters, as Noto Sans CJK; `explore` needs none"
        )
    if ax is None:
        figure: Figure = Picture(
            figsize=figsize or _size(scene, legend),
            layout="constrained",
            facecolor=PAPER,
        )
        ax = figure.add_subplot()
    elif figsize is not None:
        raise InputError("figsize is for a new figure; the axes of `ax` have a size")
    _Hand(scene, ax, legend).draw()
    found = ax.get_figure()
    return found.figure if not isinstance(found, Figure) else found


def _size(
    scene: Scene,
    legend: bool,
) -> tuple[float, float]:
    """Inches for the map at full width, with the lines above and below."""
    wide = WIDE_INCHES - (ASIDE_INCHES if legend else 0.0)
    high = wide * Paper(scene, 1.0).high + 0.55 + (0.35 if scene.title else 0.0)
    lines = (
        sum(text.count("\n") + 1.45 for text, _ in _legend_lines(scene))
        if legend
        else 0.0
    )
    return WIDE_INCHES, max(high, lines * (TEXT - 1.2) * 1.13 / 72 + 0.4)


def _legend_lines(scene: Scene) -> Iterator[tuple[str, Key | None]]:
    """The lines of the legend, broken where they are long, each with what it explains; None for a heading."""
    for group in scene.legend:
        yield group.heading, None
        for key in group.keys:
            yield "\n".join(wrap(key.words, TEXT, LEGEND_WIDE)), key


class _Hand:
    def __init__(
        self,
        scene: Scene,
        ax: Any,
        legend: bool,
    ) -> None:
        self.scene, self.ax, self.looks, self.legend = scene, ax, scene.looks, legend
        west, south, east, north = scene.frame
        ax.set_xlim(west, east)
        ax.set_ylim(south, north)
        ax.set_aspect(1 / math.cos(math.radians((south + north) / 2)))
        self.wide = _points_wide(ax, legend)
        self.factor = min(1.0, max(LEAST, self.wide / WIDE))
        self.paper = Paper(scene, self.wide / self.factor)

    def draw(self) -> None:
        """Everything, from the lowest layer to the highest."""
        self._axes()
        self._draw_ground()
        self._data()
        for label in self.paper.labels():
            self._label(label)
        if self.legend:
            self._draw_legend()
        self._bar()

    def _axes(self) -> None:
        self.ax.set_facecolor(BEYOND)
        self.ax.tick_params(
            bottom=False, left=False, labelbottom=False, labelleft=False
        )
        for spine in self.ax.spines.values():
            spine.set_color("#d0d7de")
        # As a label of the axis it takes part in every layout and is not cut off.
        size = 7.6 * self.factor
        self.ax.set_xlabel(
            self._foot(size), loc="left", fontsize=size, color=MUTED, linespacing=1.5
        )
        if self.scene.title:
            self.ax.set_title(
                self.scene.title,
                loc="left",
                fontsize=12 * self.factor,
                color=INK,
                weight="bold",
                family=fonts_for(self.scene.title),
            )

    def _foot(self, size: float) -> str:
        """The lines below the map; without a legend they say how many rows there are, too."""
        lines = [NOTICE, f"{CREDITS} {self.scene.made_with}"]
        if not self.legend and self.scene.records:
            total = self.scene.words.counted(self.scene.records.total)
            # What the legend says without a mark would be said nowhere else.
            keys = [key for group in self.scene.legend for key in group.keys]
            words = [key.words.strip() for key in keys if not key.looks]
            lines.insert(1, "; ".join([total, *words]))

        letters = max(40, int(self.wide / (size * 0.54)))
        return "\n".join(
            part for line in lines for part in textwrap.wrap(line, letters)
        )

    def _draw_ground(self) -> None:
        for layer, area in enumerate(self.scene.ground.areas):
            # One path for all rings of an area, so that those inside are holes.
            rings = [Path([(lng, lat) for lat, lng in ring]) for ring in area.rings]
            path = Path.make_compound_path(*rings)
            style = self._area(self.looks[area.look])
            self.ax.add_patch(PathPatch(path, zorder=1 + layer / 100, **style))

        for stroke in self.scene.ground.strokes:
            lats, lngs = zip(*stroke.points, strict=True)
            style = self._line(self.looks[stroke.look])
            self.ax.add_line(Line2D(lngs, lats, zorder=2, **style))

        for mark in self.scene.ground.marks:
            look = self.looks[mark.look]
            style = self._marker(look, look.size)
            self.ax.add_line(Line2D([mark.lng], [mark.lat], zorder=4, **style))

    def _data(self) -> None:
        for spot in self.paper.spots():
            if spot.radius_km and not self.scene.is_crowded:
                _, half = self.paper.radii(spot.lat, spot.radius_km)
                high = 2 * half / self.paper.scale
                wide = high / math.cos(math.radians(spot.lat))
                style = self._area(self.looks["radius"])
                self.ax.add_patch(
                    Ellipse((spot.lng, spot.lat), wide, high, zorder=5, **style)
                )

        for _, start, end in self.paper.reaches():
            xs, ys = zip(self._degrees(start), self._degrees(end), strict=True)
            self.ax.add_line(
                Line2D(xs, ys, zorder=6, **self._line(self.looks["reach"]))
            )

        # One object for all neighbours in the order that look alike: many points are quick then.
        for (look, size), alike in groupby(self.paper.spots(), self._appearance):
            lats, lngs = zip(*((spot.lat, spot.lng) for spot in alike), strict=True)
            style = self._marker(self.looks[look], size)
            self.ax.add_line(Line2D(lngs, lats, zorder=7, **style))

    def _appearance(self, spot: Spot) -> tuple[str, float]:
        """The look of a spot, and its size."""
        return self.scene.look_of(spot), self.scene.spot_size(spot)

    def _label(self, placed: PlacedLabel) -> None:
        wanted = placed.label
        x, y = self._degrees(XY(placed.x, placed.y))
        self.ax.text(
            x,
            y,
            wanted.text,
            fontsize=wanted.size * self.factor,
            family=fonts_for(wanted.text),
            color=self.looks[wanted.look].ink
            if wanted.look
            else LABEL_COLOURS[wanted.kind],
            weight="normal" if wanted.kind in PLAIN else "bold",
            style="italic" if wanted.kind == "town-beyond" else "normal",
            ha="left",
            va="center_baseline",
            parse_math=False,
            zorder=8,
            path_effects=[
                withStroke(linewidth=2.2 * self.factor, foreground=PAPER, alpha=0.85)
            ],
        )

    def _draw_legend(self) -> None:
        """Beside the map, so that it hides nothing; a heading is a line without a mark, in bold."""
        lines = list(_legend_lines(self.scene))
        handles = [
            tuple(map(self._handle, key.looks if key else ())) or self._handle("")
            for _, key in lines
        ]
        legend = self.ax.legend(
            handles,
            [words for words, _ in lines],
            loc="upper left",
            bbox_to_anchor=(1.0, 1.0),
            fontsize=(TEXT - 1.2) * self.factor,
            labelcolor=INK,
            labelspacing=0.5,
            borderaxespad=0.4,
            frameon=False,
        )
        for text, (words, key) in zip(legend.get_texts(), lines, strict=True):
            text.set_parse_math(False)
            text.set_weight("normal" if key else "bold")
            text.set_family(fonts_for(words))

    def _handle(self, name: str) -> Any:
        if not name:
            return Line2D([], [], linestyle="none")
        look = self.looks[name]
        if look.fill == "none" and look.shape == "circle":
            return Line2D([], [], **self._line(look))
        if look.alpha < 0.5:
            return Patch(**self._area(look))
        return Line2D([], [], **self._marker(look, look.size))

    def _bar(self) -> None:
        box, km = self.paper.bar
        # Open above, as the bar of a map is: down, along, up.
        corners = [
            XY(box.left, box.top),
            XY(box.left, box.bottom),
            XY(box.right, box.bottom),
            XY(box.right, box.top),
        ]
        xs, ys = zip(*map(self._degrees, corners), strict=True)
        self.ax.add_line(
            Line2D(xs, ys, color=INK, linewidth=1.2 * self.factor, zorder=9)
        )

        x, y = self._degrees(XY((box.left + box.right) / 2, box.top - 2))
        self.ax.text(
            x,
            y,
            f"{km} km",
            ha="center",
            va="bottom",
            fontsize=TEXT * 0.85 * self.factor,
            color=INK,
            zorder=9,
        )

    def _degrees(self, at: XY) -> tuple[float, float]:
        """A place on the paper as (lng, lat)."""
        west, south, _, north = self.scene.frame
        narrow = math.cos(math.radians((south + north) / 2))
        return west + at.x / (
            self.paper.scale * narrow
        ), north - at.y / self.paper.scale

    def _marker(
        self,
        look: Look,
        size: float,
    ) -> dict[str, Any]:
        crossed = look.shape == "cross"
        return {
            "linestyle": "none",
            "marker": MARKERS[look.shape],
            "markersize": size * (1.7 if look.shape == "diamond" else 2) * self.factor,
            "markerfacecolor": look.fill,
            "markeredgecolor": look.line,
            "markeredgewidth": look.width * self.factor * (1.0 if crossed else 0.9),
        }

    def _line(self, look: Look) -> dict[str, Any]:
        style: dict[str, Any] = {
            "color": look.line,
            "linewidth": look.width * self.factor,
            "alpha": look.alpha,
            "solid_capstyle": "butt",
        }
        if look.dash:
            style["linestyle"] = (0, look.dash)
        return style

    def _area(self, look: Look) -> dict[str, Any]:
        from matplotlib.colors import to_rgba

        edge = "none" if look.line == "none" else to_rgba(look.line)
        return {
            "facecolor": to_rgba(look.fill, look.alpha),
            "edgecolor": edge,
            "linewidth": look.width * self.factor,
        }


def _points_wide(ax: Any, legend: bool) -> float:
    """The width of the axes in points, as the layout will have it."""
    ax.apply_aspect()
    figure = ax.get_figure()
    if figure.get_layout_engine() is not None and len(figure.axes) == 1:
        inches = float(figure.get_size_inches()[0]) - (ASIDE_INCHES if legend else 0.0)
        return max(inches, 1.0) * 72 * 0.985
    return float(ax.get_position().width * figure.get_size_inches()[0]) * 72
