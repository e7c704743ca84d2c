"""Builds the quadtree of `line`: level by level, all cells of a level at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nkrisk_geo import line as lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nkrisk_geo.line import Floats, Ints, Leaves, Line

FIRST = 3
RADIUS_M = 6_400_000.0  # no radius of curvature is larger: bounds stay bounds
MARGIN_M2 = 1.0
CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.5, 0.5]])


@dataclass(frozen=True, slots=True)
class Layer:
    """Cells of one level, and (cell, segment) pairs sorted by cell: which segments can be nearest in which cell."""

    level: int
    row: Ints
    column: Ints
    cell: Ints
    segment: Ints

    @property
    def start(self) -> Ints:
        """Where each cell's pairs begin; every cell has at least one."""
        return np.searchsorted(self.cell, np.arange(len(self.row)))

    def kept(self, keep: NDArray[np.bool_]) -> Layer:
        """The same cells with fewer pairs."""
        return Layer(self.level, self.row, self.column, self.cell[keep], self.segment[keep])


def leaves(line: Line) -> Leaves:
    """The leaves of the quadtree over `line`, at most `DEPTH` levels down, by Morton code."""
    side = 1 << FIRST
    row, column = (grid.ravel() for grid in np.mgrid[:side, :side])
    count = len(line.squares)
    layer = Layer(
        FIRST, row, column, np.repeat(np.arange(side * side), count), np.tile(np.arange(count), side * side)
    )
    done: list[tuple[Ints, Ints, Ints]] = []
    edge: list[Ints] = []
    while len(layer.row):
        layer = _pruned(line, layer)
        counts = np.diff(np.append(layer.start, len(layer.cell)))
        last = (counts <= lines.FEW) | (layer.level == lines.DEPTH)
        done.append((_morton(layer)[last], counts[last], layer.segment[last[layer.cell]]))
        rim = (layer.row == 0) | (layer.column == 0) | (layer.row + 1 == side) | (layer.column + 1 == side)
        edge.append(np.unique(layer.segment[(rim & last)[layer.cell]]))
        layer, side = _split(layer, ~last), side * 2
    return _joined(done, np.unique(np.concatenate(edge)))


def _joined(done: list[tuple[Ints, Ints, Ints]], outside: Ints) -> Leaves:
    """Leaves of all levels in order of their codes; what can be nearest outside is what is nearest on the rim."""
    code, counts, segments = (np.concatenate(column) for column in zip(*done, strict=True))
    order = np.argsort(code)
    begin = (np.cumsum(counts) - counts)[order]
    start = np.concatenate([[0], np.cumsum(counts[order])])
    take = np.repeat(begin - start[:-1], counts[order]) + np.arange(start[-1])
    ends = np.append(start, start[-1] + len(outside))
    return lines.Leaves(code[order], ends, np.concatenate([segments[take], outside]))


def _morton(layer: Layer) -> Ints:
    """Morton codes of the cells' south-western corners at full depth."""
    shift = lines.DEPTH - layer.level
    return lines._spread(layer.column << shift) | lines._spread(layer.row << shift) << 1


def _split(layer: Layer, chosen: NDArray[np.bool_]) -> Layer:
    """The four quarters of the chosen cells, each with all pairs of the whole."""
    picked = layer.kept(chosen[layer.cell])
    number = np.cumsum(chosen) - 1
    cells = int(chosen.sum())
    row, column = layer.row[chosen] * 2, layer.column[chosen] * 2
    owner = number[picked.cell]
    return Layer(
        layer.level + 1,
        np.concatenate([row, row, row + 1, row + 1]),
        np.concatenate([column, column + 1, column, column + 1]),
        np.concatenate([owner + quarter * cells for quarter in range(4)]),
        np.tile(picked.segment, 4),
    )


def _pruned(line: Line, layer: Layer) -> Layer:
    """Only the pairs that can matter, by both rules of `line`."""
    width = lines.SIDE / (1 << layer.level)
    spots = CORNERS[:, :, None] * width + np.array([lines.SOUTH, lines.WEST])[None, :, None]
    spots = spots + np.array([layer.row, layer.column])[None] * width
    space = np.array(
        lines.geocentric(spots[:, 0], spots[:, 1])
    )  # (3, 5, cells): the corners, then the centre
    nearest = np.radians(np.minimum(np.abs(spots[:4, 0]).min(axis=0), 90))
    radius = RADIUS_M * math.radians(width / 2) * np.hypot(1, np.cos(nearest))
    away = np.sqrt(line._chord2(space[:, 4][:, layer.cell], layer.segment)[0].clip(0))
    least = np.minimum.reduceat(away, layer.start)
    layer = layer.kept(away <= (least + 2 * radius)[layer.cell])
    return layer.kept(~_dominated(line, layer, space, radius))


def _dominated(line: Line, layer: Layer, space: Floats, radius: Floats) -> NDArray[np.bool_]:
    """Which pairs have a node of the line that is nearer, all over the cell, than both ends of the segment."""
    ends = np.array([layer.segment, layer.segment + 1])
    squares = np.array(
        [_square(line.nodes[:, ends], space[:, spot][:, None, layer.cell]) for spot in range(5)]
    )
    nearer = squares.min(axis=1)  # (5, pairs)
    bulge = (1.5 * radius**2 / (2 * lines.MEAN_R))[layer.cell]
    half = line.squares[layer.segment] / 4
    lost = np.zeros(len(layer.cell), dtype=bool)
    for spot in range(5):
        rival = _nearest_node(layer, squares[spot], ends)
        rivals = line.nodes[:, rival]
        length = np.sqrt(_square(line.nodes[:, ends[0]], rivals[:, layer.cell])) + 2 * np.sqrt(half)
        margin = half + 2 * length * bulge + MARGIN_M2
        ahead = np.array([_square(space[:, corner], rivals) for corner in range(4)])[:, layer.cell] + margin
        lost |= (ahead <= nearer[:4]).all(axis=0)
    return lost


def _nearest_node(layer: Layer, squares: Floats, ends: Ints) -> Ints:
    """For each cell the node, among the ends of its segments, with the smallest of `squares` (2, pairs)."""
    which = squares.argmin(axis=0)
    smaller = squares.min(axis=0)
    least = np.minimum.reduceat(smaller, layer.start)
    hits = np.flatnonzero(smaller == least[layer.cell])
    first = hits[np.searchsorted(layer.cell[hits], np.arange(len(layer.row)))]
    nodes: Ints = ends[which[first], first]
    return nodes


def _square(a: Floats, b: Floats) -> Floats:
    """Squared distances between points whose first axis is x, y, z."""
    return np.asarray(((a - b) ** 2).sum(axis=0))
