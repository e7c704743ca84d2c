"""Texts as arrays of code points, and the types of arrays.

>>> points = codes("丹东")
>>> points.tolist(), decode(points)
([20025, 19996], '丹东')
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nkrisk_geo.native.characters import CODEC, TEXT_END

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Points = NDArray[np.uint32]
"""Code points."""


def decode(points: Points) -> str:
    """The text of code points."""
    little = points.astype("<u4", copy=False)
    return little.tobytes().decode(CODEC)


def codes(text: str) -> Points:
    """The code points of a text."""
    # Half of a surrogate pair is a code point too.
    data = text.encode(CODEC, "surrogatepass")
    return np.frombuffer(data, np.dtype("<u4"))


def code_points(texts: Sequence[str]) -> Points:
    """The code points of several texts, each followed by `TEXT_END`.

    Raises:
        ValueError: a text has a `TEXT_END` in it; no folded one has.
    """
    whole = TEXT_END.join((*texts, ""))
    if whole.count(TEXT_END) != len(texts):
        raise ValueError("a text has a zero character in it")
    return codes(whole)


def lengths(texts: Sequence[str | bytes]) -> Ints:
    """The length of each text."""
    return np.fromiter(map(len, texts), np.int64, len(texts))


def address(array: NDArray[Any]) -> int:
    """Where the numbers of an array stand."""
    where: int = array.__array_interface__["data"][0]
    return where
