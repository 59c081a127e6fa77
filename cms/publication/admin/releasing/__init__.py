"""Releases on the screens: what publishing will do to readers' view, what waits, and the words by which it goes."""
