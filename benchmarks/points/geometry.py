"""Points a second and largest error of `border_at` on arrays: `python -m benchmarks.points.geometry`.

Each workload is a million points, timed when the net of cells has been made; what a first call costs beyond a later one is
printed too, in CPU time. The error is that of a sample against Karney's geodesic to every 25 m of the line and of the
islands' outlines (too long itself by the half step, which is taken off).
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from nkrisk_geo.geography.border import border_at, border_line

GEOD = Geod(ellps="WGS84")
POINTS, FIRST, SAMPLE, STEP_M = 1_000_000, 100_000, 400, 25.0
Floats = NDArray[np.float64]


def dense_line() -> Floats:
    """The border, islands included, as points (lng, lat) at most `STEP_M` apart."""
    pieces = []
    for line in border_line(islands=True).geoms:
        for start, end in itertools.pairwise(np.asarray(line.coords)):
            count = max(1, math.ceil(GEOD.inv(*start, *end)[2] / STEP_M))
            pieces.append(np.linspace(start, end, count + 1))
    return np.concatenate(pieces)


def seconds() -> float:
    """CPU seconds of `border_at` for points of the region."""
    random = np.random.default_rng(1)
    lat, lng = random.uniform(38, 46, FIRST), random.uniform(118, 131, FIRST)
    start = time.process_time()
    border_at(lat=lat, lng=lng)
    return time.process_time() - start


def workloads(line: Floats) -> Iterator[tuple[str, Floats, Floats]]:
    """Name, lat and lng of each."""
    random = np.random.default_rng(0)
    yield (
        "38-46 N 118-131 E",
        random.uniform(38, 46, POINTS),
        random.uniform(118, 131, POINTS),
    )
    near = line[random.integers(0, len(line), POINTS)] + random.normal(
        0, 0.009, (POINTS, 2)
    )
    yield "within about 2 km", near[:, 1], near[:, 0]
    yield (
        "28-55 N 110-145 E",
        random.uniform(28, 55, POINTS),
        random.uniform(110, 145, POINTS),
    )


def error_m(line: Floats, lat: Floats, lng: Floats, km: Floats) -> float:
    """Largest difference from brute force, in metres."""
    worst = 0.0
    for point_lat, point_lng, value in zip(lat, lng, km, strict=True):
        spots = np.full(len(line), point_lng), np.full(len(line), point_lat)
        exact = float(np.min(GEOD.inv(*spots, *line.T)[2]))
        slack = exact - math.sqrt(max(exact**2 - (STEP_M / 2) ** 2, 0))
        metres = abs(value) * 1000
        worst = max(worst, metres - exact, exact - slack - metres)
    return worst


def main() -> None:
    """Print the table."""
    line = dense_line()
    border_at(lat=41.0, lng=126.0)
    first = seconds()
    print(
        f"first call with {FIRST:,} points: {first - min(seconds() for _ in range(5)):.2f} s more than a later one"
    )
    print(f"{'workload':20} {'points/s':>12} {'max error, m':>13}")
    for name, lat, lng in workloads(line):
        start = time.process_time()
        km = border_at(lat=lat, lng=lng)
        rate = POINTS / (time.process_time() - start)
        worst = error_m(line, lat[:SAMPLE], lng[:SAMPLE], km[:SAMPLE])
        print(f"{name:20} {rate:12,.0f} {worst:13.2f}")


if __name__ == "__main__":
    main()
