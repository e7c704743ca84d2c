"""How things look in every picture: quiet ground, and colours that all readers tell apart.

The colours of zones are Okabe and Ito's. What is read from the data (places, intervals) is darker
and drawn above the ground; shapes differ wherever colours do, so a print in grey says the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

INK = "#1f2328"
MUTED = "#57606a"
PAPER = "#ffffff"
BEYOND = "#f4f5f6"
"""Land that is neither the two provinces nor the DPRK."""
LABEL_COLOURS = {
    "region": "#766f60",
    "town": "#32383f",
    "town-beyond": "#5c636b",
    "zone": "#32383f",
    "interval": "#9c0c24",
}
FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Look:
    """The style of one kind of thing.

    Attributes:
        fill, line: colours, "none" for none.
        width: of the line in points.
        alpha: opacity of the fill.
        dash: lengths of strokes and gaps in points, empty for a solid line.
        shape: of a mark: a key of `SHAPES`.
        size: of a mark: half its width in points.
        ink: of words about it, darker than the fill where
            that is too pale to read; "" for the fill.
    """

    fill: str = "none"
    line: str = "none"
    width: float = 0.0
    alpha: float = 1.0
    dash: tuple[float, ...] = ()
    shape: str = "circle"
    size: float = 3.0
    ink: str = ""


SHAPES = {
    "circle": "",
    "square": "M-1-1H1V1H-1Z",
    "diamond": "M0-1.2L1.2 0L0 1.2L-1.2 0Z",
    "triangle": "M0-1.1L1.1 .9H-1.1Z",
    "down": "M0 1.2L1.2-.9H-1.2Z",
    "pentagon": "M0-1.2L1.14-.37L.7 .97H-.7L-1.14-.37Z",
    "hexagon": "M-1.15 0L-.58-1H.58L1.15 0L.58 1H-.58Z",
    "plus": "M-.45-1.2H.45V-.45H1.2V.45H.45V1.2H-.45V.45H-1.2V-.45H-.45Z",
    "cross": "M-1-1L1 1M-1 1L1-1",
}
"""The outline of each mark as the path of an SVG, half as wide as 1; a circle is no path."""


class ZoneLook(NamedTuple):
    """How a zone is told from others.

    By colour, by the shape of its seats, by a darker ink for its name.
    """

    colour: str
    shape: str
    ink: str


ZONE_LOOKS = {
    "dandong-border": ZoneLook("#0072b2", "square", "#005685"),
    "upper-yalu-border": ZoneLook("#e69f00", "down", "#845b00"),
    "yanbian-border": ZoneLook("#009e73", "pentagon", "#00664a"),
    "border-adjacent": ZoneLook("#cc79a7", "plus", "#8f3f6b"),
}
OTHER_ZONES = (
    ZoneLook("#56b4e9", "square", "#1c6a99"),
    ZoneLook("#b8a200", "down", "#6d6000"),
    ZoneLook("#8c510a", "pentagon", "#8c510a"),
    ZoneLook("#6a51a3", "plus", "#6a51a3"),
    ZoneLook("#444444", "hexagon", "#444444"),
)
CLASSES = (
    ("#c8102e", "circle"), ("#0b5fa5", "square"),
    ("#b87700", "down"), ("#00734f", "pentagon"),
    ("#8f3f6b", "diamond"), ("#4a4a4a", "hexagon"),
    ("#2aa1c9", "plus"), ("#7a7a7a", "triangle"),
)  # fmt: skip
"""Colours and shapes of rows by the values of a column, the
commonest first; the last is that of all others."""

LOOKS = {
    "province": Look(fill="#fdfcf8", line="#a8a093", width=0.9),
    "dprk": Look(fill="#e4e4e4", line="#a9a9a9", width=0.6),
    "water": Look(fill="#dfeaf2", line="#93a9b8", width=0.6),
    "belt-50": Look(fill="#d9c9a3", alpha=0.32),
    "belt-20": Look(fill="#c09a55", alpha=0.42),
    "border": Look(line=INK, width=1.5),
    "sea-line": Look(line=INK, width=0.9, dash=(3.0, 2.5)),
    "town": Look(fill=MUTED, line=PAPER, width=0.5, size=2.0),
    "town-beyond": Look(fill=PAPER, line=MUTED, width=0.9, size=1.9),
    "open": Look(fill=INK, line=PAPER, width=0.9, shape="diamond", size=4.4),
    "unknown": Look(fill=PAPER, line=INK, width=1.0, shape="diamond", size=3.8),
    "closed": Look(line=MUTED, width=1.3, shape="cross", size=3.0),
    "sea": Look(fill=PAPER, line=MUTED, width=1.0, shape="triangle", size=3.4),
    "russia": Look(fill="#6a51a3", line=PAPER, width=0.9, shape="hexagon", size=3.6),
    "spot": Look(fill="#c8102e", line=PAPER, width=0.9, alpha=0.9, size=4.2),
    "unsure": Look(fill=PAPER, line="#c8102e", width=1.6, alpha=0.9, size=3.8),
    "radius": Look(fill="#c8102e", line="#c8102e", width=0.5, alpha=0.08),
    "reach": Look(line="#c8102e", width=1.1, dash=(2.5, 1.8)),
}
"""The fixed looks; zones have their own (`zone_looks`), and
so have the values of a column (`class_looks`)."""


def zone_looks(zones: tuple[str, ...]) -> dict[str, Look]:
    """The looks of each zone.

    Its seats are "seat:…", its part of the border "stretch:…", its area "area:…".
    """
    # They begin anew where there are more zones than looks.
    others = iter(OTHER_ZONES * len(zones))
    looks = {}
    for zone in zones:
        colour, shape, ink = ZONE_LOOKS.get(zone) or next(others)
        looks[f"seat:{zone}"] = Look(colour, PAPER, 0.8, shape=shape, size=3.4, ink=ink)
        looks[f"area:{zone}"] = Look(colour, colour, 1.0, alpha=0.2)
        looks[f"stretch:{zone}"] = Look(line=colour, width=7.0, alpha=0.45)
    return looks


def class_looks(number: int) -> dict[str, Look]:
    """The looks of rows by the values of a column.

    They are "class:0" and, where less certain, "class:0:unsure".
    """
    looks = {}
    for at in range(number):
        colour, shape = CLASSES[at]
        looks[f"class:{at}"] = Look(
            colour, PAPER, 0.9, alpha=0.9, shape=shape, size=4.2
        )
        looks[f"class:{at}:unsure"] = Look(
            PAPER, colour, 1.6, alpha=0.9, shape=shape, size=3.8
        )
    return looks
