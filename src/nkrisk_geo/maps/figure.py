"""A scene drawn with matplotlib, on axes of its own or on the caller's.

Nothing global is touched.
Coordinates of the axes are degrees (x is lng, y is lat), so a caller can add to the picture.
"""

from __future__ import annotations

import io
import math
import textwrap
from itertools import groupby
from typing import Any

from nkrisk_geo.maps.captions import CREDITS
from nkrisk_geo.maps.figure_sizes import figure_size, legend_lines, points_wide
from nkrisk_geo.maps.figure_styles import area_style, line_style, marker_style
from nkrisk_geo.maps.labels import PLAIN, PlacedLabel
from nkrisk_geo.maps.palette import BEYOND, INK, LABEL_COLOURS, MUTED, PAPER
from nkrisk_geo.maps.paper import TEXT, XY, Paper
from nkrisk_geo.maps.records import Spot
from nkrisk_geo.maps.scene import Scene
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

WIDE = 560.0
"""Points to which sizes of letters and marks are made; on
narrower axes everything shrinks alike …"""
LEAST = 0.62
"""… but not below this, or nobody could read it."""


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
            f"names={scene.language!r} needs a font with those letters, "
            "as Noto Sans CJK; `explore` needs none"
        )
    if ax is None:
        figure: Figure = Picture(
            figsize=figsize or figure_size(scene, legend),
            layout="constrained",
            facecolor=PAPER,
        )
        ax = figure.add_subplot()
    elif figsize is not None:
        raise InputError("figsize is for a new figure; the axes of `ax` have a size")
    _Hand(scene, ax, legend).draw()
    found = ax.get_figure()
    # Axes may lie in a part of a figure, which knows the whole.
    return found if isinstance(found, Figure) else found.figure


class _Hand:
    def __init__(
        self,
        scene: Scene,
        ax: Any,
        legend: bool,
    ) -> None:
        self.scene, self.looks = scene, scene.looks
        self.ax, self.legend = ax, legend
        west, south, east, north = scene.frame
        ax.set_xlim(west, east)
        ax.set_ylim(south, north)
        # In the middle of the map degrees of both kinds are as long as on the ground.
        middle = math.radians((south + north) / 2)
        ax.set_aspect(1 / math.cos(middle))
        self.wide = points_wide(ax, legend)
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
            total = self.scene.words.count_rows(self.scene.records.total)
            # What the legend says without a mark would be said nowhere else.
            keys = [key for group in self.scene.legend for key in group.keys]
            words = [key.words.strip() for key in keys if not key.looks]
            lines.insert(1, "; ".join([total, *words]))

        letters = max(40, int(self.wide / (size * 0.54)))
        wrapped = [textwrap.fill(line, letters) for line in lines]
        return "\n".join(wrapped)

    def _draw_ground(self) -> None:
        for layer, area in enumerate(self.scene.ground.areas):
            # One path for all rings of an area, so that those inside are holes.
            rings = [Path([(lng, lat) for lat, lng in ring]) for ring in area.rings]
            path = Path.make_compound_path(*rings)
            style = area_style(self.looks[area.look], self.factor)
            self.ax.add_patch(PathPatch(path, zorder=1 + layer / 100, **style))

        for stroke in self.scene.ground.strokes:
            lats, lngs = zip(*stroke.points, strict=True)
            style = line_style(self.looks[stroke.look], self.factor)
            self.ax.add_line(Line2D(lngs, lats, zorder=2, **style))

        for mark in self.scene.ground.marks:
            look = self.looks[mark.look]
            style = marker_style(look, look.size, self.factor)
            self.ax.add_line(Line2D([mark.lng], [mark.lat], zorder=4, **style))

    def _data(self) -> None:
        for spot in self.paper.spots():
            if spot.radius_km and not self.scene.is_crowded:
                _, half = self.paper.radii(spot.lat, spot.radius_km)
                high = 2 * half / self.paper.scale
                wide = high / math.cos(math.radians(spot.lat))
                style = area_style(self.looks["radius"], self.factor)
                self.ax.add_patch(
                    Ellipse((spot.lng, spot.lat), wide, high, zorder=5, **style)
                )

        for _, start, end in self.paper.reaches():
            xs, ys = zip(self._degrees(start), self._degrees(end), strict=True)
            style = line_style(self.looks["reach"], self.factor)
            self.ax.add_line(Line2D(xs, ys, zorder=6, **style))

        # One object for all neighbours in the order that look alike: many points are quick then.
        for (look, size), alike in groupby(self.paper.spots(), self._appearance):
            points = [(spot.lat, spot.lng) for spot in alike]
            lats, lngs = zip(*points, strict=True)
            style = marker_style(self.looks[look], size, self.factor)
            self.ax.add_line(Line2D(lngs, lats, zorder=7, **style))

    def _appearance(self, spot: Spot) -> tuple[str, float]:
        """The look of a spot, and its size."""
        return self.scene.look_of(spot), self.scene.spot_size(spot)

    def _label(self, placed: PlacedLabel) -> None:
        wanted = placed.label
        x, y = self._degrees(XY(placed.x, placed.y))
        colour = LABEL_COLOURS[wanted.kind]
        if wanted.look:
            colour = self.looks[wanted.look].ink
        # Paper around the letters, so that they can be read over lines.
        wide = 2.2 * self.factor
        around = withStroke(linewidth=wide, foreground=PAPER, alpha=0.85)
        self.ax.text(
            x,
            y,
            wanted.text,
            fontsize=wanted.size * self.factor,
            family=fonts_for(wanted.text),
            color=colour,
            weight="normal" if wanted.kind in PLAIN else "bold",
            style="italic" if wanted.kind == "town-beyond" else "normal",
            ha="left",
            va="center_baseline",
            parse_math=False,
            zorder=8,
            path_effects=[around],
        )

    def _draw_legend(self) -> None:
        """Beside the map, so that it hides nothing; a heading is a line without a mark, in bold."""
        lines = list(legend_lines(self.scene))
        handles = []
        for _, key in lines:
            marks = tuple(map(self._handle, key.looks)) if key else ()
            handles.append(marks or self._handle(""))
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
            return Line2D([], [], **line_style(look, self.factor))
        if look.alpha < 0.5:
            return Patch(**area_style(look, self.factor))
        return Line2D([], [], **marker_style(look, look.size, self.factor))

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
        scale = self.paper.scale
        # On paper y goes down.
        return west + at.x / (scale * narrow), north - at.y / scale
