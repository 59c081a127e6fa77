"""Loads the demo content of `demo/` as editors would have written it: pages, translations, files and pictures."""
