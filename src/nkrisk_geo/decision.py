"""The decision: from a signature to an answer.

    signature ─▶ verdict ─▶ Resolution, or the row of a table

A verdict is a pure function of the signature and is remembered by it: the careful reasoning runs once for each
signature, not for each address.
"""

from __future__ import annotations

from functools import lru_cache

from nkrisk_geo.answers import Answers
from nkrisk_geo.columns import Row
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.model import Resolution
from nkrisk_geo.signature import Signature, Signer
from nkrisk_geo.verdict import EMPTY, Judge, Verdict

THRESHOLD = 0.8
"""A place is decided on when it has this probability; see docs/accuracy.md for what other values give."""

MEMO_SIZE, MEMO_LENGTH = 20_480, 24
"""Verdicts remembered, those asked for last, and how many items a signature may have whose verdict is remembered.

A verdict with its signature takes about 1 kB; a thousand names in one text are not kept. With the items
(`nkrisk_geo.hearing`) and wordings (`nkrisk_geo.answers`) that are remembered beside it, 60 MB, measured with `tracemalloc`
on 31,000 signatures of real addresses.
"""


class Resolver:
    """Resolves records over one gazetteer. Safe under threads; made once for each gazetteer by `resolver`."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.signer = Signer(gazetteer)
        judge = Judge(gazetteer)
        self._judge = judge.judge
        self._remembered = lru_cache(MEMO_SIZE)(judge.judge)
        self._answers = Answers(gazetteer, judge.listener, judge.zoning)

    def decide(self, signature: Signature | None, threshold: float = THRESHOLD) -> Verdict:
        """The verdict about a signature, remembered; None is the signature of an empty record."""
        if signature is None:
            return EMPTY
        judge = self._remembered if len(signature) <= MEMO_LENGTH else self._judge
        return judge(signature, threshold)

    def resolution(self, verdict: Verdict) -> Resolution:
        """A verdict as the answer that `resolve` returns; its evidence has no offsets."""
        return self._answers.resolution(verdict)

    def row(
        self,
        signature: Signature | None,
        threshold: float = THRESHOLD,
        names: str = "en",
        evidence: str = "text",
    ) -> Row:
        """The answer for a signature as the cells of `nkrisk_geo.columns.NAMES`.

        Args:
            signature: that of a record, None for an empty one.
            threshold: probability from which a place is decided on.
            names: language of the names of divisions, "en" or "zh".
            evidence: "text" or "json".
        """
        return self.written(self.decide(signature, threshold), names, evidence)

    def written(self, verdict: Verdict, names: str = "en", evidence: str = "text") -> Row:
        """A verdict as the cells of `nkrisk_geo.columns.NAMES`; see `row`."""
        return self._answers.row(verdict, names, evidence)
