"""Twins of the frozen classes that can be filled, and then become them.

A frozen noun sets each field by a call of its own, and an answer has 27 of them. A
draft has the same slots and sets them as any object does. Fill every one, then say what
it is: from there on it is that noun, frozen, and nothing tells it from another.

    >>> draft = CandidateDraft()
    >>> draft.unit, draft.probability = None, 0.5
    >>> draft.__class__ = Candidate
    >>> draft == Candidate(None, 0.5), draft
    (True, Candidate(unit=None, probability=0.5))
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nkrisk_geo.model import Border, Candidate, Evidence, Resolution, Unit

Draft = Callable[[], Any]
"""Begins a noun."""
# Answers come by the million, and each has several.
make_tuple = tuple.__new__
"""Makes a named tuple of a tuple, without the call of Python that its own constructor takes."""


def draft_of(noun: Any) -> Draft:
    """The drafts of a frozen noun with slots; only what has the same slots can become it."""
    # Equal slots in equal order are what lets an object change its class.
    return type(
        f"{noun.__name__}Draft",
        (),
        {"__slots__": noun.__slots__, "__module__": __name__},
    )


ResolutionDraft, EvidenceDraft, CandidateDraft, BorderDraft, UnitDraft = map(
    draft_of, (Resolution, Evidence, Candidate, Border, Unit)
)
