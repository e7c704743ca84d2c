"""What became of a file: the counts that a person, or a pipeline, wants at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.files.chunks import Noticed, Reject
from nkrisk_geo.files.decision_tally import DecisionTally
from nkrisk_geo.model.schema import BETWEEN, NAME_ONLY, SCHEMA_VERSION
from nkrisk_geo.model.version import __version__
from nkrisk_geo.tables.parties import Party


@dataclass(slots=True)
class PartyTally:
    """Counts of the answers for one party of the records.

    Attributes:
        party: the party and its columns.
        prefix: of the new columns.
        statuses, zones, reasons: rows by status, by `zone` (the finest definite one),
            by reason of not being resolved.
        name_only: rows whose place rests on nothing but a firm's name.
    """

    party: Party
    prefix: str
    statuses: Counter[str] = field(default_factory=Counter)
    zones: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    name_only: int = 0

    @property
    def resolved_share(self) -> float:
        """Resolved rows among those that are not empty; 1 when there are none."""
        full = self.statuses.total() - self.reasons["empty"]
        return self.statuses["resolved"] / full if full else 1.0

    def count(self, added: pa.Table) -> None:
        """Take the answers of some rows into account."""
        tallies = {"status": self.statuses, "zone": self.zones, "reason": self.reasons}
        for name, tally in tallies.items():
            column = added.column(self.prefix + name)
            for pair in pc.value_counts(column):
                value = pair["values"].as_py()
                if value is not None:
                    tally[value] += pair["counts"].as_py()
        # Lists cannot be compared, and one that is no more than this name reads so.
        basis = pc.binary_join(added.column(f"{self.prefix}basis"), BETWEEN)
        alike = pc.equal(basis, BETWEEN.join(NAME_ONLY))
        self.name_only += pc.sum(alike).as_py() or 0

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {
            "by_status": dict(self.statuses.most_common()),
            "by_zone": dict(self.zones.most_common()),
            "by_reason": dict(self.reasons.most_common()),
            "name_only": self.name_only,
            "resolved_share": round(self.resolved_share, 4),
        }

    def restore(self, counts: Mapping[str, Any]) -> None:
        """Take back what `to_dict` gave."""
        self.statuses = Counter(counts["by_status"])
        self.zones = Counter(counts["by_zone"])
        self.reasons = Counter(counts["by_reason"])
        self.name_only = counts["name_only"]


@dataclass(slots=True)
class Summary:
    """What became of a file.

    Attributes:
        tallies: counts of the answers, one for each party that was read.
        rows_out: rows written; `rows_in` = `rows_out` + `rejected`, and what a sample
            left out is counted apart.
        noticed: encoding, delimiter and small repairs.
        columns: names of the new columns.
        notes: what the user should know of how the file was read.
        rejects: path of the file with the rejected rows, if there is one;
            `first_rejects`: some of them.
        resumed_at: row from which an interrupted run was gone on with; None where there was none.
        complete_before: the output was complete already, and nothing was done.
        dry_run: nothing was read but the beginning, and nothing written.
        seconds: wall time.
        decisions: what became of decisions that were taken back.
    """

    tallies: list[PartyTally] = field(default_factory=list)
    rows_out: int = 0
    noticed: Noticed = field(default_factory=Noticed)
    columns: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rejects: str | None = None
    first_rejects: list[Reject] = field(default_factory=list)
    resumed_at: int | None = None
    complete_before: bool = False
    dry_run: bool = False
    seconds: float = 0.0
    gazetteer_version: str = ""
    gazetteer_sha256: str = ""
    decisions: DecisionTally = field(default_factory=DecisionTally)

    @property
    def rejected(self) -> int:
        """Rows that could not be read."""
        return self.noticed.rejected

    @property
    def rows_in(self) -> int:
        """Rows read, blank lines not counted."""
        return self.rows_out + self.rejected

    @property
    def statuses(self) -> Counter[str]:
        """Answers by status, of all parties."""
        statuses = (tally.statuses for tally in self.tallies)
        return sum(statuses, Counter())

    @property
    def resolved_share(self) -> float:
        """That of the party with the least."""
        shares = [tally.resolved_share for tally in self.tallies]
        return min(shares, default=1.0)

    @property
    def versions(self) -> dict[str, Any]:
        """What the answers were made with: the code, the columns and the data."""
        return {
            "nkrisk_geo_version": __version__,
            "schema_version": SCHEMA_VERSION,
            "gazetteer_version": self.gazetteer_version,
            "gazetteer_sha256": self.gazetteer_sha256,
        }

    def count(self, added: pa.Table) -> None:
        """Take the answers of some rows into account."""
        self.rows_out += len(added)
        for tally in self.tallies:
            tally.count(added)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON.

        The counts stand at the top for one party, under its name for several.
        """
        noticed = asdict(self.noticed)
        # The rows that are held are for the file, and their number stands by itself.
        for name in ("rejects", "rejected"):
            del noticed[name]
        decisions = {}
        if self.decisions.sheets:
            decisions["decisions"] = self.decisions.to_dict()
        return {
            "rows_in": self.rows_in,
            "rows_out": self.rows_out,
            "rejected": self.rejected,
            "rejects": self.rejects,
            "resumed_at": self.resumed_at,
            "complete_before": self.complete_before,
            "dry_run": self.dry_run,
            **noticed,
            "unread": self.noticed.unread,
            "read": [
                {
                    "party": tally.party.name,
                    "address": list(tally.party.address),
                    **tally.party.fields,
                }
                for tally in self.tallies
            ],
            "columns": self.columns,
            "notes": self.notes,
            **self._counts(),
            **decisions,
            "seconds": round(self.seconds, 3),
            **self.versions,
        }

    def _counts(self) -> dict[str, Any]:
        counts = {tally.party.name: tally.to_dict() for tally in self.tallies}
        if len(counts) > 1:
            return {"parties": counts}
        return next(iter(counts.values()), {})
