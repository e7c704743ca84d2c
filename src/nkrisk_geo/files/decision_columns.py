"""The columns that decisions have: in a sheet for people, and beside the answer in a file.

Beside the answer, which stays as it is:

    geo_decision        one of `DECISIONS`, or `CONTRADICTED` where reviewers differ
    geo_decided_by      who decided
    geo_decided_on      when
    geo_decision_note   what they noted
"""

from __future__ import annotations

DECISIONS = ("confirmed here", "elsewhere", "unclear", "no address")
"""What can be decided of an address: it lies where the answer says; it does not; nobody
can tell; the text is none."""
CONTRADICTED = "contradicted"
"""What stands in the column where reviewers decided differently; both are named."""
DECISION_COLUMNS = ("decision", "decided_by", "decided_on", "decision_note")
"""Beside the answer, without its prefix."""
FILLED_IN = ("decision", "reviewer", "date", "note")
"""In a sheet, in the same order."""
KEY_COLUMN = "key"
