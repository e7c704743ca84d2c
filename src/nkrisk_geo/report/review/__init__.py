"""`nkrisk-geo review`: a sheet for people who decide about addresses. Their decisions come back.

    enriched file ─▶ candidates ─▶ groups ─▶ lines ─▶ .xlsx, .csv, .html
    ─▶ people ─▶ `enrich --decisions`

A line of the sheet is a group of nearly equal addresses in one place. It says what the answer is
and why, and leaves room for a decision; its key leads back to the addresses. What is decided never
changes the gazetteer or a probability.
"""

from __future__ import annotations

from nkrisk_geo.report.review.candidates import Candidates, Selection, gather_candidates
from nkrisk_geo.report.review.lines import ReviewLine, make_lines

__all__ = ["Candidates", "ReviewLine", "Selection", "gather_candidates", "make_lines"]
