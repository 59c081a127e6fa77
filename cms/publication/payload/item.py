"""The payload of an edition: what every outlet serves. Its JSON Schema is generated from these classes."""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from cms.content.languages import Language

from ..glossary.payload import TermRef
from .blocks import AnyBlock, Chapter, FileRef, Frozen, Promo, RichText, VideoBlock

ItemType = Literal[
    "home",
    "landing",
    "framework",
    "section",
    "resource",
    "information",
    "guide_index",
    "guide",
    "training",
    "module",
]
TranslationStatus = Literal["current", "stale", "missing"]
CHILDREN_LIMIT: Final = 100


class Coded(Frozen):
    """A code that is the same in both languages, and its label in this one."""

    code: str
    label: str


class Licence(Coded):
    """Under which licence the words may be used; `address` is null where all rights are reserved."""

    address: str | None


class Organisation(Frozen):
    """An organisation as named in this language."""

    name: str
    short_name: str
    website: str


class Attribution(Frozen):
    """Who publishes it and who commissioned it."""

    publisher: Organisation | None
    commissioner: Organisation | None


class Step(Frozen):
    """One step of the breadcrumb."""

    id: UUID
    lang: Language
    title: str
    path: str
    address: str


class Card(Step):
    """An item in a few words, as lists show it."""

    type: ItemType
    kind: str | None
    number: str | None
    summary: str


class PrintAddresses(Frozen):
    """Where the item is as one document for paper, in this language; a section's holds what is directly below it too.

    A server without the library that PDF needs says so at `pdf`.
    """

    html: str
    pdf: str


class LanguageState(Frozen):
    """The item in one language: where it is, and how it stands to what it was translated from.

    `state` is `published`, `withdrawn`, `gone` (deleted) or `missing` (never published); `title`, `address` and `api` are
    null unless it is `published`. `translation_status` is `current`, `stale` (the other language has changed since)
    or `missing`; `since` says since when that has been so.
    """

    language: Language
    name: str
    state: Literal["published", "withdrawn", "gone", "missing"]
    title: str | None
    address: str | None
    api: str | None
    translation_status: TranslationStatus
    since: datetime


class Payload(Frozen):
    """What all items have. `id` is the item's, the same in both languages; dates are ISO 8601."""

    id: UUID
    type: ItemType
    language: Language
    version: int = Field(description="The version of the change log that made this edition; it only grows.")
    path: str
    canonical: str
    print: PrintAddresses
    title: str
    summary: str
    published: datetime
    updated: datetime
    reviewed_on: date | None
    review_due: date | None
    new_until: date | None
    change_note: str
    body: list[AnyBlock]
    files: list[FileRef]
    audiences: list[Coded]
    topics: list[Coded]
    attribution: Attribution
    licence: Licence
    breadcrumb: list[Step]
    children: list[Card] = Field(description=f"The first {CHILDREN_LIMIT} items below this one, in the editors' order.")
    children_total: int
    related: list[Card]
    terms: list[TermRef] = Field(
        description="The terms of the glossary that are marked in the rich text, in alphabetical order; each is marked once."
    )
    languages: list[LanguageState]


class HomePayload(Payload):
    type: Literal["home"]
    introduction: RichText
    promos: list[Promo]


class LandingPayload(Payload):
    type: Literal["landing"]
    promos: list[Promo]


class FrameworkPayload(Payload):
    type: Literal["framework"]


class SectionPayload(Payload):
    type: Literal["section"]
    number: str


class ResourcePayload(Payload):
    type: Literal["resource"]
    kind: Coded


class InformationPayload(Payload):
    type: Literal["information"]


class GuideIndexPayload(Payload):
    type: Literal["guide_index"]


class GuidePayload(Payload):
    type: Literal["guide"]
    key_messages: list[str]
    chapters: list[Chapter]
    practice_points: list[str]


class TrainingPayload(Payload):
    type: Literal["training"]


class ModulePayload(Payload):
    type: Literal["module"]
    part_number: int
    video: VideoBlock | None
    learning_outcomes: list[str]
    who_it_is_for: str


AnyPayload = Annotated[
    HomePayload
    | LandingPayload
    | FrameworkPayload
    | SectionPayload
    | ResourcePayload
    | InformationPayload
    | GuideIndexPayload
    | GuidePayload
    | TrainingPayload
    | ModulePayload,
    Field(discriminator="type"),
]

PAYLOAD: Final[TypeAdapter[Payload]] = TypeAdapter(AnyPayload)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a payload of any type."""
    return PAYLOAD.json_schema(mode="serialization", ref_template="#/$defs/{model}")
