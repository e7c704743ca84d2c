"""Files in and out, in a small memory: CSV, TSV, JSON lines, Parquet, spreadsheets; compressed or not; pipes."""

from __future__ import annotations

from nkrisk_geo.files.enrichment import enrich_file
from nkrisk_geo.files.inspection import Inspection, inspect_file
from nkrisk_geo.files.plan import Wish
from nkrisk_geo.files.read_options import Reading
from nkrisk_geo.files.summary import Summary

__all__ = ["Inspection", "Reading", "Summary", "Wish", "enrich_file", "inspect_file"]
