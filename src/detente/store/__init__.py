"""Where things are kept: state in SQLite, events in a Delta log, questions through DuckDB. The only place with SQL."""
