"""Translating side by side: one screen with the source, the translation and all that helps; texts for translators outside."""
