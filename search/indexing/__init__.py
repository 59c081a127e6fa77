"""Editions to documents, and the consumer of the log that keeps the index up to date."""
