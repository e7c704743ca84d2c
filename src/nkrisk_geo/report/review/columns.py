"""The columns of a review: what they are called, how wide they are, where a line has them.

A column is known by its English head throughout the program; people see the one of their language.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from nkrisk_geo.files.decision_columns import FILLED_IN, KEY_COLUMN
from nkrisk_geo.model.wording import Wording
from nkrisk_geo.report.review.lines import ReviewLine
from nkrisk_geo.report.review.marked_text import bracket_clues

Value = Callable[[ReviewLine, Wording], str]
"""What a line has in a column, as text."""


@dataclass(frozen=True, slots=True)
class ReviewColumn:
    """A column of a review.

    Attributes:
        name: its English head, which is its key in the phrases too.
        width: in characters.
        value: what a line has there.
    """

    name: str
    width: int
    value: Value

    def head(self, words: Wording) -> str:
        """What it is called."""
        return words(f"column.{self.name}")

    def meaning(self, words: Wording) -> str:
        """What stands there, for who reads the sheet first."""
        return words(f"column_means.{self.name}")


def _of(name: str) -> Value:
    get = attrgetter(name)
    return lambda line, _: str(get(line))


def _filled_in(at: int) -> Value:
    return lambda line, _: line.decided[at]


def _decision(line: ReviewLine, words: Wording) -> str:
    return words.label("decision", line.decided[0])


def _border(line: ReviewLine, words: Wording) -> str:
    return words(f"on_the_border.{line.border}")


def _bracketed(line: ReviewLine, _: Wording) -> str:
    return bracket_clues(line.address)


ADDRESS = "address"
BORDER = "on the border?"
DECISION, REVIEWER, DATE, NOTE = FILLED_IN
REVIEW_COLUMNS = (
    ReviewColumn("line", 6, _of("number")),
    ReviewColumn(BORDER, 13, _border),
    ReviewColumn("place", 30, _of("place")),
    ReviewColumn(ADDRESS, 52, _bracketed),
    ReviewColumn("company", 28, _of("company")),
    ReviewColumn(DECISION, 16, _decision),
    ReviewColumn(REVIEWER, 14, _filled_in(1)),
    ReviewColumn(DATE, 12, _filled_in(2)),
    ReviewColumn(NOTE, 28, _filled_in(3)),
    ReviewColumn("distance", 32, _of("distance")),
    ReviewColumn("rests on", 24, _of("basis")),
    ReviewColumn("why", 48, _of("why")),
    ReviewColumn("could also be", 28, _of("others")),
    ReviewColumn("contradictions", 28, _of("conflicts")),
    ReviewColumn("surely in", 28, _of("zones")),
    ReviewColumn("possibly in", 28, _of("zones_possible")),
    ReviewColumn("chance", 10, _of("chance")),
    ReviewColumn("also written", 40, _of("also")),
    ReviewColumn("other fields", 28, _of("beside")),
    ReviewColumn("bill of lading", 18, _of("bills")),
    ReviewColumn("rows", 18, _of("rows")),
    ReviewColumn("count", 8, _of("count")),
    ReviewColumn(KEY_COLUMN, 24, _of("keys")),
)
"""In their order."""
NUMBERS = ("line", "count")
"""Those that are numbers."""
