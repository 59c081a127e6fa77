"""Redirects: which addresses lead to a page that is somewhere else, and those that editors make."""
