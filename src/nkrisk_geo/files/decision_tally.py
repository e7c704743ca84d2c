"""What became of decisions that were taken back into a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nkrisk_geo.files.decisions import ReviewDecisions

NAMED = 5
"""Keys that a summary names."""


@dataclass(slots=True)
class DecisionTally:
    """Counts of decisions.

    Attributes:
        sheets: the sheets that were read.
        known: the addresses that are decided.
        faults, fault_count: what could not be used; see `ReviewDecisions`.
        rows: rows by decision.
        met: the decided addresses that the file holds.
    """

    sheets: list[str] = field(default_factory=list)
    known: frozenset[str] = frozenset()
    faults: list[str] = field(default_factory=list)
    fault_count: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    met: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, sheets: Sequence[str], decisions: ReviewDecisions) -> DecisionTally:
        """Before the first row."""
        known = frozenset(decisions.by_key)
        faults = [*decisions.faults]
        return cls([*sheets], known, faults, decisions.fault_count)

    def take(self, keys: Iterable[str], decided: Iterable[str | None]) -> None:
        """Some rows with these keys were decided so."""
        self.rows.update(each for each in decided if each)
        self.met |= self.known.intersection(keys)

    @property
    def absent(self) -> list[str]:
        """The decided addresses that the file does not hold."""
        return sorted(self.known - self.met)

    def to_note(self) -> dict[str, Any]:
        """What a checkpoint keeps."""
        # Sheets and faults are read again; only what the file showed would be lost.
        counts = dict(self.rows.most_common())
        return {"by_decision": counts, "met": sorted(self.met)}

    def restore(self, note: Mapping[str, Any]) -> None:
        """Take back what `to_note` gave."""
        self.rows = Counter(note["by_decision"])
        self.met = set(note["met"])

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "sheets": self.sheets,
            "addresses": len(self.known),
            "by_decision": dict(self.rows.most_common()),
            "not_in_file": len(self.absent),
            "not_in_file_keys": self.absent[:NAMED],
            "faults": self.faults,
            "fault_count": self.fault_count,
        }
