"""The blocks of body text, one family a file. Every word a reader sees is a segment of wagtail-localize."""

from .body import BodyBlock
from .flowchart import FlowchartBlock
from .links import LinkBlock, RelatedLinksBlock
from .lists_and_tables import ChecklistBlock, TableBlock
from .media import FileBlock, ImageBlock, VideoBlock
from .people import ContactBlock
from .text import ExpandableBlock, HeadingBlock, KeyMessageBlock, QuoteBlock, TextBlock

__all__ = [
    "BodyBlock",
    "ChecklistBlock",
    "ContactBlock",
    "ExpandableBlock",
    "FileBlock",
    "FlowchartBlock",
    "HeadingBlock",
    "ImageBlock",
    "KeyMessageBlock",
    "LinkBlock",
    "QuoteBlock",
    "RelatedLinksBlock",
    "TableBlock",
    "TextBlock",
    "VideoBlock",
]
