"""The reliability diagram as SVG: for each statement a square, stated probability across, observed share upwards.

A point is a bin. Its size says how many rows it has, its whisker how far the observed share could be off by chance
(Wilson's interval, 95 %). On the diagonal the statement is worth what it says; above it the statement is too cautious.
Colours follow the reader's light or dark scheme; the two samples differ in shape too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from benchmarks.accuracy.reliability import CURVES
from benchmarks.corpus.labelled import Row

SIDE, GAP, LEFT, TOP = 220, 72, 64, 66
COLUMNS = 3
WIDTH = LEFT + COLUMNS * (SIDE + GAP) - GAP + 28
HEIGHT = TOP + 2 * SIDE + 96 + 56
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
SAMPLES = {"dev": "open part", "register": "register (with the pool)"}
SIZES = (10, 1_000, 50_000)

STYLE = """
 .card { fill: #ffffff } .frame { fill: none; stroke: #8c959f } .grid { stroke: #e4e7eb } .even { stroke: #6e7781 }
 text { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; font-size: 12px; fill: #424a53 }
 .head { font-size: 14px; font-weight: 600; fill: #1f2328 } .small { font-size: 11px }
 .dev { stroke: #0969da; fill: #0969da } .register { stroke: #c2540a; fill: #c2540a }
 .mark { fill-opacity: .45; stroke-width: 1.4 } .whisker { stroke-width: 1.2; stroke-opacity: .4 }
 .size { fill: none; stroke: #6e7781 }
 @media (prefers-color-scheme: dark) {
  .card { fill: #0d1117 } .frame { stroke: #6e7681 } .grid { stroke: #262c36 } .even { stroke: #8b949e }
  text { fill: #b1bac4 } .head { fill: #f0f6fc } .size { stroke: #8b949e }
  .dev { stroke: #58a6ff; fill: #58a6ff } .register { stroke: #f0883e; fill: #f0883e }
 }
"""


def picture(curves: Row) -> str:
    """The diagrams of all statements, and a legend where the sixth would be."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        ' role="img" aria-label="Stated probability against observed share, in ten bins">',
        f"<style>{STYLE}</style>",
        f'<rect class="card" width="{WIDTH}" height="{HEIGHT}" rx="8"/>',
    ]
    for number, name in enumerate(CURVES):
        parts.append(f'<g transform="translate({corner(number)})">')
        parts += square(name, [curves[sample][name]["bins"] for sample in SAMPLES])
        for sample in SAMPLES:
            parts += points(sample, curves[sample][name]["bins"])
        parts.append("</g>")
    parts += [
        f'<g transform="translate({corner(len(CURVES))})">',
        *legend(),
        "</g>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def corner(number: int) -> str:
    """Where a diagram begins."""
    row, column = divmod(number, COLUMNS)
    return f"{LEFT + column * (SIDE + GAP)} {TOP + row * (SIDE + 96)}"


def square(name: str, samples: Sequence[Sequence[Row]]) -> Iterator[str]:
    """Title, grid, axes and diagonal of a diagram."""
    yield f'<text class="head" x="0" y="-30">{name[0].upper()}{name[1:]}</text>'
    yield f'<text class="small" x="0" y="-14">{" and ".join(map(ends, samples))} of rows in the end bins</text>'
    for tick in TICKS:
        at, level = place(tick), SIDE - place(tick)
        yield f'<path class="grid" d="M{at} 0V{SIDE}M0 {level}H{SIDE}"/>'
        yield f'<text class="small" x="{at}" y="{SIDE + 16}" text-anchor="middle">{tick:g}</text>'
        yield f'<text class="small" x="-8" y="{level + 4}" text-anchor="end">{tick:g}</text>'
    yield f'<path class="even" stroke-dasharray="4 4" d="M0 {SIDE}L{SIDE} 0"/>'
    yield f'<rect class="frame" width="{SIDE}" height="{SIDE}"/>'
    middle = SIDE // 2
    yield f'<text x="{middle}" y="{SIDE + 36}" text-anchor="middle">stated probability</text>'
    yield f'<text transform="translate(-38 {middle}) rotate(-90)" text-anchor="middle">observed share</text>'


def ends(bins: Sequence[Row]) -> str:
    """The share of the rows that lie in the first and the last of the ten bins: how much the others matter."""
    total = sum(each["rows"] for each in bins)
    return f"{sum(each['rows'] for each in bins if not 0.1 <= each['stated'] < 0.9) / max(total, 1):.0%}"


def points(sample: str, bins: Sequence[Row]) -> Iterator[str]:
    """Whisker and mark of each bin, the large ones first so that they cover none."""
    for each in sorted(bins, key=lambda found: -int(found["rows"])):
        low, high = wilson(each["observed"], each["rows"])
        x, y = place(each["stated"]), SIDE - place(each["observed"])
        said = f"{SAMPLES[sample]}: {each['rows']:,} rows, stated {each['stated']:.3f}, observed {each['observed']:.3f}"
        yield f'<g class="{sample}"><title>{said}</title>'
        yield f'<path class="whisker" d="M{x} {SIDE - place(low)}V{SIDE - place(high)}"/>'
        yield mark(sample, x, y, radius(each["rows"])) + "</g>"


def mark(sample: str, x: float, y: float, size: float) -> str:
    """A disc for the open part, a square for the register."""
    if sample == "dev":
        return f'<circle class="mark" cx="{x}" cy="{y}" r="{size}"/>'
    half = round(0.9 * size, 1)
    box = f'x="{x - half:.1f}" y="{y - half:.1f}" width="{2 * half:.1f}" height="{2 * half:.1f}"'
    return f'<rect class="mark" {box}/>'


def legend() -> Iterator[str]:
    """What shapes, sizes and lines mean."""
    yield '<text class="head" x="0" y="-16">How to read it</text>'
    for row, (sample, title) in enumerate(SAMPLES.items()):
        yield f'<g class="{sample}">{mark(sample, 12, 14 + 28 * row, 7)}</g>'
        yield f'<text x="34" y="{18 + 28 * row}">{title}</text>'
    x = 12.0
    for rows in SIZES:
        yield f'<circle class="size" cx="{x}" cy="82" r="{radius(rows)}"/>'
        yield f'<text class="small" x="{x + radius(rows) + 6}" y="86">{rows:,}</text>'
        x += 2 * radius(rows) + 54
    yield '<text x="0" y="116">Size: rows in the bin.</text>'
    yield '<text x="0" y="138">Whisker: 95 % interval of the share.</text>'
    yield '<path class="even" stroke-dasharray="4 4" d="M0 160H26"/>'
    yield '<text x="34" y="164">as reliable as stated;</text>'
    yield '<text x="34" y="182">above it too cautious,</text>'
    yield '<text x="34" y="200">below it too sure</text>'


def place(share: float) -> float:
    """A share as pixels along an axis."""
    return round(share * SIDE, 1)


def radius(rows: int) -> float:
    """Grows with the fifth root: bins have from 1 to 60,000 rows."""
    return round(1.6 * math.pow(rows, 0.2), 1)


def wilson(share: float, rows: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    z = 1.96
    middle = (share + z * z / (2 * rows)) / (1 + z * z / rows)
    half = (
        z
        / (1 + z * z / rows)
        * math.sqrt(share * (1 - share) / rows + z * z / (4 * rows * rows))
    )
    return max(0.0, middle - half), min(1.0, middle + half)
