"""Drawings made when a page is published. Knows nothing of pages, languages' words or the database."""

from .flowchart import Drawing, draw

__all__ = ["Drawing", "draw"]
