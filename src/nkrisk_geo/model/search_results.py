"""What a search has to do with: words to look for, and names that look like some words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nkrisk_geo.model import Unit


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """A string that finds records of a zone in a trade database, and how far to trust it."""

    text: str
    kind: str
    script: str
    unit: str
    specificity: float
    false_friends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place that has a name like some words of a text; nothing is decided by it.

    Attributes:
        text: the words of the text, folded.
        name: the name they look like, as it is written.
        unit: the place; the county around a township that has no unit of its own, the
            country of most places abroad.
        score: how alike they are, 100 for the same.
    """

    text: str
    name: str
    unit: Unit
    score: float
