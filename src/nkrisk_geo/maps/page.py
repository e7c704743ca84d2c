"""A scene as one HTML page to move about in, with everything it needs inside.

Three doors are shut, each by itself enough. The data stand in the page as JSON in
which no `<` and no line separator is left, and the program puts them on the screen as
text, never as markup. The page's content security policy lets only the two programs
run whose hashes it names, and lets it load nothing (with `tiles`, pictures from that
one host). In a notebook it stands in a frame without access to the notebook.

Under the frame lies the still picture: where a viewer takes the frame away or
runs no program, that is what remains. So `_repr_html_` serves every viewer
that shows HTML, `_repr_svg_` those that take only pictures (PDF export), and
there is no `_repr_mimebundle_`, which would say the same two things again.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from nkrisk_geo.maps.captions import has_way, interval, reach
from nkrisk_geo.maps.palette import SHAPES, Look
from nkrisk_geo.maps.paper import XY
from nkrisk_geo.maps.records import Entry, Spot
from nkrisk_geo.maps.scene import Key, Scene
from nkrisk_geo.maps.shapes import Label
from nkrisk_geo.maps.still import still, swatch
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.explain import NOTICE
from nkrisk_geo.model.sentences import plain_evidence
from nkrisk_geo.model.wording import Wording
from nkrisk_geo.native.locks import cached_property


class Page:
    """A map as a web page.

    Attributes:
        html: the page, complete.
        svg: the still picture.
    """

    def __init__(
        self,
        scene: Scene,
        *,
        tiles: str | None,
        tiles_credit: str,
        height: int,
    ) -> None:
        self._scene, self._tiles, self._credit, self._height = (
            scene,
            tiles,
            tiles_credit,
            height,
        )
        self._source = _source(tiles)

    @cached_property
    def html(self) -> str:
        """The page as text."""
        return _page(self._scene, self._tiles, self._source, self._credit, self.svg)

    @cached_property
    def svg(self) -> str:
        """The same without anything to move, as SVG."""
        return still(self._scene)

    def save(self, path: str | Path) -> None:
        """Write the page as UTF-8."""
        Path(path).write_text(self.html, encoding="utf-8", newline="\n")

    def __repr__(self) -> str:
        records = self._scene.records
        rows = (
            ""
            if records is None
            else f", {records.total:,} rows at {len(records.spots):,} points"
        )
        return f"<map of the border{rows}>"

    def _repr_html_(self) -> str:
        picture = base64.b64encode(self.svg.encode()).decode()
        return (
            f'<div style="position:relative;height:{self._height:d}px;overflow:hidden">'
            f'<img alt="{escape(NOTICE)}" style="max-width:100%;max-height:100%" src="data:image/svg+xml;base64,{picture}">'
            f'<iframe sandbox="allow-scripts" title="map" srcdoc="{escape(self.html)}" '
            'style="position:absolute;left:0;top:0;width:100%;height:100%;border:0"></iframe></div>'
        )

    def _repr_svg_(self) -> str:
        return self.svg


def _source(tiles: str | None) -> str:
    """The host that tiles come from, for the policy of the page.

    Raises:
        InputError: this is no address of tiles.
    """
    if tiles is None:
        return ""
    parts = urlsplit(tiles)
    host = parts.netloc.replace("{s}", "*")
    wanted = all(f"{{{name}}}" in tiles for name in "zxy")
    if (
        parts.scheme not in ("http", "https")
        or not re.fullmatch(r"[\w.*:-]+", host, re.ASCII)
        or not wanted
    ):
        raise InputError(
            "tiles is an address like https://tiles.example.org/{z}/{x}/{y}.png"
        )
    return f" {parts.scheme}://{host}"


def _page(
    scene: Scene,
    tiles: str | None,
    source: str,
    credit: str,
    picture: str,
) -> str:
    library, program = _part("leaflet/leaflet.js"), _part("page.js")
    style = _part("leaflet/leaflet.css") + _part("page.css")
    words = scene.words
    title = escape(scene.title or words("map.title"))
    credits = escape(f"{words('map.credits')} {scene.made_with} {credit}".strip())
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src data:{source}; "
        f"script-src {_hash(library)} {_hash(program)}; base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{words("language.tag")}">\n<head>\n<meta charset="utf-8">\n'
        # Leaflet's licence wants its text beside each copy.
        f"<!-- The first program below is Leaflet 1.9.4.\n{_part('leaflet/LICENSE')}-->\n"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n"
        "<noscript><style>#live{display:none}</style></noscript>\n</head>\n<body>\n"
        f"<noscript>{picture}</noscript>\n"
        f'<div id="live">{f"<h1>{title}</h1>" if scene.title else ""}'
        f'<div id="both">{_legend(scene)}<div id="map"></div></div>'
        f"<footer><strong>{escape(words('language.notice'))}</strong><br>{credits}</footer></div>\n"
        f'<script type="application/json" id="data">{_json(_data(scene, tiles))}</script>\n'
        f"<script>{library}</script>\n<script>{program}</script>\n</body>\n</html>\n"
    )


@cache
def _part(name: str) -> str:
    """A file of the package, without what would load something: pictures of buttons not used here, a source map."""
    text = (
        files("nkrisk_geo.maps").joinpath(*name.split("/")).read_text(encoding="utf-8")
    )
    text = re.sub(r"url\((?!#)[^)]*\)", "none", text) if name.endswith(".css") else text
    return re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE)


def _hash(program: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(program.encode()).digest()).decode()}'"


_UNSAFE = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def _json(value: Any) -> str:
    """JSON that may stand in a script of a page: no tag can end or begin in it."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Half a surrogate pair can come from a broken file, and has no place in UTF-8.
    return written.translate(_UNSAFE).encode("utf-8", "replace").decode("utf-8")


def _legend(scene: Scene) -> str:
    groups = "".join(
        f"<h2>{escape(group.heading)}</h2><ul>{''.join(_line(scene, key) for key in group.keys)}</ul>"
        for group in scene.legend
    )
    title = escape(scene.words("map.legend"))
    return (
        f'<details id="legend" open><summary>{title}</summary>{groups}'
        '<div id="switches"></div></details>'
    )


def _line(scene: Scene, key: Key) -> str:
    """A line of the legend."""
    marks = "".join(swatch(scene.looks[look], XY(13, 6.5)) for look in key.looks)
    mark = (
        f'<svg width="26" height="13" aria-hidden="true">{marks}</svg>' if marks else ""
    )
    inset = ' class="inset"' if key.words.startswith(" ") else ""
    return f"<li{inset}>{mark}<span>{escape(key.words.strip())}</span></li>"


def _data(
    scene: Scene,
    tiles: str | None,
) -> dict[str, Any]:
    """What the page's program draws."""
    ground = scene.ground
    west, south, east, north = scene.frame
    return {
        "frame": [[south, west], [north, east]],
        "reach": scene.reach,
        "crowded": scene.is_crowded,
        "tiles": tiles,
        "looks": {name: _look(look) for name, look in scene.looks.items()},
        "areas": [[area.look, area.rings] for area in ground.areas],
        "strokes": [[stroke.look, stroke.points] for stroke in ground.strokes],
        "marks": [
            [mark.look, mark.lat, mark.lng, mark.title, mark.lines]
            for mark in ground.marks
        ],
        "labels": [
            [label.kind, label.lat, label.lng, label.text, _colour(scene, label)]
            for label in sorted(ground.labels, key=lambda label: label.rank)
        ],
        "words": _popup_words(scene),
        "spots": [
            _spot(scene, spot, foot)
            for spot, foot in zip(scene.spots, scene.feet, strict=True)
        ],
    }


def _popup_words(scene: Scene) -> dict[str, str]:
    """The phrases that the page's program needs, with their gaps."""
    names = "points circles ways zones crossings belts".split()
    popups = (
        "zone possibly border crossing radius probability more others no_place".split()
    )
    phrases = {name: scene.words.phrases[f"map.{name}"] for name in names}
    phrases |= {name: scene.words.phrases[f"map.popup_{name}"] for name in popups}
    return phrases | {
        name: scene.words.phrases[f"report.{name}"] for name in ("row", "rows")
    }


def _colour(scene: Scene, label: Label) -> str:
    """The colour of a label; none where the page has its own for this kind."""
    return scene.looks[label.look].ink if label.look else ""


def _look(look: Look) -> dict[str, Any]:
    mark = swatch(look, XY(8, 8)) if look.size else ""
    return {
        "fill": look.fill,
        "line": look.line,
        "width": look.width,
        "alpha": look.alpha,
        "dash": " ".join(f"{each:g}" for each in look.dash),
        "size": look.size,
        "mark": mark,
        "path": _corners(look.shape),
    }


def _corners(shape: str) -> list[list[float]]:
    """The corners of a mark in units of its half width; none of a circle, and of a cross, which no row has."""
    if shape in ("circle", "cross"):
        return []
    x = y = 0.0
    corners = []
    for step, numbers in re.findall(r"([MLHV])([-.\d ]*)", SHAPES[shape]):
        values = [float(each) for each in re.findall(r"-?[\d.]+", numbers)]
        x = values[0] if step != "V" else x
        y = values[-1] if step != "H" else y
        corners.append([x, y])
    return corners


def _spot(
    scene: Scene,
    spot: Spot,
    foot: tuple[float, float],
) -> dict[str, Any]:
    return {
        "at": [spot.lat, spot.lng],
        "foot": foot,
        "rows": spot.rows,
        "words": reach(spot, scene.words),
        "way": has_way(spot),
        "look": scene.look_of(spot),
        "size": round(scene.spot_size(spot), 2),
        "value": spot.value,
        "radius": spot.radius_km,
        "more": spot.more,
        "entries": [dict(_entry(entry, scene.words)) for entry in spot.entries],
    }


def _entry(
    entry: Entry,
    words: Wording,
) -> Iterator[tuple[str, Any]]:
    """What a click tells about one answer; empty things are left out."""
    yield "place", entry.place
    what = (
        words.told("level", entry.level),
        entry.adcode,
        words.told("status", entry.status),
    )
    yield "what", " · ".join(word for word in what if word)
    possible = words.listed(map(words.zone, filter(None, entry.possible.split(", "))))
    told = [
        ("zone", words.zone(entry.zone)),
        ("possible", possible),
        ("words", interval(entry, words)),
    ]
    crossing = ""
    if entry.crossing and entry.crossing_km is not None:
        away = words("map.km", km=f"{entry.crossing_km:.0f}")
        crossing = words.listed([words.crossing(entry.crossing), away])
    yield from (each for each in (*told, ("crossing", crossing)) if each[1])
    if entry.km_low is not None and entry.km_high is not None:
        yield "km", [entry.km_low, entry.km, entry.km_high]
    yield "radius", entry.radius_km
    yield "count", entry.count
    yield (
        "rows",
        [(text, sure, plain_evidence(why, words)) for text, sure, why in entry.samples],
    )
