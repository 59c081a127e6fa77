"""Previews that are shared: their tokens, and what those show. No outlet shows a draft but by one of these."""
