"""Rows that belong to owners: arrays of lists of unequal length, laid flat.

An *owner* array says for each row whose it is. Most are in ascending order, so that the rows of
an owner stand together.

>>> import numpy as np
>>> owner, row = concat_ranges(np.array([5, 0]), np.array([2, 3]))
>>> owner.tolist(), row.tolist()
([0, 0, 1, 1, 1], [5, 6, 0, 1, 2])
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.native.arrays import Flags, Ints

Floats = NDArray[np.float64]
_BITS = 63


def concat_ranges(starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """The rows of all stretches, one after another: the number of the stretch, and the row."""
    owner = np.arange(len(counts)).repeat(counts)
    before = counts.cumsum() - counts
    # How far each stretch is moved from where it stands among the others.
    moved = starts - before
    return owner, np.arange(len(owner)) + moved[owner]


def find_distinct(values: Ints) -> tuple[Ints, Ints, Ints]:
    """The distinct values in ascending order.

    Beside them the place of the first of each, and for each value its place among them.

    As `numpy.unique` does it; that loads numpy's masked arrays, which nothing else here needs.
    """
    order = argsort(values)
    ordered = values[order]
    new = flag_first(ordered)
    number = np.empty(len(values), np.int64)
    number[order] = np.cumsum(new) - 1
    return ordered[new], order[new], number


def argsort(values: Ints) -> Ints:
    """The order of values, equal ones as they stand.

    Numbers that leave room for their places are sorted with them: sorting numbers is several
    times faster than ordering them.
    """
    count = len(values)
    if not count:
        return np.zeros(0, np.int64)
    bits = count.bit_length()
    least, most = int(values.min()), int(values.max())
    if most - least >= 1 << (_BITS - bits):
        return np.argsort(values, kind="stable")
    above: Ints = values.astype(np.int64) - least
    numbered = above << bits | np.arange(count)
    return np.sort(numbered) & ((1 << bits) - 1)


def flag_first(owner: Ints) -> Flags:
    """For each row, is it the first of its owner? Rows of an owner stand together."""
    fresh = np.ones(len(owner), np.bool_)
    fresh[1:] = owner[1:] != owner[:-1]
    return fresh


def round_decimals(numbers: Floats, digits: int) -> Floats:
    """Numbers rounded as `round` does it: to the decimal nearest to the exact value."""
    scaled = numbers * 10.0**digits
    found: Floats = np.rint(scaled) / 10.0**digits
    fractions = np.abs(scaled - np.trunc(scaled))
    halves = np.flatnonzero(np.abs(fractions - 0.5) < 1e-6)
    # There the product may have been rounded to the other side of a half.
    for at in halves.tolist():
        number = float(numbers.flat[at])
        found.flat[at] = round(number, digits)
    return found
