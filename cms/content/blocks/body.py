"""The body of a page: any of the blocks, in the editor's order."""

from wagtail import blocks

from .flowchart import FlowchartBlock
from .links import RelatedLinksBlock
from .lists_and_tables import ChecklistBlock, TableBlock
from .media import FileBlock, ImageBlock, VideoBlock
from .people import ContactBlock
from .text import ExpandableBlock, HeadingBlock, KeyMessageBlock, QuoteBlock, TextBlock


class BodyBlock(blocks.StreamBlock):
    """Everything body text may contain."""

    heading = HeadingBlock()
    text = TextBlock()
    key_message = KeyMessageBlock()
    quote = QuoteBlock()
    checklist = ChecklistBlock()
    table = TableBlock()
    image = ImageBlock()
    file = FileBlock()
    video = VideoBlock()
    flowchart = FlowchartBlock()
    expandable = ExpandableBlock()
    contact = ContactBlock()
    links = RelatedLinksBlock()
