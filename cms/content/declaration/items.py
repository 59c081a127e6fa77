"""The payload that all items have, and the parts of it that the publication makes: cards, breadcrumb, states of languages."""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import GetJsonSchemaHandler, PlainValidator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ..languages import Language
from ..vocabularies import AUDIENCES
from . import fields
from .blocks import AnyBlock
from .registry import item_types
from .tolerance import open_list
from .values import Attribution, Coded, FileRef, Frozen, Licence, TermRef

CHILDREN_LIMIT: Final = 100
STATE: Final = fields.ClosedList(
    "State",
    "How an item stands in one language.",
    {
        "published": "The public may see it.",
        "withdrawn": "It was public, and has been taken down or has expired.",
        "gone": "It was public, and has been deleted.",
        "missing": "It has never been public in this language.",
    },
)
TRANSLATION_STATUS: Final = fields.ClosedList(
    "TranslationStatus",
    "How an item in one language stands to the other language.",
    {
        "current": "It says what the other language says, or it is what was written first.",
        "stale": "The other language has changed since it was translated.",
        "missing": "There is none in this language that the public may see.",
    },
)
TranslationStatus = Literal["current", "stale", "missing"]


class _OfADeclaredType:
    """The JSON Schema of an item type's name: those that are declared, to which others may come."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return open_list(item_types())


def _item_type(value: Any) -> str:
    if value not in item_types():
        raise ValueError("no item type of this name is declared")
    return str(value)


ItemTypeName = Annotated[str, PlainValidator(_item_type, json_schema_input_type=str), _OfADeclaredType()]


class Step(Frozen):
    """One step of the way from the home page down to an item."""

    id: UUID = fields.code("The UUID of the item at this step, the same in both languages.")
    lang: Language = fields.code("The language of the title.")
    title: str = fields.made("The item's title.")
    path: str = fields.code("The path of its public page; it changes when a page is moved or renamed.")
    address: str = fields.code("The address of its public page.")


class Card(Step):
    """An item in a few words, as lists show it."""

    type: ItemTypeName = fields.code("What type of content it is.")
    kind: str | None = fields.code("Its kind, where its type has kinds.")
    number: str | None = fields.code("Its number, where its type has numbers.")
    summary: str = fields.made("What it is about, in a sentence or two of plain text.")


class PrintAddresses(Frozen):
    """Where an item is as one document for paper; a section's holds what is directly below it too."""

    html: str = fields.code("The address of the document in HTML.")
    pdf: str = fields.code("The address of the document in PDF. A server that cannot make PDF says so there.")


class LanguageState(Frozen):
    """An item in one language: whether it is public, where, and how it stands to the other language."""

    language: Language = fields.code("The language.")
    name: str = fields.code("The language's own name: `Cymraeg`, `English`.")
    state: Literal["published", "withdrawn", "gone", "missing"] = fields.code(
        "Whether the public may see the item in this language.", STATE
    )
    title: str | None = fields.made("Its title; null unless it is published.")
    address: str | None = fields.code("The address of its public page; null unless it is published.")
    api: str | None = fields.code("Its address over REST; null unless it is published.")
    translation_status: TranslationStatus = fields.code("How it stands to the other language.", TRANSLATION_STATUS)
    since: datetime = fields.date("Since when `status` has been so.")


class Withdrawal(Frozen):
    """Why an item is not to be relied on any more, though it can still be read where it is. It is in no list or search."""

    since: datetime = fields.date("Since when.")
    notice: str = fields.made("What readers are told, in the language of the item.")
    instead: list[Step] = fields.made("The items to go to instead.")


class ItemPayload(Frozen):
    """One piece of content in one language. What an item has beyond this, its type says."""

    id: UUID = fields.code("The same in both languages; survives renaming and moving. Keep ids, never paths.")
    type: ItemTypeName = fields.code("What type of content it is.")
    language: Language = fields.code("The language of all its words.")
    version: int = fields.number("Grows whenever anything in the item changes in this language.")
    path: str = fields.code("The path of its public page; it changes when the page is moved or renamed.")
    canonical: str = fields.code("The address of its public page.")
    print: PrintAddresses = fields.made("Where it is as one document for paper.")
    title: str = fields.heading("Its title.", weight="title")
    summary: str = fields.text("What it is about, in a sentence or two of plain text.", weight="summary")
    published: datetime = fields.date("When it was first published.")
    updated: datetime = fields.date("When it was last updated.")
    reviewed_on: date | None = fields.date("When it was last reviewed; null where it never was.")
    review_due: date | None = fields.date("When it is next to be reviewed; null where that is not set.")
    new_until: date | None = fields.date("Until when it is marked NEW; null where it is not.")
    change_note: str = fields.text("What has changed in it, in a sentence; empty where nothing is noted.", weight=None)
    body: list[AnyBlock] = fields.part("Its content, block by block.")
    files: list[FileRef] = fields.file("Its downloads.")
    audiences: list[Coded] = fields.coded("Whom it is for.", AUDIENCES)
    topics: list[Coded] = fields.name("What it is about.", weight=None)
    attribution: Attribution = fields.made("To whom it is owed.")
    licence: Licence = fields.made("Under which licence its words may be used.")
    breadcrumb: list[Step] = fields.made("The public items above it, from the home page down.")
    children: list[Card] = fields.made(f"The first {CHILDREN_LIMIT} items below this one, in the editors' order.")
    children_total: int = fields.made("How many items are below it.")
    related: list[Card] = fields.made("Items that the editors relate to it.")
    terms: list[TermRef] = fields.made(
        "The terms of the glossary that are marked in the rich text, in alphabetical order; each is marked once."
    )
    withdrawn: Withdrawal | None = fields.made("Set where it is withdrawn: show the notice with it. Else null.")
    languages: list[LanguageState] = fields.made("How it stands in each language: always both, Welsh first.")


# What all items have; the rest is a type's own.
SHARED_FIELDS: Final = frozenset(ItemPayload.model_fields)
