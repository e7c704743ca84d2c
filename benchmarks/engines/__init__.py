"""What DuckDB and Spark take for the same work."""
