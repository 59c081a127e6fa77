"""What a follower is told of an item that changed: how it is now in both languages, never a word of it."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import TypeAdapter, WithJsonSchema

from cms.content.declaration import fields
from cms.content.declaration.items import STATE
from cms.content.declaration.tolerance import open_list
from cms.content.declaration.values import Frozen
from cms.content.languages import Language

WHAT: Final = fields.ClosedList(
    "ChangeKind",
    "What became of an item.",
    {
        "published": "It is public: for the first time, again, or with something in it changed.",
        "moved": "It is public at another address.",
        "withdrawn": "It was withdrawn, or one of its languages was. What can still be read, or read with the reason, is still "
        "published in its languages.",
        "gone": "It was deleted, taken down with a reason, or merged into another item.",
        "left": "It changed and is not, or is no longer, among what the filters select. Nothing else is said of it.",
    },
)


class ChangeReason(Frozen):
    """What readers are told of an item that was withdrawn, taken down or merged into another."""

    cy: str = fields.text("The reason in Welsh.", weight=None)
    en: str = fields.text("The reason in English.", weight=None)
    since: datetime = fields.date("When it was given.")
    instead: list[UUID] = fields.code(
        "The items to go to instead; of what was merged into another, that one, to which its addresses lead."
    )


class ChangedEdition(Frozen):
    """An item in one language as it is now."""

    language: Language = fields.code("The language.")
    state: Literal["published", "withdrawn", "gone", "missing"] = fields.code(
        "Whether it is public. Keep what is `published`, and nothing else.", STATE
    )
    since: datetime | None = fields.date("Since when; null where it never was public.")
    version: int | None = fields.number("Grows whenever anything in it changes; null where it never was public.")
    digest: str | None = fields.code(
        "Stands for its bytes. With the version before it, as in `17-3f1c9a0b7d2e48c6`, it is the ETag over REST. Null unless "
        "it is published."
    )
    address: str | None = fields.code("The address of its public page; null unless it is published.")
    api: str | None = fields.code("Its address over REST; null unless it is published.")


class ChangePayload(Frozen):
    """An item that changed, as it is now in both languages. Each item has one entry: that of its last change."""

    id: UUID = fields.code("The item, the same in both languages.")
    what: Annotated[str, WithJsonSchema(open_list(WHAT.meanings))] = fields.code("What became of it.", WHAT)
    version: int = fields.number("Grows with every change. Of two entries of one item, the greater tells how it is.")
    at: datetime = fields.date("When it last changed.")
    type: str | None = fields.code("The type of the item, `term` for one of the glossary; null where it has left.")
    reason: ChangeReason | None = fields.part("Why, where readers were told; else null.")
    languages: list[ChangedEdition] = fields.part("How it is in each language wanted, Welsh first; none where it left.")


CHANGE: Final[TypeAdapter[ChangePayload]] = TypeAdapter(ChangePayload)


def change_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of an entry."""
    return CHANGE.json_schema(mode="serialization", ref_template="#/$defs/{model}")
