"""The home page and the introduction pages of each language."""
