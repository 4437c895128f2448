"""Opening tables for counting: DuckDB by default. Nothing else knows an engine."""
