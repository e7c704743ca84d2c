"""The decision: from signatures to answers.

    signature ─▶ verdict ─▶ Resolution, or the row of a table

A verdict is a pure function of the signature and is remembered by it: the careful reasoning runs once for each
signature, not for each address.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from nkrisk_geo import postcodes
from nkrisk_geo.answers import Answers
from nkrisk_geo.forking import cached_property
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.model import Resolution
from nkrisk_geo.signature import Signature, size
from nkrisk_geo.signing import Signer
from nkrisk_geo.verdict import NOTHING_SAID, Judge, Verdict

MEMO_SIZE, MEMO_LENGTH = 4096, 24
"""Verdicts about single records that are remembered, those asked for last, and how many items a signature may have whose
verdict is remembered. Tables remember rows of their own; see `nkrisk_geo.sheet`."""


class Resolver:
    """Resolves records over one gazetteer. Safe under threads; made once for each gazetteer by `resolver`."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.signer = Signer(gazetteer)
        self.judge = Judge(gazetteer)
        self.answers = Answers(gazetteer, self.judge.bearings)
        self.threshold = gazetteer.judgement["threshold"]
        """A place is decided on when it has this probability, unless another is asked for."""
        self.attached: dict[tuple[float, str, str], Any] = {}
        """The sheets of tables over this resolver; see `nkrisk_geo.sheet.sheet`."""
        self._remembered = lru_cache(MEMO_SIZE)(self._decide)

    @cached_property
    def suspicious_postcodes(self) -> str:
        """A pattern of texts whose postcode may be wrong; see `nkrisk_geo.postcodes.suspicious`."""
        return postcodes.suspicious(self.gazetteer.postcode_prefixes)

    def decide(self, signature: Signature | None, threshold: float | None = None) -> Verdict:
        """The verdict about a signature, remembered; None is the signature of an empty record."""
        if signature is None:
            return NOTHING_SAID
        decide = self._remembered if size(signature) <= MEMO_LENGTH else self._decide
        return decide(signature, self.threshold if threshold is None else threshold)

    def _decide(self, signature: Signature, threshold: float) -> Verdict:
        return self.judge.judge((signature,), threshold).one(0)

    def resolution(self, verdict: Verdict) -> Resolution:
        """A verdict as the answer that `resolve` returns; its evidence has no offsets."""
        return self.answers.resolution(verdict)
