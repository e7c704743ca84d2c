"""The intervals of a distance as a picture: a line of km, in SVG."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import escape

from nkrisk_geo.model import Border

SCALE_KM, WIDTH, HEIGHT = 60.0, 420, 46
"""The line of distances is at least so many km long, and so many pixels wide and high."""
TICKS = (0, 10, 20, 50, 100, 200, 500, 1000, 2000)
ROOM = 26
"""Pixels between two numbers below the line."""
BELTS = (20.0, 50.0)


def border_svg(border: Border) -> str:
    """The intervals of a distance on a line of km, nine tenths of it thick.

    Empty where nothing is known. A km is as long everywhere on the line, which ends
    behind what it shows and has numbers below.
    """
    between = interval(border.km_q05, border.km_q95)
    most = interval(border.km_min, border.km_max)
    if between is None or most is None:
        return ""
    ruler = _Ruler(border)
    bars = ruler.stretch(border.km_min, border.km_max, 2)
    bars += ruler.stretch(border.km_q05, border.km_q95, 6)
    point = ""
    if border.km is not None:
        point = f'<circle cx="{ruler.at(border.km):.1f}" cy="15" r="4" fill="#c8102e"/>'
    # Who hears the page instead of seeing it is told the same.
    told = escape(_told(between, most, border.km))
    # Room at both ends for half of a number below the line.
    box = f"-6 0 {WIDTH + 12} {HEIGHT}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="{box}" role="img" aria-label="{told}"><title>{told}</title>'
        f"{''.join(ruler.belts())}"
        f'<line x1="0" y1="22" x2="{WIDTH}" y2="22" stroke="currentColor" opacity=".5"/>'
        f"{bars}{point}{''.join(ruler.ticks())}</svg>"
    )


def _told(between: str, most: str, middle: float | None) -> str:
    told = f"{between} km from the border nine times in ten, {most} km at the most"
    return told if middle is None else f"{told}, {middle:.1f} km in the middle"


class _Ruler:
    """A line on which every km is as long as the next.

    It begins at the border, or at the farthest point inside the DPRK.
    """

    def __init__(self, border: Border) -> None:
        self.low = min(0.0, border.km_min or 0.0)
        farthest = border.km_max or 0.0
        self.high = max(SCALE_KM, farthest * 1.05)

    def at(self, km: float) -> float:
        """Where a distance stands."""
        length = self.high - self.low
        return WIDTH * (km - self.low) / length

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
        # The wider first, so that the narrower lies over it and looks darker.
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


def interval(low: float | None, high: float | None) -> str | None:
    """From where to where, in km; None where one of them is not known."""
    return None if low is None or high is None else f"{low:.1f} to {high:.1f}"
