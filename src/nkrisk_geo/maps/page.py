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
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from nkrisk_geo.maps.page_data import page_data
from nkrisk_geo.maps.paper import XY
from nkrisk_geo.maps.scene import Key, Scene
from nkrisk_geo.maps.svg_picture import still, swatch
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.explain import NOTICE
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
        self._scene = scene
        self._tiles, self._credit = tiles, tiles_credit
        self._height = height
        # Here and not when the page is made: a wrong address is told at once.
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
        if records is None:
            return "<map of the border>"
        points = f"{len(records.spots):,} points"
        return f"<map of the border, {records.total:,} rows at {points}>"

    def _repr_html_(self) -> str:
        picture = base64.b64encode(self.svg.encode()).decode()
        source = f"data:image/svg+xml;base64,{picture}"
        return (
            f'<div style="position:relative;height:{self._height:d}px;overflow:hidden">'
            f'<img alt="{escape(NOTICE)}" style="max-width:100%;max-height:100%" src="{source}">'
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
    # Nothing else may come into the policy: a blank or a semicolon would open it.
    plain = re.fullmatch(r"[\w.*:-]+", host, re.ASCII)
    if parts.scheme not in ("http", "https") or not plain or not wanted:
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
    data = _json(page_data(scene, tiles))
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
        f'<script type="application/json" id="data">{data}</script>\n'
        f"<script>{library}</script>\n<script>{program}</script>\n</body>\n</html>\n"
    )


@cache
def _part(name: str) -> str:
    """A file of the package, without what would load something.

    Left out are pictures of buttons that are not used here, and the source map.
    """
    file = files("nkrisk_geo.maps").joinpath(*name.split("/"))
    text = file.read_text(encoding="utf-8")
    if name.endswith(".css"):
        text = re.sub(r"url\((?!#)[^)]*\)", "none", text)
    return re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE)


def _hash(program: str) -> str:
    digest = hashlib.sha256(program.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


_UNSAFE = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def _json(value: Any) -> str:
    """JSON that may stand in a script of a page: no tag can end or begin in it."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # Half a surrogate pair can come from a broken file, and has no place in UTF-8.
    return written.translate(_UNSAFE).encode("utf-8", "replace").decode("utf-8")


def _legend(scene: Scene) -> str:
    groups = ""
    for group in scene.legend:
        lines = "".join(_line(scene, key) for key in group.keys)
        groups += f"<h2>{escape(group.heading)}</h2><ul>{lines}</ul>"
    title = escape(scene.words("map.legend"))
    return (
        f'<details id="legend" open><summary>{title}</summary>{groups}'
        '<div id="switches"></div></details>'
    )


def _line(scene: Scene, key: Key) -> str:
    """A line of the legend."""
    marks = "".join(swatch(scene.looks[look], XY(13, 6.5)) for look in key.looks)
    mark = ""
    if marks:
        mark = f'<svg width="26" height="13" aria-hidden="true">{marks}</svg>'
    inset = ' class="inset"' if key.words.startswith(" ") else ""
    return f"<li{inset}>{mark}<span>{escape(key.words.strip())}</span></li>"
