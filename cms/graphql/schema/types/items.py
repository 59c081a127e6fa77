"""What every item has, whatever its type."""

from typing import Any, Final

from graphene import ID, Argument, Int, Interface, String

from ...limits import MAX_PAGE, PAGE
from .. import links
from ..enums import ItemType, Language
from ..resolvers import Computed, Field, member
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

    id = member(ID, "id", "The same in both languages; survives renaming and moving. Keep ids, never paths.")
    type = member(ItemType, "type", "What type of content it is.")
    language = member(Language, "language", "The language of all its words.")
    version = member(Int, "version", "Grows whenever anything in the item changes in this language.")
    path = member(String, "path", "The path of its public page; it changes when the page is moved or renamed.")
    canonical = member(String, "canonical", "The address of its public page.")
    print = member(PrintAddresses, "print", "Where it is as one document for paper.")
    title = member(String, "title", "Its title.")
    summary = member(String, "summary", "What it is about, in a sentence or two of plain text.")
    published = member(DateTime, "published", "When it was first published.")
    updated = member(DateTime, "updated", "When it was last updated.")
    reviewed_on = member(Date, "reviewed_on", "When it was last reviewed; null where it never was.", required=False)
    review_due = member(
        Date, "review_due", "When it is next to be reviewed; null where that is not set.", required=False
    )
    new_until = member(Date, "new_until", "Until when it is marked NEW; null where it is not.", required=False)
    change_note = member(String, "change_note", "What has changed in it, in a sentence; empty where nothing is noted.")
    body = member(listed(Block), "body", "Its content, block by block.", cost=1)
    files = member(listed(File), "files", "Its downloads.")
    audiences = member(listed(Audience), "audiences", "Whom it is for.")
    topics = member(listed(Topic), "topics", "What it is about.")
    attribution = member(Attribution, "attribution", "To whom it is owed.")
    licence = member(Licence, "licence", "Under which licence its words may be used.")
    breadcrumb = member(listed(Step), "breadcrumb", "The public items above it, from the home page down.")
    parent = Field(ITEM, links.PARENT, "The item directly above it; null where there is none that is public.")
    children = Field(
        "cms.graphql.schema.types.connections.ItemConnection",
        links.CHILDREN,
        "The items directly below it, in the editors' order.",
        first=Argument(Int, default_value=PAGE, description=f"How many, 1 to {MAX_PAGE}."),
        after=Argument(String, description="Those after this cursor of an earlier page."),
    )
    related = Field(listed(ITEM), links.RELATED, "Items that the editors relate to it.", required=True)
    terms = Field(
        listed(MarkedTerm),
        Computed(_terms, ("terms", "language")),
        "The terms of the glossary that its text uses, in alphabetical order.",
        required=True,
    )
    translations = Field(
        listed(Translation),
        Computed(_translations, ("languages", "id")),
        "How it stands in each language: always both, Welsh first.",
        required=True,
    )
    twin = Field(ITEM, links.TWIN, "The same item in the other language; null where it is not public in that.")
    fallback = Field(
        Fallback,
        Computed(_fallback),
        "Set where it is given in another language than asked for, as `fallback` allowed; else null.",
    )
