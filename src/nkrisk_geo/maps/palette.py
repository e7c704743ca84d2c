"""How things look in every picture: quiet ground, zones and places in colours that colour-blind readers tell apart.

The colours of zones are Okabe and Ito's. What is read from the data (places, intervals) is darker and drawn above the
ground; shapes differ wherever colours do, so a print in grey says the same.
"""

from __future__ import annotations

from dataclasses import dataclass

INK = "#1f2328"
MUTED = "#57606a"
PAPER = "#ffffff"
BEYOND = "#f4f5f6"
"""Whatever is neither the two provinces nor the DPRK, land and sea alike: no coast is drawn."""
LABEL_COLOURS = {"region": "#8b8578", "town": "#32383f", "zone": "#32383f", "interval": "#9c0c24"}
FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Look:
    """The style of one kind of thing.

    Attributes:
        fill, line: colours, "none" for none.
        width: of the line in points.
        alpha: opacity of the fill.
        dash: lengths of strokes and gaps in points, empty for a solid line.
        shape: of a mark: "circle", "square", "diamond", "triangle" or "cross".
        size: of a mark: half its width in points.
    """

    fill: str = "none"
    line: str = "none"
    width: float = 0.0
    alpha: float = 1.0
    dash: tuple[float, ...] = ()
    shape: str = "circle"
    size: float = 3.0


ZONE_COLOURS = {
    "dandong-border": "#0072b2",
    "upper-yalu-border": "#e69f00",
    "yanbian-border": "#009e73",
    "border-adjacent": "#cc79a7",
}
OTHER_ZONES = ("#56b4e9", "#b8a200", "#8c510a", "#6a51a3", "#444444")

LOOKS = {
    "province": Look(fill="#fdfcf8", line="#a8a093", width=0.9),
    "dprk": Look(fill="#e4e4e4", line="#a9a9a9", width=0.6),
    "belt-50": Look(fill="#d9c9a3", alpha=0.32),
    "belt-20": Look(fill="#c09a55", alpha=0.42),
    "border": Look(line=INK, width=1.5),
    "sea-line": Look(line=INK, width=0.9, dash=(3.0, 2.5)),
    "town": Look(fill=MUTED, line=PAPER, width=0.5, size=2.0),
    "open": Look(fill=INK, line=PAPER, width=0.9, shape="diamond", size=4.4),
    "unknown": Look(fill=PAPER, line=INK, width=1.0, shape="diamond", size=3.8),
    "closed": Look(line=MUTED, width=1.3, shape="cross", size=3.0),
    "sea": Look(fill=PAPER, line=MUTED, width=1.0, shape="triangle", size=3.4),
    "russia": Look(fill="#6a51a3", line=PAPER, width=0.9, shape="square", size=3.6),
    "spot": Look(fill="#c8102e", line=PAPER, width=0.9, alpha=0.9, size=4.2),
    "unsure": Look(fill=PAPER, line="#c8102e", width=1.6, alpha=0.9, size=3.8),
    "radius": Look(fill="#c8102e", line="#c8102e", width=0.5, alpha=0.08),
    "reach": Look(line="#c8102e", width=1.1, dash=(2.5, 1.8)),
}
"""The fixed looks; a zone has two of its own, see `zone_looks`."""


def zone_looks(zones: tuple[str, ...]) -> dict[str, Look]:
    """The looks of the seats ("seat:…"), the stretch of border ("stretch:…") and the area ("area:…") of each zone."""
    others = iter(OTHER_ZONES * len(zones))
    looks = {}
    for zone in zones:
        colour = ZONE_COLOURS.get(zone) or next(others)
        looks[f"seat:{zone}"] = Look(fill=colour, line=PAPER, width=0.8, shape="square", size=3.1)
        looks[f"area:{zone}"] = Look(fill=colour, line=colour, width=1.0, alpha=0.2)
        looks[f"stretch:{zone}"] = Look(line=colour, width=7.0, alpha=0.45)
    return looks
