"""DataFrames of Spark: `nkrisk_geo.tables.spark`."""

from nkrisk_geo.tables.spark import enrich

__all__ = ["enrich"]
