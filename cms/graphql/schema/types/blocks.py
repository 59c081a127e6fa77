"""The blocks of a body. Those of one name in several blocks have one type, so that a query can ask all blocks for them."""

from typing import Any, Final

from graphene import ID, Int, ObjectType, String, Union

from .. import links as ways
from ..enums import Language, TableHeader
from ..resolvers import Computed, Field, member
from .flowcharts import FlowchartBlock
from .media import File, Picture, RichText, VideoBlock
from .references import ITEM, listed

_ID: Final = "Stays the same through edits."
_LANGUAGE: Final = "The language of the words."


class HeadingBlock(ObjectType):
    """A heading in the body."""

    id = member(ID, "id", _ID)
    language = member(Language, "lang", _LANGUAGE)
    heading = member(String, "text", "Its words.")
    level = member(Int, "level", "2, or 3 for a heading below one.")


class TextBlock(ObjectType):
    """Formatted text."""

    id = member(ID, "id", _ID)
    language = member(Language, "lang", _LANGUAGE)
    text = member(RichText, "text", "The text.")


class KeyMessageBlock(ObjectType):
    """Something to be remembered, set apart from the text."""

    id = member(ID, "id", _ID)
    language = member(Language, "lang", _LANGUAGE)
    text = member(RichText, "text", "The message.")


class QuoteBlock(ObjectType):
    """Somebody's words."""

    id = member(ID, "id", _ID)
    language = member(Language, "lang", _LANGUAGE)
    quote = member(String, "text", "The words.")
    attribution = member(String, "attribution", "Who said them; empty where that is not said.")


class ChecklistBlock(ObjectType):
    """Points to be ticked off."""

    id = member(ID, "id", _ID)
    language = member(Language, "lang", _LANGUAGE)
    title = member(String, "title", "Its title.")
    points = member(listed(String), "points", "The points, in order.")


class TableBlock(ObjectType):
    """A table of plain text."""

    id = member(ID, "id", _ID)
    language = member(Language, "lang", _LANGUAGE)
    caption = member(String, "caption", "What it shows; empty where that is not said.")
    header = member(TableHeader, "header", "Which cells are headings.")
    rows = member(listed(listed(String)), "rows", "Its cells, row by row.")


class ImageBlock(ObjectType):
    """A picture in the body."""

    id = member(ID, "id", _ID)
    language = member(Language, "lang", _LANGUAGE)
    picture = member(Picture, "picture", "The picture.")
    caption = member(String, "caption", "What is written below it; empty where nothing is.")


class FileBlock(ObjectType):
    """A download in the body."""

    id = member(ID, "id", _ID)
    language = member(Language, "lang", _LANGUAGE)
    file = member(File, "file", "The download.")


class ExpandableBlock(ObjectType):
    """Text that is shown when its heading is opened."""

    id = member(ID, "id", _ID)
    language = member(Language, "lang", _LANGUAGE)
    heading = member(String, "heading", "What is shown while it is closed.")
    text = member(RichText, "text", "What is shown when it is open.")


class ContactBlock(ObjectType):
    """How somebody is to be reached. What is not known is empty."""

    id = member(ID, "id", _ID)
    language = member(Language, "lang", _LANGUAGE)
    name = member(String, "name", "Who or what is to be reached.")
    organisation = member(String, "organisation", "The organisation that it belongs to.")
    telephone = member(String, "telephone", "The telephone number.")
    email = member(String, "email", "The e-mail address.")
    website = member(String, "website", "The address of the website.")
    hours = member(String, "hours", "When it can be reached.")


class LinkTo(ObjectType):
    """A link, to an item or to another site."""

    language = member(Language, "lang", _LANGUAGE)
    text = member(String, "text", "The words of the link.")
    item_id = member(
        ID, "item", "The id of the item that it leads to; null where it leads to another site.", required=False
    )
    address = member(String, "address", "Where it leads.")
    address_language = member(
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

    id = member(ID, "id", _ID)
    language = member(Language, "lang", _LANGUAGE)
    title = member(String, "title", "Its title.")
    links = Field(listed(LinkTo), Computed(_in_language, ("links", "lang")), "The links, in order.", required=True)


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
