"""Fragments of a text in its real words, with those that match a query marked."""
