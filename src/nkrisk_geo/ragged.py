"""Rows that belong to owners: arrays of lists of unequal length, laid flat.

An *owner* array says for each row whose it is. Most are in ascending order, so that the rows of an owner stand together.

>>> import numpy as np
>>> owner, row = stretches(np.array([5, 0]), np.array([2, 3]))
>>> owner.tolist(), row.tolist()
([0, 0, 1, 1, 1], [5, 6, 0, 1, 2])
>>> left, right = pairs(np.array([0, 1, 1]), np.array([0, 0, 1]), 2)
>>> list(zip(left.tolist(), right.tolist()))
[(0, 0), (0, 1), (1, 2), (2, 2)]
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.arrays import Flags, Ints

Floats = NDArray[np.float64]
_BITS = 63


def stretches(starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """The rows of each stretch, one stretch after another: the number of the stretch, and the row."""
    owner = np.arange(len(counts)).repeat(counts)
    before = counts.cumsum() - counts
    return owner, np.arange(len(owner)) + (starts - before)[owner]


def pairs(left: Ints, right: Ints, owners: int) -> tuple[Ints, Ints]:
    """Every pair of a row of `left` and a row of `right` that have one owner, as their numbers.

    Args:
        left: owners of the rows on the left, in any order.
        right: owners of those on the right, ascending.
        owners: how many owners there are.
    """
    counts = np.bincount(right, minlength=owners)
    starts = counts.cumsum() - counts
    return stretches(starts[left], counts[left])


def distinct(values: Ints) -> tuple[Ints, Ints, Ints]:
    """The distinct values in ascending order, the place of the first of each, and for each value its place among them.

    As `numpy.unique` does it; that loads numpy's masked arrays, which nothing else here needs.
    """
    order = ascending(values)
    ordered = values[order]
    new = firsts(ordered)
    number = np.empty(len(values), np.int64)
    number[order] = np.cumsum(new) - 1
    return ordered[new], order[new], number


def ascending(values: Ints) -> Ints:
    """The order of values, equal ones as they stand.

    Numbers that leave room for their places are sorted with them: sorting numbers is several times faster than ordering them.
    """
    bits = len(values).bit_length()
    if len(values) and values.min() >= 0 and values.max() < 1 << (_BITS - bits):
        return np.sort(values << bits | np.arange(len(values))) & ((1 << bits) - 1)
    return np.argsort(values, kind="stable")


def among(values: NDArray[Any], some: NDArray[Any]) -> Flags:
    """For each value, is it one of some?"""
    if not len(some):
        return np.zeros(len(values), np.bool_)
    ordered = np.sort(some)
    found: Flags = ordered[np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)] == values
    return found


def any_of(flags: Flags, owner: Ints, owners: int) -> Flags:
    """For each owner, is one of its rows flagged?"""
    found = np.zeros(owners, np.bool_)
    found[owner[flags]] = True
    return found


def united(bits: Ints, owner: Ints, owners: int) -> Ints:
    """For each owner the bits of all its rows."""
    found = np.zeros(owners, np.int64)
    np.bitwise_or.at(found, owner, bits)
    return found


def largest(values: Floats, owner: Ints, owners: int, least: float = 0.0) -> Floats:
    """For each owner the largest value of its rows, at least `least`."""
    found = np.full(owners, least)
    np.maximum.at(found, owner, values)
    return found


def places(owner: Ints) -> Ints:
    """For each row how many rows of its owner stand before it; rows of an owner stand together."""
    at = np.arange(len(owner))
    found: Ints = at - np.maximum.accumulate(np.where(firsts(owner), at, 0))
    return found


def firsts(owner: Ints) -> Flags:
    """For each row, is it the first of its owner? Rows of an owner stand together."""
    fresh = np.ones(len(owner), np.bool_)
    fresh[1:] = owner[1:] != owner[:-1]
    return fresh


def weighted(owner: Ints, weight: Floats, values: Floats, owners: int) -> Floats:
    """For each owner the sum of its rows of values, each times its weight: (owners, width)."""
    width = values.shape[1]
    cells = owner[:, None] * width + np.arange(width)
    found = np.bincount(cells.ravel(), (weight[:, None] * values).ravel(), owners * width)
    return found.astype(np.float64, copy=False).reshape(owners, width)


def rounded(numbers: Floats, digits: int) -> Floats:
    """Numbers rounded as `round` does it: to the decimal that is nearest to the exact value of each."""
    scaled = numbers * 10.0**digits
    found: Floats = np.rint(scaled) / 10.0**digits
    halves = np.flatnonzero(np.abs(np.abs(scaled - np.trunc(scaled)) - 0.5) < 1e-6)
    for at in halves.tolist():  # where the product may have been rounded to the other side of a half
        found.flat[at] = round(float(numbers.flat[at]), digits)
    return found
