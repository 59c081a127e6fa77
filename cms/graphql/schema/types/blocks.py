"""The blocks of a body. Those of one name in several blocks have one type, so that a query can ask all blocks for them."""

from typing import Any, Final

from graphene import ID, Int, ObjectType, String, Union

from .. import links as ways
from ..enums import Language, TableHeader
from ..resolvers import Field, Made, taken
from .flowcharts import FlowchartBlock
from .media import File, Picture, RichText, VideoBlock
from .references import ITEM, listed

_ID: Final = "Stays the same through edits."
_LANGUAGE: Final = "The language of the words."


class HeadingBlock(ObjectType):
    """A heading in the body."""

    id = taken(ID, "id", _ID)
    language = taken(Language, "lang", _LANGUAGE)
    heading = taken(String, "text", "Its words.")
    level = taken(Int, "level", "2, or 3 for a heading below one.")


class TextBlock(ObjectType):
    """Formatted text."""

    id = taken(ID, "id", _ID)
    language = taken(Language, "lang", _LANGUAGE)
    text = taken(RichText, "text", "The text.")


class KeyMessageBlock(ObjectType):
    """Something to be remembered, set apart from the text."""

    id = taken(ID, "id", _ID)
    language = taken(Language, "lang", _LANGUAGE)
    text = taken(RichText, "text", "The message.")


class QuoteBlock(ObjectType):
    """Somebody's words."""

    id = taken(ID, "id", _ID)
    language = taken(Language, "lang", _LANGUAGE)
    quote = taken(String, "text", "The words.")
    attribution = taken(String, "attribution", "Who said them; empty where that is not said.")


class ChecklistBlock(ObjectType):
    """Points to be ticked off."""

    id = taken(ID, "id", _ID)
    language = taken(Language, "lang", _LANGUAGE)
    title = taken(String, "title", "Its title.")
    points = taken(listed(String), "points", "The points, in order.")


class TableBlock(ObjectType):
    """A table of plain text."""

    id = taken(ID, "id", _ID)
    language = taken(Language, "lang", _LANGUAGE)
    caption = taken(String, "caption", "What it shows; empty where that is not said.")
    header = taken(TableHeader, "header", "Which cells are headings.")
    rows = taken(listed(listed(String)), "rows", "Its cells, row by row.")


class ImageBlock(ObjectType):
    """A picture in the body."""

    id = taken(ID, "id", _ID)
    language = taken(Language, "lang", _LANGUAGE)
    picture = taken(Picture, "picture", "The picture.")
    caption = taken(String, "caption", "What is written below it; empty where nothing is.")


class FileBlock(ObjectType):
    """A download in the body."""

    id = taken(ID, "id", _ID)
    language = taken(Language, "lang", _LANGUAGE)
    file = taken(File, "file", "The download.")


class ExpandableBlock(ObjectType):
    """Text that is shown when its heading is opened."""

    id = taken(ID, "id", _ID)
    language = taken(Language, "lang", _LANGUAGE)
    heading = taken(String, "heading", "What is shown while it is closed.")
    text = taken(RichText, "text", "What is shown when it is open.")


class ContactBlock(ObjectType):
    """How somebody is to be reached. What is not known is empty."""

    id = taken(ID, "id", _ID)
    language = taken(Language, "lang", _LANGUAGE)
    name = taken(String, "name", "Who or what is to be reached.")
    organisation = taken(String, "organisation", "The organisation that it belongs to.")
    telephone = taken(String, "telephone", "The telephone number.")
    email = taken(String, "email", "The e-mail address.")
    website = taken(String, "website", "The address of the website.")
    hours = taken(String, "hours", "When it can be reached.")


class LinkTo(ObjectType):
    """A link, to an item or to another site."""

    language = taken(Language, "lang", _LANGUAGE)
    text = taken(String, "text", "The words of the link.")
    item_id = taken(
        ID, "item", "The id of the item that it leads to; null where it leads to another site.", required=False
    )
    address = taken(String, "address", "Where it leads.")
    address_language = taken(
        Language, "language", "The language of what is at `address`; null where that is not known.", required=False
    )
    item = Field(
        ITEM,
        ways.LINKED_ITEM,
        "The item that it leads to, in the language of the words; null where it is not public in that language, and "
        "where the link leads to another site.",
    )


def _in_language(block: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**link, "lang": block["lang"]} for link in block["links"]]


class LinksBlock(ObjectType):
    """A list of links."""

    id = taken(ID, "id", _ID)
    language = taken(Language, "lang", _LANGUAGE)
    title = taken(String, "title", "Its title.")
    links = Field(listed(LinkTo), Made(_in_language, ("links", "lang")), "The links, in order.", required=True)


class Block(Union):
    """One block of a body. Ask `__typename` which; ask for what it holds with `... on TextBlock { }` and the like."""

    class Meta:
        types = (
            HeadingBlock, TextBlock, KeyMessageBlock, QuoteBlock, ChecklistBlock, TableBlock, ImageBlock, FileBlock,
            VideoBlock, FlowchartBlock, ExpandableBlock, ContactBlock, LinksBlock,
        )  # fmt: skip

    # The `type` of a block in a payload, to the name of its type here.
    discriminator: Final = {
        "heading": "HeadingBlock",
        "text": "TextBlock",
        "key_message": "KeyMessageBlock",
        "quote": "QuoteBlock",
        "checklist": "ChecklistBlock",
        "table": "TableBlock",
        "image": "ImageBlock",
        "file": "FileBlock",
        "video": "VideoBlock",
        "flowchart": "FlowchartBlock",
        "expandable": "ExpandableBlock",
        "contact": "ContactBlock",
        "links": "LinksBlock",
    }
