"""A scene as an SVG that needs no program: what is seen where nothing may run, and what prints.

Texts of the data are not in it but for numbers; names come from the gazetteer. Everything is escaped all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from nkrisk_geo.maps.labels import PlacedLabel
from nkrisk_geo.maps.palette import BEYOND, FONT, INK, LABEL_COLOURS, MUTED, PAPER, Look
from nkrisk_geo.maps.paper import EDGE, LINE, TEXT, XY, Paper, ring
from nkrisk_geo.maps.scene import Scene
from nkrisk_geo.model.wording import Wording

WIDE = 900.0
FOOT = 40.0
HEAD = 26.0


def still(scene: Scene) -> str:
    """The picture, 900 wide."""
    paper = Paper(scene, WIDE)
    head = HEAD if scene.title else 0.0
    full = head + paper.high + FOOT
    body = "\n".join([*_map(paper), *_legend(paper), *_bar(paper)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE:g} {full:.1f}" width="{WIDE:g}" height="{full:.0f}" '
        f'role="img" aria-label="{escape(_spoken(scene))}" font-family="{escape(FONT)}" '
        'style="max-width:100%;height:auto">\n'
        f'<rect width="{WIDE:g}" height="{full:.1f}" fill="{PAPER}"/>\n{_head(scene)}'
        f'<svg y="{head:g}" width="{WIDE:g}" height="{paper.high:.1f}" overflow="hidden">\n{body}\n</svg>\n'
        f"{_foot(head + paper.high, scene.words)}</svg>\n"
    )


def _spoken(scene: Scene) -> str:
    """The picture in a sentence, for those who cannot see it."""
    words, rows = scene.words, ""
    if scene.records is not None:
        rows = words("map.spoken_rows", n=f"{scene.records.total:,}")
    return words("map.spoken", rows=rows, notice=words("language.notice"))


def _head(scene: Scene) -> str:
    if not scene.title:
        return ""
    return f'<text x="{EDGE:g}" y="18" font-size="15" font-weight="600" fill="{INK}">{escape(scene.title)}</text>\n'


def _foot(top: float, words: Wording) -> str:
    notice, credits = escape(words("language.notice")), escape(words("map.credits"))
    return (
        f'<text x="{EDGE:g}" y="{top + 16:.1f}" font-size="11.5" font-weight="600" fill="{INK}">{notice}</text>\n'
        f'<text x="{EDGE:g}" y="{top + 31:.1f}" font-size="9.5" fill="{MUTED}">{credits}</text>\n'
    )


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
            yield f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" {_style(looks["radius"])}/>'
    for _, start, end in paper.reaches():
        yield f'<path d="{_path([start, end])}" {_style(looks["reach"])}/>'
    for spot in paper.spots():
        look = looks[scene.look_of(spot)]
        yield shape(look, paper.at(spot.lat, spot.lng), paper.spot_size(spot))
    yield from (_label(label, paper) for label in paper.labels())


def _label(label: PlacedLabel, paper: Paper) -> str:
    wanted = label.label
    colour = paper.scene.looks[wanted.look].fill if wanted.look else LABEL_COLOURS[wanted.kind]
    extra = ' letter-spacing="1"' if wanted.kind == "region" else ""
    weight = "400" if wanted.kind == "town" else "600"
    return (
        f'<text x="{label.x:.1f}" y="{label.y + wanted.size * 0.35:.1f}" font-size="{wanted.size:g}" fill="{colour}" '
        f'font-weight="{weight}"{extra} '
        f'paint-order="stroke" stroke="{PAPER}" stroke-width="2.6" stroke-linejoin="round">{escape(wanted.text)}</text>'
    )


def _legend(paper: Paper) -> Iterator[str]:
    box, looks = paper.legend_box, paper.scene.looks
    yield (
        f'<rect x="{box.left:.1f}" y="{box.top:.1f}" width="{box.right - box.left:.1f}" '
        f'height="{box.bottom - box.top:.1f}" rx="4" fill="{PAPER}" fill-opacity="0.92" stroke="#d0d7de"/>'
    )
    for number, key in enumerate(paper.legend):
        y = box.top + 5 + LINE * (number + 0.5)
        yield from (swatch(looks[look], XY(box.left + 17, y)) for look in key.looks)
        left = box.left + (32 if key.looks else 10)
        yield f'<text x="{left:.1f}" y="{y + 3.5:.1f}" font-size="{TEXT:g}" fill="{INK}">{_spaced(key.words)}</text>'


def _spaced(words: str) -> str:
    """Escaped, and with the spaces that set a line in."""
    return escape(words).replace("   ", "\u2003")


def swatch(look: Look, at: XY) -> str:
    """A small piece of a look for the legend: its line, its area or its mark."""
    if look.fill == "none" and look.shape == "circle":
        return f'<path d="M{at.x - 10:.1f} {at.y:.1f}h20" {_style(look)}/>'
    if look.alpha < 0.5:
        return (
            f'<rect x="{at.x - 10:.1f}" y="{at.y - 4:.1f}" width="20" height="8" {_style(look)}/>'
        )
    return shape(look, at, look.size)


def _bar(paper: Paper) -> Iterator[str]:
    box, km = paper.bar
    yield (
        f'<path d="M{box.left:.1f} {box.top:.1f}V{box.bottom:.1f}H{box.right:.1f}V{box.top:.1f}" '
        f'fill="none" stroke="{INK}" stroke-width="1.2"/>'
        f'<text x="{(box.left + box.right) / 2:.1f}" y="{box.top - 2:.1f}" font-size="{TEXT:g}" text-anchor="middle" '
        f'fill="{INK}">{km} km</text>'
    )


_SHAPES = {
    "square": "M-1-1H1V1H-1Z",
    "diamond": "M0-1.2L1.2 0L0 1.2L-1.2 0Z",
    "triangle": "M0-1.1L1.1 .9H-1.1Z",
    "cross": "M-1-1L1 1M-1 1L1-1",
}


def shape(look: Look, at: XY, size: float) -> str:
    """A mark."""
    if look.shape == "circle":
        return f'<circle cx="{at.x:.1f}" cy="{at.y:.1f}" r="{size:.1f}" {_style(look)}/>'
    move = f"translate({at.x:.1f} {at.y:.1f}) scale({size:g})"
    return f'<path d="{_SHAPES[look.shape]}" transform="{move}" vector-effect="non-scaling-stroke" {_style(look)}/>'


def _style(look: Look) -> str:
    parts = [f'fill="{look.fill}"']
    if look.fill != "none" and look.alpha < 1:
        parts.append(f'fill-opacity="{look.alpha:g}"')
    if look.line != "none":
        parts.append(f'stroke="{look.line}" stroke-width="{look.width:g}"')
        if look.fill == "none" and look.alpha < 1:
            parts.append(f'stroke-opacity="{look.alpha:g}"')
    if look.dash:
        parts.append(f'stroke-dasharray="{" ".join(f"{each:g}" for each in look.dash)}"')
    return " ".join(parts)


def _path(points: Sequence[XY]) -> str:
    """A path through points; those that fall on the same tenth of a point as the last are left out."""
    words = [f"{x:.1f} {y:.1f}" for x, y in points]
    kept = [word for number, word in enumerate(words) if number == 0 or word != words[number - 1]]
    return "M" + "L".join(kept)
