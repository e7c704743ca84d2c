"""The columns of a review: what they are called, how wide they are, where a line has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from nkrisk_geo.files.decision_columns import FILLED_IN, KEY_COLUMN
from nkrisk_geo.report.review.lines import ReviewLine
from nkrisk_geo.report.review.marking import bracket_clues


@dataclass(frozen=True, slots=True)
class ReviewColumn:
    """A column of a review.

    Attributes:
        name: its heading.
        width: in characters.
        value: what a line has there, as text.
        what: what stands there, for who reads the sheet first.
    """

    name: str
    width: int
    value: Callable[[ReviewLine], str]
    what: str


def _filled_in(at: int) -> Callable[[ReviewLine], str]:
    return lambda line: line.decided[at]


def _of(name: str) -> Callable[[ReviewLine], str]:
    get = attrgetter(name)
    return lambda line: str(get(line))


ADDRESS = "address"
BORDER = "on the border?"
REVIEW_COLUMNS = (
    ReviewColumn("line", 6, _of("number"), "number of the line"),
    ReviewColumn(BORDER, 13, _of("border"), "does it lie in a county on the border: surely, possibly, no"),
    ReviewColumn("place", 30, _of("place"), "the place that the address means, or why none was decided on"),
    ReviewColumn(ADDRESS, 52, lambda line: bracket_clues(line.address), "the text as it was given, its clues marked"),
    ReviewColumn("company", 28, _of("company"), "firms at this address"),
    ReviewColumn(FILLED_IN[0], 16, _filled_in(0), "fill in: choose from the list"),
    ReviewColumn(FILLED_IN[1], 14, _filled_in(1), "fill in: who decided"),
    ReviewColumn(FILLED_IN[2], 12, _filled_in(2), "fill in: when, as 2026-03-31"),
    ReviewColumn(FILLED_IN[3], 28, _filled_in(3), "fill in: what you saw or asked"),
    ReviewColumn("distance", 32, _of("distance"), "to the land and river border with the DPRK"),
    ReviewColumn("rests on", 24, _of("basis"), "the parts of the record that speak for the place, the strongest first"),
    ReviewColumn("why", 48, _of("why"), "the clues"),
    ReviewColumn("could also be", 28, _of("others"), "other places that the text could mean, with their probability"),
    ReviewColumn("contradictions", 28, _of("conflicts"), "clues that speak for somewhere else"),
    ReviewColumn("surely in", 28, _of("zones"), "zones that it is in"),
    ReviewColumn("possibly in", 28, _of("zones_possible"), "zones that cannot be ruled out"),
    ReviewColumn("chance", 10, _of("chance"), "probability of lying in a county on the border"),
    ReviewColumn("also written", 40, _of("also"), "nearly equal addresses of the same line: the decision is for all of them"),
    ReviewColumn("other fields", 28, _of("beside"), "what stood beside the text"),
    ReviewColumn("bill of lading", 18, _of("bills"), "of these rows"),
    ReviewColumn("rows", 18, _of("rows"), "rows of the file, the first being 1"),
    ReviewColumn("count", 8, _of("count"), "how many rows"),
    ReviewColumn(KEY_COLUMN, 24, _of("keys"), "leave it as it is: it leads the decision back to the addresses"),
)  # fmt: skip
"""In their order."""
NUMBERS = ("line", "count")
"""Those that are numbers."""
