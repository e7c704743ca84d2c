"""Where labels go: each beside its point, on the first side where it covers nothing.

Where there is no room it is left out.

Boxes are in the units of the paper (points or pixels, y downwards), so that both hands
that draw on paper share this. The width of a text is estimated from its letters: real
widths differ from font to font and machine to machine, and a picture should not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on the paper."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that would like to stand beside a point, at least `gap` from it."""

    text: str
    x: float
    y: float
    size: float
    gap: float = 5.0
    kind: str = "town"
    look: str = ""


class PlacedLabel(NamedTuple):
    """A label with the middle of its left edge."""

    label: Wanted
    x: float
    y: float


NARROW, WIDE = set("iljtf.,:;'|!()–-1 "), set("mwMWABCDGHKNOQRSUVXYZ")


BOLD = 1.1
PLAIN = ("town", "town-beyond")
"""Kinds of labels in plain letters; all others are bold, so much wider."""


def width(text: str, size: float) -> float:
    """About how wide a text is in a plain font; rather too wide than too narrow."""
    return sum(map(_character_width, text)) * size


def wrap(
    text: str,
    size: float,
    wide: float,
) -> list[str]:
    """A text in lines that are about so wide at the most; spaces that set it in stay."""
    inset = len(text) - len(text.lstrip())
    lines = [text[:inset]]
    for word in text.split():
        line = lines[-1]
        if not line.strip():
            # One word stands in a line even if it is too long for it.
            lines[-1] = line + word
        elif width(f"{line} {word}", size) > wide:
            lines.append(word)
        else:
            lines[-1] = f"{line} {word}"
    return lines


def _character_width(char: str) -> float:
    """The width of a character, of the size of the font."""
    if ord(char) > 0x2E80:  # Chinese characters and what is as wide
        return 1.02
    if char in NARROW:
        return 0.36
    return 0.76 if char in WIDE else 0.58


def place_labels(
    wanted: Iterable[Wanted],
    taken: list[Box],
    bounds: Box,
    fits: Callable[[Wanted, Box], bool] = lambda *_: True,
) -> list[PlacedLabel]:
    """Labels that find room, in their order: the first comers have the choice.

    Args:
        wanted: the labels.
        taken: boxes where nothing may stand; grows by those of the labels.
        bounds: where labels may stand.
        fits: whether else a label may stand in a box.
    """
    found = []
    for label in wanted:
        for x, y in _sides(label):
            box = _box(label, x, y)
            # The cheap questions come first.
            free = _within(box, bounds) and not any(box.meets(other) for other in taken)
            if free and fits(label, box):
                taken.append(box)
                found.append(PlacedLabel(label, x, y))
                break
    return found


def _sides(label: Wanted) -> Iterable[tuple[float, float]]:
    """Right, left, above, below, then the corners, near and then a little farther off."""
    wide = _width(label)
    if label.kind in ("region", "zone"):
        yield label.x - wide / 2, label.y
        return
    for factor in (1.0, 2.2):
        gap = label.gap * factor
        high = label.size * 0.55 + gap
        left, middle = label.x - gap - wide, label.x - wide / 2
        yield from (
            (label.x + gap, label.y),
            (left, label.y),
            (middle, label.y - high),
            (middle, label.y + high),
        )
        slant = high * math.sqrt(0.5)
        for y in (label.y - slant, label.y + slant):
            yield from ((label.x + gap * 0.8, y), (left + gap * 0.2, y))


def _width(label: Wanted) -> float:
    return width(label.text, label.size) * (1.0 if label.kind in PLAIN else BOLD)


def _box(
    label: Wanted,
    x: float,
    y: float,
) -> Box:
    half = label.size * 0.6
    return Box(x - 1, y - half, x + _width(label) + 1, y + half)


def _within(box: Box, bounds: Box) -> bool:
    return (
        box.left >= bounds.left
        and box.right <= bounds.right
        and box.top >= bounds.top
        and box.bottom <= bounds.bottom
    )


def box_around(
    x: float,
    y: float,
    half: float,
) -> Box:
    """The box of a mark."""
    return Box(x - half, y - half, x + half, y + half)
