"""The decision: from signatures to answers.

    signature ─▶ verdict ─▶ Resolution, or the row of a table

A verdict is a pure function of the signature, worked out by the compiled engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nkrisk_geo.engine.engine import Engine
from nkrisk_geo.engine.verdict import Verdict
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.model import Resolution
from nkrisk_geo.native.locks import cached_property
from nkrisk_geo.resolver.answers import Answers, GivenFields
from nkrisk_geo.resolver.signatures import SignatureMaker
from nkrisk_geo.text import postcodes

if TYPE_CHECKING:
    from nkrisk_geo.resolver.table_signatures import TableSigner

EVEN = 0.5
"""The least threshold there is."""
MOST_REMEMBERED, LONGEST_REMEMBERED = 1000, 400
"""Answers that are remembered, and characters of a record of which one is."""
AskedRecord = tuple[Sequence[str | None], float]
"""The fields of a record, as texts, and the threshold."""


class Resolver:
    """Resolves records over one gazetteer.

    Safe under threads; made once for each gazetteer by `get_resolver`.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.engine: Engine = Engine(gazetteer)
        self.signer: SignatureMaker = SignatureMaker(
            gazetteer, self.engine.core, self.engine.packer
        )
        self.answers: Answers = Answers(gazetteer, self.engine.packer)
        self.threshold: float = gazetteer.judgement["threshold"]
        """A place is decided on when it has this probability, unless another is asked for."""
        self.attached: dict[tuple[float, str, str], Any] = {}
        """What tables remember of the records that they met."""
        self.remembered: dict[AskedRecord, Resolution] = {}
        """The answers to the last short records: they are frozen, so whoever asks again is
        given the same."""

    @cached_property
    def table_signer(self) -> TableSigner:
        """Makes the signatures of many records at once."""
        # With arrays, which a single answer does without.
        from nkrisk_geo.resolver.table_signatures import TableSigner

        return TableSigner(self.gazetteer, self.engine.core, self.engine.packer)

    @cached_property
    def assigned_postcodes(self) -> frozenset[str]:
        """The first three digits that postcodes of China have."""
        return postcodes.assigned_heads(self.gazetteer.postcode_prefixes)

    @cached_property
    def suspicious_postcodes(self) -> str:
        """A pattern of texts whose postcode may be wrong.

        See `nkrisk_geo.text.postcodes.suspicious_pattern`.
        """
        return postcodes.suspicious_pattern(self.assigned_postcodes)

    def decide(self, items: Sequence[int], threshold: float | None = None) -> Verdict:
        """The verdict about a record by its items."""
        return self.engine.decide(
            items, self.threshold if threshold is None else threshold
        )

    def resolution(self, verdict: Verdict) -> Resolution:
        """A verdict as an answer.

        Of the record nothing is known, so its evidence has no offsets.
        """
        return self.answers.resolution(verdict, GivenFields())

    def quantiles(
        self, items: Sequence[int], levels: tuple[float, ...]
    ) -> tuple[float, ...]:
        """Quantiles (km) of the distance of a record that has one."""
        found = self.engine.quantiles(items, levels, EVEN)
        return tuple([round(km, 2) for km in found])
