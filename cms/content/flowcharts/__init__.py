"""Flowcharts: the rules that each has to keep, its drawing and its steps in words. Knows nothing of pages or the database."""

from .drawing import Drawing, draw

__all__ = ["Drawing", "draw"]
