"""Partners: keys, limits, their screens and their pages."""
