"""Where Django looks for this app's models; they live in files named by role."""

from .files.models import File, FileReading, Picture, Rendition
from .projection.page_items import PageItem, SnippetItem
from .snippets import Organisation, Topic
from .terms import Term
from .translating.seen_sources import SeenSource

__all__ = [
    "File",
    "FileReading",
    "Organisation",
    "PageItem",
    "Picture",
    "Rendition",
    "SeenSource",
    "SnippetItem",
    "Term",
    "Topic",
]
