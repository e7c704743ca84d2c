"""What a review says before its lines: what it is not, how to fill it in, what it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nkrisk_geo.files.decision_columns import DECISIONS
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model.schema import BETWEEN
from nkrisk_geo.model.version import __version__
from nkrisk_geo.model.wording import Wording, wording
from nkrisk_geo.report.review import marked_text
from nkrisk_geo.report.review.candidates import Candidates
from nkrisk_geo.report.review.columns import REVIEW_COLUMNS
from nkrisk_geo.report.review.narration import name_zones

KINDS = (marked_text.CLUE, marked_text.AGAINST, marked_text.ASIDE)
"""Clues whose looks are told."""
Facts = tuple[tuple[str, str], ...]
"""Pairs of words: a name, and what is told of it."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """A title, and pairs of words under headings, in a language."""

    title: str
    parts: tuple[tuple[str, Facts], ...]
    language: str = "en"


def introduce(
    candidates: Candidates,
    lines: int,
    more: int,
    title: str | None,
    *,
    language: str = "en",
) -> Introduction:
    """The introduction of a review with so many lines, and so many that found no room."""
    words = wording(language)
    named = words("review.title", name=candidates.file.name)
    told = (
        ("before", _caution(words)),
        ("fill_in", _how(words)),
        ("marks", _marks(words)),
        ("columns", _columns(words)),
        ("made", (*_facts(candidates, lines, more, words),)),
    )
    parts = tuple((words(f"review.{heading}"), facts) for heading, facts in told)
    return Introduction(title or named, parts, language)


def _caution(words: Wording) -> Facts:
    notice, caution = words("language.notice"), words("review.caution_told")
    return ((words("review.caution"), f"{notice} {caution}"),)


def _how(words: Wording) -> Facts:
    """What the decisions mean, and how they come back."""
    meanings = [
        (words(f"decision.{each}"), words(f"decision_means.{each}"))
        for each in DECISIONS
    ]
    advice = [
        (words(f"review.{name}"), words(f"review.{name}_told"))
        for name in ("who", "several", "back")
    ]
    return (*meanings, *advice)


def _marks(words: Wording) -> Facts:
    return tuple((words(f"look.{kind}"), words(f"look_means.{kind}")) for kind in KINDS)


def _columns(words: Wording) -> Facts:
    return tuple((each.head(words), each.meaning(words)) for each in REVIEW_COLUMNS)


def _facts(
    candidates: Candidates, lines: int, more: int, words: Wording
) -> Iterator[tuple[str, str]]:
    """What the review was made from, so that it can be made again."""
    file = candidates.file
    columns = ", ".join(file.party.columns)
    told = {
        "all": f"{file.rows:,}",
        "taken": f"{candidates.taken:,}",
        "lines": f"{lines:,}",
    }
    yield words("review.file"), file.name
    # A file of the same name may have been written anew since.
    yield "SHA-256", file.sha256
    yield words("review.rows"), words("review.rows_told", **told)
    yield words("review.which"), _which(candidates, words)
    yield words("review.left"), _left_out(candidates, more, words)
    yield words("review.columns_read"), columns or words("review.no_columns")
    yield words("review.gazetteer"), Gazetteer.default().version
    yield "nkrisk_geo", __version__


def _which(candidates: Candidates, words: Wording) -> str:
    """Which rows were wanted."""
    wanted = candidates.selection
    if wanted.every:
        return words("review.every")
    named = words.join(name_zones(BETWEEN.join(wanted.zones), words))
    return words("review.some", zones=named or words("review.any_zone"))


def _left_out(candidates: Candidates, more: int, words: Wording) -> str:
    """What was wanted and found no room: a reader would else take it for all."""
    counts = {"left_rows": candidates.left, "left_lines": more}
    left = [
        words(f"review.{key}", n=f"{count:,}") for key, count in counts.items() if count
    ]
    return "; ".join(left) or words("review.none_left")
