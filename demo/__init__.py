"""The demo library: its source in YAML and files, and what loads it."""
