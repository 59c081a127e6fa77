"""The embedded engine: SQLite's FTS5 in a file of its own."""
