"""The home page and the landing pages of each language."""
