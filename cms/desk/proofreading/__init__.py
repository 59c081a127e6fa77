"""Checks of a text before release: what may be wrong with it, kept beside it, shown to editors, dismissed with a reason."""
