"""Texts as arrays of code points, and the types of arrays.

>>> points = codes("丹东")
>>> points.tolist(), decode(points)
([20025, 19996], '丹东')
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Points = NDArray[np.uint32]
"""Code points."""

_CODEC = "utf-32-le"
codecs.lookup(
    _CODEC
)  # now: a child that was forked while another thread first looked it up would wait for ever

PART = "\0"
"""What parts texts that are looked at together; folding leaves it in none."""


def decode(points: Points) -> str:
    """The text of code points."""
    return points.astype("<u4", copy=False).tobytes().decode(_CODEC)


def codes(text: str) -> Points:
    """The code points of a text."""
    return np.frombuffer(text.encode(_CODEC, "surrogatepass"), np.dtype("<u4"))


def joined(texts: Sequence[str]) -> Points:
    """The code points of several texts, each followed by `PART`.

    Raises:
        ValueError: a text has a `PART` in it; no folded one has.
    """
    whole = PART.join((*texts, ""))
    if whole.count(PART) != len(texts):
        raise ValueError("a text has a zero character in it")
    return codes(whole)


def lengths(texts: Sequence[str | bytes]) -> Ints:
    """The length of each text."""
    return np.fromiter(map(len, texts), np.int64, len(texts))


def address(array: NDArray[Any]) -> int:
    """Where the numbers of an array stand."""
    where: int = array.__array_interface__["data"][0]
    return where
