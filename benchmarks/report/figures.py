"""The pictures of docs/zones.md.

    python -m benchmarks.report.figures      writes docs/img/zones.svg and docs/img/distances.svg

The same data and the same matplotlib give the same bytes.
"""

from __future__ import annotations

import io
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

import nkrisk_geo
from benchmarks import ROOT
from nkrisk_geo.gazetteer import distributions
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.unit_geography import distributions_of
from nkrisk_geo.maps.captions import CREDITS
from nkrisk_geo.maps.palette import INK, LOOKS, MUTED, PAPER, ZONE_LOOKS
from nkrisk_geo.model.explain import NOTICE

IMAGES = ROOT / "docs" / "img"
SHOWN = (0.0, 0.05, 0.5, 0.95, 1.0)
NEAR_KM = 50.0
"""Counties that reach so near to the border are in the second picture."""
STEADY: dict[Any, Any] = {
    "svg.hashsalt": "nkrisk_geo",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
}

COUNTY_NAMES = {
    "220521": "Tonghua county",
    "220602": "Hunjiang (Baishan)",
    "220502": "Dongchang (Tonghua)",
}
"""Where the name alone would be taken for another place."""


class Reach(NamedTuple):
    """How far a county is from the border, in km; `quantiles` of its distribution: 0, 5, 50, 95, 100 %."""

    name: str
    zone: str | None
    along: float
    seat: float
    quantiles: tuple[float, float, float, float, float]


def main() -> None:
    """Write both pictures."""
    for name, picture in (("zones", zones_map), ("distances", distances_chart)):
        (IMAGES / f"{name}.svg").write_text(picture(), encoding="utf-8", newline="\n")


def zones_map() -> str:
    """The border country with the names of the zones."""
    return nkrisk_geo.explore(frame="border").svg


def distances_chart() -> str:
    """The second picture as SVG, without date and program."""
    page = io.StringIO()
    with mpl.rc_context(STEADY):
        distances().savefig(
            page, format="svg", metadata={"Date": None, "Creator": None}
        )
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines()) + "\n"


def reaches() -> list[Reach]:
    """The counties of Liaoning and Jilin near the border, from the mouth of the Yalu to the tripoint."""
    gazetteer = Gazetteer.default()
    zone_of = {
        code: zone.id for zone in reversed(gazetteer.zones) for code in zone.members
    }
    found = []
    units, rows = distributions_of(gazetteer)
    for number, quantiles in zip(
        units.tolist(), distributions.quantiles(rows, SHOWN).tolist(), strict=True
    ):
        code, extent = gazetteer.codes[number], gazetteer.extent(number)
        distance = gazetteer.distance(number)
        county = gazetteer.levels[number] == "county" and code[:2] in ("21", "22")
        if county and extent and distance and extent.km_min <= NEAR_KM:
            along = (
                nkrisk_geo.border_at(lat=extent.lat, lng=extent.lng).chainage_km or 0.0
            )
            zone = zone_of.get(code)
            found.append(
                Reach(
                    COUNTY_NAMES.get(code, gazetteer.names_en[number]),
                    zone if zone in ZONE_LOOKS else None,
                    along,
                    distance[0],
                    tuple(quantiles),
                )
            )
    return sorted(found, key=lambda reach: reach.along)


def distances() -> Figure:
    """A bar for each county: from the least to the greatest distance, its middle, its seat."""
    rows = reaches()
    figure = Figure(
        figsize=(10, 0.235 * len(rows) + 1.2), layout="constrained", facecolor=PAPER
    )
    ax = figure.add_subplot()
    for start, end, look in ((0, 20, "belt-20"), (20, 50, "belt-50")):
        ax.axvspan(
            start, end, color=LOOKS[look].fill, alpha=0.45, linewidth=0, zorder=0
        )
    for place, row in enumerate(rows):
        low, low5, median, high95, high = row.quantiles
        colour = ZONE_LOOKS[row.zone].colour if row.zone in ZONE_LOOKS else "#8c959f"
        ax.plot(
            [low, high],
            [place, place],
            color=colour,
            linewidth=2,
            solid_capstyle="butt",
            zorder=2,
        )
        ax.plot(
            [low5, high95],
            [place, place],
            color=colour,
            linewidth=8,
            solid_capstyle="butt",
            alpha=0.55,
            zorder=2,
        )
        ax.plot(
            [median],
            [place],
            marker="|",
            color=INK,
            markersize=11,
            markeredgewidth=1.8,
            zorder=3,
        )
        ax.plot(
            [row.seat],
            [place],
            marker="o",
            color=PAPER,
            markeredgecolor=INK,
            markersize=6,
            zorder=4,
        )
        ax.text(
            high + 1,
            place,
            f"{low:.0f}–{high:.0f}",
            va="center",
            fontsize=8,
            color=MUTED,
        )
    dress(ax, rows)
    return figure


def dress(ax: mpl.axes.Axes, rows: list[Reach]) -> None:
    """Scales, names, legend and sources of the second picture."""
    ax.set_yticks(range(len(rows)), [row.name for row in rows], fontsize=9, color=INK)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(-1, max(row.quantiles[-1] for row in rows) + 46)
    ax.set_xticks(
        [0, 2, 5, 10, 20, 50, 100], ["0", "2", "5", "10", "20", "50", "100"], fontsize=8
    )
    ax.grid(axis="x", color="#d0d7de", linewidth=0.6)
    ax.set_axisbelow(True)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_xlabel(
        "km to the border; ticks are the ends of the bands of geo_border_band. "
        f"Extents: numbers measured on Tianditu 2024.\n{NOTICE}\n{CREDITS}",
        loc="left", fontsize=7.6, color=MUTED, linespacing=1.5,
    )  # fmt: skip
    zones = [
        Line2D([], [], color=colour, linewidth=7, alpha=0.6)
        for colour, *_ in ZONE_LOOKS.values()
    ]
    marks = [
        Line2D([], [], color="#8c959f", linewidth=2),
        Line2D([], [], color="#8c959f", linewidth=8, alpha=0.55),
        Line2D(
            [],
            [],
            linestyle="none",
            marker="|",
            color=INK,
            markersize=11,
            markeredgewidth=1.8,
        ),
        Line2D(
            [],
            [],
            linestyle="none",
            marker="o",
            color=PAPER,
            markeredgecolor=INK,
            markersize=6,
        ),
        Patch(color=LOOKS["belt-20"].fill, alpha=0.45),
        Patch(color=LOOKS["belt-50"].fill, alpha=0.45),
    ]
    words = [
        "least to greatest",
        "the middle 90 % of the area",
        "half of the area is nearer",
        "the seat",
    ]
    words += ["within 20 km", "within 50 km"]
    ax.legend([*zones, *marks], [*ZONE_LOOKS, *words], loc="upper right", fontsize=8.5, framealpha=0.95,
              edgecolor="#d0d7de", labelcolor=INK)  # fmt: skip


if __name__ == "__main__":
    main()
