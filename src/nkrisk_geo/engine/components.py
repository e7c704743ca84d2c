"""An address taken apart by the engine: labelled stretches of a folded text."""

from __future__ import annotations

import ctypes

from nkrisk_geo.engine.core import Core
from nkrisk_geo.engine.layouts import COMPONENT
from nkrisk_geo.engine.reader import MOST_POINTS
from nkrisk_geo.native.characters import CODEC, TEXT_END
from nkrisk_geo.native.library import library

Piece = tuple[int, int, int]
"""A stretch: the number of its label, and half-open offsets."""


def components(core: Core, folded: str, place: int | None) -> list[Piece]:
    """The components of a folded text, in its order; they do not overlap.

    Args:
        core: the engine.
        folded: the text.
        place: the unit decided on for it, near which its names are read.

    Raises:
        ValueError: the text has a zero character in it; folding leaves none.
        OverflowError: it is too long.
    """
    if TEXT_END in folded:
        raise ValueError("a text has a zero character in it")
    if len(folded) >= MOST_POINTS:
        raise OverflowError("a text is too long to be read")
    points = f"{folded}{TEXT_END}".encode(CODEC)
    where = -1 if place is None else place
    # No component is empty and none overlaps another, so there are no more than characters.
    room = ctypes.create_string_buffer(COMPONENT.size * len(folded))
    count = ctypes.c_int32()
    found = ctypes.byref(count)
    core.call(_COMPONENTS, points, where, room, found, points=map(ord, folded))
    written = memoryview(room)[: COMPONENT.size * count.value]
    return [*COMPONENT.iter_unpack(written)]


_COMPONENTS = library().nk_components
