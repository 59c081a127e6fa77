"""Findings of what is being edited: read from pages and terms, kept with the versions they were found in, dismissed."""
