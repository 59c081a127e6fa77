"""The texts of the demo: read from YAML, put into pages and translations."""
