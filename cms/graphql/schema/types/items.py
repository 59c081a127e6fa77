"""What every item has, whatever its type."""

from typing import Any, Final

from graphene import ID, Argument, Int, Interface, String

from .. import children, links
from ..enums import ItemType, Language
from ..resolvers import Field, Made, taken
from ..scalars import Date, DateTime
from .blocks import Block
from .labels import Attribution, Audience, Licence, Topic
from .media import File
from .places import Fallback, PrintAddresses, Step, Translation
from .references import ITEM, listed
from .terms import MarkedTerm


def _terms(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**term, "lang": item["language"]} for term in item["terms"]]


def _translations(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**state, "id": item["id"]} for state in item["languages"]]


def _fallback(item: dict[str, Any]) -> Any:
    return item.get("fallback")


class Item(Interface):
    """One piece of content in one language. What an item has beyond this, its type says: `... on Section { number }`."""

    # The `type` of a payload, to the name of its type here.
    discriminator: Final = {
        "home": "Home",
        "landing": "Landing",
        "framework": "Framework",
        "section": "Section",
        "resource": "Resource",
        "information": "Information",
        "guide_index": "GuideIndex",
        "guide": "Guide",
        "training": "Training",
        "module": "Module",
    }

    id = taken(ID, "id", "The same in both languages; survives renaming and moving. Keep ids, never paths.")
    type = taken(ItemType, "type", "What type of content it is.")
    language = taken(Language, "language", "The language of all its words.")
    version = taken(Int, "version", "Grows whenever anything in the item changes in this language.")
    path = taken(String, "path", "The path of its public page; it changes when the page is moved or renamed.")
    canonical = taken(String, "canonical", "The address of its public page.")
    print = taken(PrintAddresses, "print", "Where it is as one document for paper.")
    title = taken(String, "title", "Its title.")
    summary = taken(String, "summary", "What it is about, in a sentence or two of plain text.")
    published = taken(DateTime, "published", "When it was first published.")
    updated = taken(DateTime, "updated", "When it was last updated.")
    reviewed_on = taken(Date, "reviewed_on", "When it was last reviewed; null where it never was.", required=False)
    review_due = taken(
        Date, "review_due", "When it is next to be reviewed; null where that is not set.", required=False
    )
    new_until = taken(Date, "new_until", "Until when it is marked NEW; null where it is not.", required=False)
    change_note = taken(String, "change_note", "What has changed in it, in a sentence; empty where nothing is noted.")
    body = taken(listed(Block), "body", "Its content, block by block.", cost=1)
    files = taken(listed(File), "files", "Its downloads.")
    audiences = taken(listed(Audience), "audiences", "Whom it is for.")
    topics = taken(listed(Topic), "topics", "What it is about.")
    attribution = taken(Attribution, "attribution", "To whom it is owed.")
    licence = taken(Licence, "licence", "Under which licence its words may be used.")
    breadcrumb = taken(listed(Step), "breadcrumb", "The public items above it, from the home page down.")
    parent = Field(ITEM, links.PARENT, "The item directly above it; null where there is none that is public.")
    children = Field(
        "cms.graphql.schema.types.connections.ItemConnection",
        links.CHILDREN,
        "The items directly below it, in the editors' order.",
        first=Argument(Int, default_value=children.PAGE, description="How many, 1 to 100."),
        after=Argument(String, description="Those after this cursor of an earlier page."),
    )
    related = Field(listed(ITEM), links.RELATED, "Items that the editors relate to it.", required=True)
    terms = Field(
        listed(MarkedTerm),
        Made(_terms, ("terms", "language")),
        "The terms of the glossary that its text uses, in alphabetical order.",
        required=True,
    )
    translations = Field(
        listed(Translation),
        Made(_translations, ("languages", "id")),
        "How it stands in each language: always both, Welsh first.",
        required=True,
    )
    twin = Field(ITEM, links.TWIN, "The same item in the other language; null where it is not public in that.")
    fallback = Field(
        Fallback,
        Made(_fallback),
        "Set where it is given in another language than asked for, as `fallback` allowed; else null.",
    )
