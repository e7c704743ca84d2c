"""The SQL function `nkrisk_geo` of DuckDB: `nkrisk_geo.tables.duckdb`."""

from nkrisk_geo.tables.duckdb import register

__all__ = ["register"]
