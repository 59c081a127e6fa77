"""Passages in the real words of a text, with those that were sought marked."""
