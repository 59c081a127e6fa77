"""Where an item is: its addresses, what is above it, and how it stands in each language."""

from graphene import ID, ObjectType, String

from .. import links
from ..enums import Language, State, TranslationStatus
from ..resolvers import Field, member
from ..scalars import DateTime
from .references import ITEM


class PrintAddresses(ObjectType):
    """Where an item is as one document for paper; a section's holds what is directly below it too."""

    html = member(String, "html", "The address of the document in HTML.")
    pdf = member(String, "pdf", "The address of the document in PDF. A server that cannot make PDF says so there.")


class Step(ObjectType):
    """One step of the way from the home page down to an item."""

    id = member(ID, "id", "The id of the item at this step.")
    language = member(Language, "lang", "The language of the title.")
    title = member(String, "title", "The item's title.")
    path = member(String, "path", "The path of its public page; it changes when a page is moved or renamed.")
    address = member(String, "address", "The address of its public page.")
    item = Field(ITEM, links.STEP_ITEM, "The item itself, in the same language; null where it is no longer public.")


class Translation(ObjectType):
    """An item in one language: whether it is public, where, and how it stands to the other language."""

    language = member(Language, "language", "The language.")
    name = member(String, "name", "The language's own name: `Cymraeg`, `English`.")
    state = member(State, "state", "Whether the public may see the item in this language.")
    title = member(String, "title", "Its title; null unless it is published.", required=False)
    address = member(String, "address", "The address of its public page; null unless it is published.", required=False)
    api = member(String, "api", "Its address over REST; null unless it is published.", required=False)
    status = member(TranslationStatus, "translation_status", "How it stands to the other language.")
    since = member(DateTime, "since", "Since when `status` has been so.")
    item = Field(ITEM, links.TRANSLATION_ITEM, "The item in this language; null unless it is published.")


class Fallback(ObjectType):
    """Says that an item is given in another language than the one asked for, as `fallback` allowed."""

    asked = member(Language, "asked", "The language that was asked for.")
    served = member(Language, "served", "The language of what is given.")
