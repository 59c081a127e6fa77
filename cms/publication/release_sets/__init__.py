"""Releases of several items: what is in one, whether it may go out, and letting it, both languages of all in one commit."""
