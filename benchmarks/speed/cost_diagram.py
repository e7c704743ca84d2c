"""The cost as SVG, in two diagrams with logarithmic axes: microseconds a row against rows, and a text against its length.

Look and colours are those of the reliability diagram; the lines differ in shape of mark too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.accuracy.reliability_diagram import GAP, LEFT, SIDE, STYLE, TOP, mark

WIDE = 320
WIDTH, HEIGHT = LEFT + 2 * WIDE + GAP + 28, TOP + SIDE + 84
CLASSES = ("dev", "register")
"""Names of the two looks that a line can have."""
Lines = Mapping[str, Sequence[Sequence[float]]]


@dataclass(frozen=True)
class Axis:
    """A logarithmic axis over whole powers of ten."""

    low: int
    high: int
    pixels: int

    @classmethod
    def over(cls, numbers: Sequence[float], pixels: int) -> Axis:
        return cls(
            math.floor(math.log10(min(numbers))),
            math.ceil(math.log10(max(numbers))),
            pixels,
        )

    def place(self, number: float) -> float:
        """Pixels from the low end."""
        return round(
            (math.log10(number) - self.low) / (self.high - self.low) * self.pixels, 1
        )

    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def picture(by_rows: Lines, by_length: Lines) -> str:
    """Both diagrams side by side."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        ' role="img" aria-label="Cost a row against the number of rows, and cost a text against its length">',
        f"<style>{STYLE}</style>",
        f'<rect class="card" width="{WIDTH}" height="{HEIGHT}" rx="8"/>',
    ]
    diagrams = (
        ("Cost a row", "rows in a table", by_rows),
        ("Cost a text", "characters in a text", by_length),
    )
    for number, (title, across, lines) in enumerate(diagrams):
        parts.append(f'<g transform="translate({LEFT + number * (WIDE + GAP)} {TOP})">')
        parts += [*diagram(title, across, lines), "</g>"]
    return "\n".join([*parts, "</svg>"]) + "\n"


def diagram(title: str, across: str, lines: Lines) -> Iterator[str]:
    """Title, grid, lines and their names."""
    points = [point for line in lines.values() for point in line]
    x, y = (
        Axis.over([at for at, _ in points], WIDE),
        Axis.over([us for _, us in points], SIDE),
    )
    yield f'<text class="head" x="0" y="-30">{title}, µs of CPU time</text>'
    for tick in x.ticks():
        yield f'<path class="grid" d="M{x.place(tick)} 0V{SIDE}"/>'
        yield f'<text class="small" x="{x.place(tick)}" y="{SIDE + 16}" text-anchor="middle">{tick:,.0f}</text>'
    for tick in y.ticks():
        level = SIDE - y.place(tick)
        yield f'<path class="grid" d="M0 {level}H{WIDE}"/>'
        yield f'<text class="small" x="-8" y="{level + 4}" text-anchor="end">{tick:,.0f}</text>'
    yield f'<rect class="frame" width="{WIDE}" height="{SIDE}"/>'
    yield f'<text x="{WIDE // 2}" y="{SIDE + 38}" text-anchor="middle">{across}</text>'
    for number, (look, (name, line)) in enumerate(
        zip(CLASSES, lines.items(), strict=True)
    ):
        yield from curve(
            look, name, [(x.place(at), SIDE - y.place(us)) for at, us in line], line
        )
        yield f'<g class="{look}">{mark(look, 8 + 110 * number, -12, 4)}</g>'
        yield f'<text class="small" x="{18 + 110 * number}" y="-8">{name}</text>'


def curve(
    look: str,
    name: str,
    places: Sequence[tuple[float, float]],
    line: Sequence[Sequence[float]],
) -> Iterator[str]:
    """A line with a mark at each measurement."""
    path = "L".join(f"{x} {y}" for x, y in places)
    yield f'<g class="{look}"><path class="whisker" style="fill:none" d="M{path}"/>'
    for (x, y), (at, us) in zip(places, line, strict=True):
        yield f"<g><title>{name}: {at:,.0f}, {us:,.1f} µs</title>{mark(look, x, y, 4)}</g>"
    yield "</g>"
