"""The only readers of editions."""
