"""What the program of a page draws and tells: shapes, marks, looks, and the words of clicks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from nkrisk_geo.maps.captions import has_way, interval, tell_way
from nkrisk_geo.maps.palette import SHAPES, Look
from nkrisk_geo.maps.paper import XY
from nkrisk_geo.maps.records import Entry, Spot
from nkrisk_geo.maps.scene import Scene
from nkrisk_geo.maps.shapes import Label, Mark
from nkrisk_geo.maps.svg_picture import swatch
from nkrisk_geo.model.sentences import reword_evidence
from nkrisk_geo.model.wording import Wording


def page_data(
    scene: Scene,
    tiles: str | None,
) -> dict[str, Any]:
    """What the page's program draws."""
    ground = scene.ground
    west, south, east, north = scene.frame
    # Lists and not objects where there are many: the page is as long as its data.
    labels = sorted(ground.labels, key=lambda label: label.rank)
    spots = zip(scene.spots, scene.feet, strict=True)
    return {
        "frame": [[south, west], [north, east]],
        "reach": scene.reach,
        "crowded": scene.is_crowded,
        "tiles": tiles,
        "looks": {name: _look(look) for name, look in scene.looks.items()},
        "areas": [[area.look, area.rings] for area in ground.areas],
        "strokes": [[stroke.look, stroke.points] for stroke in ground.strokes],
        "marks": [_mark(mark) for mark in ground.marks],
        "labels": [_label(scene, label) for label in labels],
        "words": _popup_words(scene),
        "spots": [_spot(scene, spot, foot) for spot, foot in spots],
    }


def _mark(mark: Mark) -> list[Any]:
    return [mark.look, mark.lat, mark.lng, mark.title, mark.lines]


def _label(scene: Scene, label: Label) -> list[Any]:
    colour = _colour(scene, label)
    return [label.kind, label.lat, label.lng, label.text, colour]


def _popup_words(scene: Scene) -> dict[str, str]:
    """The phrases that the page's program needs, with their gaps."""
    names = "points circles ways zones crossings belts".split()
    popups = "zone possibly border crossing radius probability more others no_place"
    known = scene.words.phrases
    phrases = {name: known[f"map.{name}"] for name in names}
    phrases |= {name: known[f"map.popup_{name}"] for name in popups.split()}
    return phrases | {name: known[f"report.{name}"] for name in ("row", "rows")}


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
    """The corners of a mark in units of its half width.

    None of a circle, and of a cross, which no row has.
    """
    if shape in ("circle", "cross"):
        return []
    x = y = 0.0
    corners = []
    # All steps go to places and not by distances; H and V leave one coordinate as it was.
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
        "words": tell_way(spot, scene.words),
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
    level = words.label("level", entry.level)
    status = words.label("status", entry.status)
    yield "what", " · ".join(filter(None, (level, entry.adcode, status)))

    zones = filter(None, entry.possible.split(", "))
    told = {
        "zone": words.zone(entry.zone),
        "possible": words.join(map(words.zone, zones)),
        "words": interval(entry, words),
        "crossing": _crossing(entry, words),
    }
    yield from (each for each in told.items() if each[1])
    if entry.km_low is not None and entry.km_high is not None:
        yield "km", [entry.km_low, entry.km, entry.km_high]
    yield "radius", entry.radius_km
    yield "count", entry.count
    samples = entry.samples
    rows = [(text, sure, reword_evidence(why, words)) for text, sure, why in samples]
    yield "rows", rows


def _crossing(entry: Entry, words: Wording) -> str:
    """The nearest crossing, and how far it is."""
    if not entry.crossing or entry.crossing_km is None:
        return ""
    away = words("map.km", km=f"{entry.crossing_km:.0f}")
    return words.join([words.crossing(entry.crossing), away])
