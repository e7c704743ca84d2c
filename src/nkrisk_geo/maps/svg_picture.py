"""A scene as an SVG that needs no program: what is seen where nothing may run, and what prints.

Texts of the data are not in it but for numbers; names come
from the gazetteer. Everything is escaped all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from nkrisk_geo.maps.labels import PLAIN, PlacedLabel, wrap
from nkrisk_geo.maps.palette import (
    BEYOND,
    FONT,
    INK,
    LABEL_COLOURS,
    MUTED,
    PAPER,
    SHAPES,
    Look,
)
from nkrisk_geo.maps.paper import EDGE, LINE, TEXT, XY, Paper, ring
from nkrisk_geo.maps.scene import Scene
from nkrisk_geo.model.wording import Wording

WIDE = 720.0
"""So narrow that words can be read where the picture is as wide as a telephone."""
HEAD = 26.0
GAP = 14.0
"""Between the columns of the legend."""
MARK = 26.0
"""Room for the mark of a line of the legend."""


def still(scene: Scene) -> str:
    """The picture, 720 wide."""
    paper = Paper(scene, WIDE)
    head = HEAD if scene.title else 0.0
    legend, legend_high = _legend(scene, head + paper.high + LINE)
    foot, high = _foot(head + paper.high + LINE + legend_high, scene.words)
    body = "\n".join([*_map(paper), *_bar(paper)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE:g} {high:.1f}" '
        f'width="{WIDE:g}" height="{high:.0f}" '
        f'role="img" aria-label="{escape(_describe(scene))}" font-family="{escape(FONT)}" '
        'style="max-width:100%;height:auto">\n'
        f'<rect width="{WIDE:g}" height="{high:.1f}" fill="{PAPER}"/>\n{_head(scene)}'
        # A picture in the picture, at whose edges what reaches out of the frame is cut off.
        f'<svg y="{head:g}" width="{WIDE:g}" height="{paper.high:.1f}" overflow="hidden">\n'
        f"{body}\n</svg>\n"
        f"{legend}\n{foot}</svg>\n"
    )


def _describe(scene: Scene) -> str:
    """The picture in a sentence, for those who cannot see it."""
    words, rows = scene.words, ""
    if scene.records is not None:
        rows = words("map.spoken_rows", n=f"{scene.records.total:,}")
    return words("map.spoken", rows=rows, notice=words("language.notice"))


def _head(scene: Scene) -> str:
    if not scene.title:
        return ""
    look = f'font-size="15" font-weight="600" fill="{INK}"'
    return f'<text x="{EDGE:g}" y="18" {look}>{escape(scene.title)}</text>\n'


def _foot(
    top: float,
    words: Wording,
) -> tuple[str, float]:
    """The lines below everything, and where they end."""
    y, lines = top + 16, list[str]()
    for told, size, look in (
        (words("language.notice"), 11.5, f'font-weight="600" fill="{INK}"'),
        (words("map.credits"), 9.5, f'fill="{MUTED}"'),
    ):
        for line in wrap(told, size, WIDE - 2 * EDGE):
            at = f'x="{EDGE:g}" y="{y:.1f}" font-size="{size:g}"'
            lines.append(f"<text {at} {look}>{escape(line)}</text>\n")
            y += size + 4
    return "".join(lines), y


def _map(paper: Paper) -> Iterator[str]:
    scene, looks = paper.scene, paper.scene.looks
    yield f'<rect width="{paper.wide:g}" height="{paper.high:.1f}" fill="{BEYOND}"/>'
    for area in scene.ground.areas:
        outline = " ".join(_path(ring(points, paper)) + "Z" for points in area.rings)
        yield f'<path d="{outline}" fill-rule="evenodd" {_style(looks[area.look])}/>'
    for stroke in scene.ground.strokes:
        yield f'<path d="{_path(ring(stroke.points, paper))}" {_style(looks[stroke.look])}/>'
    for mark in scene.ground.marks:
        look = looks[mark.look]
        yield shape(look, paper.at(mark.lat, mark.lng), look.size)
    for spot in paper.spots():
        if spot.radius_km and not scene.is_crowded:
            x, y = paper.at(spot.lat, spot.lng)
            rx, ry = paper.radii(spot.lat, spot.radius_km)
            at = f'cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}"'
            yield f"<ellipse {at} {_style(looks['radius'])}/>"
    for _, start, end in paper.reaches():
        yield f'<path d="{_path([start, end])}" {_style(looks["reach"])}/>'
    for spot in paper.spots():
        look = looks[scene.look_of(spot)]
        yield shape(look, paper.at(spot.lat, spot.lng), scene.spot_size(spot))
    yield from (_label(label, paper) for label in paper.labels())


def _label(label: PlacedLabel, paper: Paper) -> str:
    wanted = label.label
    colour = LABEL_COLOURS[wanted.kind]
    if wanted.look:
        colour = paper.scene.looks[wanted.look].ink
    extra = ' letter-spacing="1"' if wanted.kind == "region" else ""
    extra += ' font-style="italic"' if wanted.kind == "town-beyond" else ""
    weight = "400" if wanted.kind in PLAIN else "600"
    # Letters stand on their line, a third of their height below the middle.
    y = label.y + wanted.size * 0.35
    return (
        f'<text x="{label.x:.1f}" y="{y:.1f}" font-size="{wanted.size:g}" fill="{colour}" '
        f'font-weight="{weight}"{extra} '
        f'paint-order="stroke" stroke="{PAPER}" stroke-width="2.6" stroke-linejoin="round">'
        f"{escape(wanted.text)}</text>"
    )


def _legend(
    scene: Scene,
    top: float,
) -> tuple[str, float]:
    """The legend below the map, a column for each group, and its height."""
    groups = scene.legend
    wide = (WIDE - 2 * EDGE - GAP * (len(groups) - 1)) / len(groups)
    drawn, ends = list[str](), list[float]()
    for number, group in enumerate(groups):
        left, y = EDGE + number * (wide + GAP), top + LINE / 2
        look = f'font-size="{TEXT:g}" font-weight="600" fill="{INK}"'
        heading = escape(group.heading)
        drawn.append(f'<text x="{left:.1f}" y="{y + 3.5:.1f}" {look}>{heading}</text>')
        for key in group.keys:
            # A long line goes on below, closer than the next one stands.
            y += LINE + 1
            drawn += [swatch(scene.looks[look], XY(left + 10, y)) for look in key.looks]
            for at, line in enumerate(wrap(key.words, TEXT, wide - MARK)):
                y += LINE - 2.5 if at else 0.0
                place = f'x="{left + MARK:.1f}" y="{y + 3.5:.1f}"'
                look = f'font-size="{TEXT:g}" fill="{INK}"'
                drawn.append(f"<text {place} {look}>{_escape(line)}</text>")
        ends.append(y + LINE / 2)
    return "\n".join(drawn), max(ends) - top


def _escape(words: str) -> str:
    """Escaped, and with the spaces that set a line in."""
    return escape(words).replace("   ", "\u2003")


def swatch(look: Look, at: XY) -> str:
    """A small piece of a look for the legend: its line, its area or its mark."""
    if look.fill == "none" and look.shape == "circle":
        return f'<path d="M{at.x - 10:.1f} {at.y:.1f}h20" {_style(look)}/>'
    if look.alpha < 0.5:
        corner = f'x="{at.x - 10:.1f}" y="{at.y - 4:.1f}"'
        return f'<rect {corner} width="20" height="8" {_style(look)}/>'
    return shape(look, at, look.size)


def _bar(paper: Paper) -> Iterator[str]:
    box, km = paper.bar
    middle = (box.left + box.right) / 2
    yield (
        f'<path d="M{box.left:.1f} {box.top:.1f}V{box.bottom:.1f}H{box.right:.1f}V{box.top:.1f}" '
        f'fill="none" stroke="{INK}" stroke-width="1.2"/>'
        f'<text x="{middle:.1f}" y="{box.top - 2:.1f}" font-size="{TEXT:g}" text-anchor="middle" '
        f'fill="{INK}">{km} km</text>'
    )


def shape(
    look: Look,
    at: XY,
    size: float,
) -> str:
    """A mark."""
    if look.shape == "circle":
        return (
            f'<circle cx="{at.x:.1f}" cy="{at.y:.1f}" r="{size:.1f}" {_style(look)}/>'
        )
    move = f"translate({at.x:.1f} {at.y:.1f}) scale({size:g})"
    # The mark is made larger, and its outline stays as wide as it is.
    fixed = 'vector-effect="non-scaling-stroke"'
    return f'<path d="{SHAPES[look.shape]}" transform="{move}" {fixed} {_style(look)}/>'


def _style(look: Look) -> str:
    parts = [f'fill="{look.fill}"']
    if look.fill != "none" and look.alpha < 1:
        parts.append(f'fill-opacity="{look.alpha:g}"')
    if look.line != "none":
        parts.append(f'stroke="{look.line}" stroke-width="{look.width:g}"')
        if look.fill == "none" and look.alpha < 1:
            parts.append(f'stroke-opacity="{look.alpha:g}"')
    if look.dash:
        dashes = " ".join(f"{each:g}" for each in look.dash)
        parts.append(f'stroke-dasharray="{dashes}"')
    return " ".join(parts)


def _path(points: Sequence[XY]) -> str:
    """A path through points.

    Those that fall on the same tenth of a point as the last are left out.
    """
    words = [f"{x:.1f} {y:.1f}" for x, y in points]
    return "M" + "L".join(word for word, _ in groupby(words))
