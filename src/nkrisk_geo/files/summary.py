"""What became of a file: the counts that a person, or a pipeline, wants at the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.files.chunks import Noticed, Reject


@dataclass(slots=True)
class Summary:
    """What became of a file.

    Attributes:
        rows_in, rows_out, rejected: rows read, written, and put aside; in = out + rejected.
        noticed: encoding, delimiter and small repairs.
        statuses, zones, reasons: rows by status, by `zone` (the finest definite one), by reason of not being resolved.
        columns: names of the new columns.
        rejects: path of the file with the rejected rows, if there is one; `first_rejects`: some of them.
        seconds: wall time.
    """

    rows_out: int = 0
    noticed: Noticed = field(default_factory=Noticed)
    statuses: Counter[str] = field(default_factory=Counter)
    zones: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    columns: list[str] = field(default_factory=list)
    rejects: str | None = None
    first_rejects: list[Reject] = field(default_factory=list)
    seconds: float = 0.0
    gazetteer_version: str = ""

    @property
    def rejected(self) -> int:
        """Rows that could not be read."""
        return self.noticed.rejected

    @property
    def rows_in(self) -> int:
        """Rows read, blank lines not counted."""
        return self.rows_out + self.rejected

    @property
    def resolved_share(self) -> float:
        """Resolved rows among those that are not empty; 1 when there are none."""
        full = self.rows_out - self.reasons["empty"]
        return self.statuses["resolved"] / full if full else 1.0

    def count(self, added: pa.Table, prefix: str) -> None:
        """Take the answers of some rows into account."""
        self.rows_out += len(added)
        if len(added):
            self.gazetteer_version = added.column(prefix + "gazetteer_version")[0].as_py()
        for tally, name in ((self.statuses, "status"), (self.zones, "zone"), (self.reasons, "reason")):
            for pair in pc.value_counts(added.column(prefix + name)):
                value = pair["values"].as_py()
                if value is not None:
                    tally[value] += pair["counts"].as_py()

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        noticed = {
            name: value for name, value in asdict(self.noticed).items() if name not in ("rejects", "rejected")
        }
        return {
            "rows_in": self.rows_in,
            "rows_out": self.rows_out,
            "rejected": self.rejected,
            "rejects": self.rejects,
            **noticed,
            "by_status": dict(self.statuses.most_common()),
            "by_zone": dict(self.zones.most_common()),
            "by_reason": dict(self.reasons.most_common()),
            "resolved_share": round(self.resolved_share, 4),
            "seconds": round(self.seconds, 3),
            "gazetteer_version": self.gazetteer_version,
        }
