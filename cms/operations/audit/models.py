"""Nothing of its own is stored: entries are Wagtail's, and the rows of what went out."""

from .recorded_acts import NoticeEntry, ReleaseEntry

__all__ = ["NoticeEntry", "ReleaseEntry"]
