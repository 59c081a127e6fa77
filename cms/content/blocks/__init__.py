"""The blocks of body text, one family a file. Every word a reader sees is a segment of wagtail-localize."""

from .flowchart import FlowchartBlock
from .links import LinkBlock, RelatedLinksBlock
from .lists import ChecklistBlock, TableBlock
from .media import FileBlock, ImageBlock, VideoBlock
from .people import ContactBlock
from .stream import BodyBlock
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
