"""The items: what every one has, whatever its type, and the types that are declared."""

from functools import cache
from typing import Any, Final

from graphene import Argument, Boolean, Int, Interface, ObjectType, String

from cms.content.declaration.items import ItemPayload, LanguageState
from cms.content.declaration.members import members, own_members
from cms.content.declaration.registry import ItemType, item_types

from ...limits import MAX_PAGE, PAGE
from .. import enums, field_links
from ..resolvers import ComputedResolver, Field, member_field
from .derived import Fields, described, fields_of, object_type
from .labels import Topic
from .overrides import Overrides
from .references import ITEM, ITEM_CONNECTION, Identified, listed


class Fallback(ObjectType):
    """Says that an item is given in another language than the one asked for, as `fallback` allowed."""

    asked = member_field(enums.Language, "asked", "The language that was asked for.")
    served = member_field(enums.Language, "served", "The language of what is given.")


class PreviewGap(ObjectType):
    """Something that keeps a preview from being wholly in its language."""

    kind = member_field(String, "kind", "A code for what is wrong.")
    path = member_field(String, "path", "Where in the content it is.")


class Preview(ObjectType):
    """Says that an item is given by a preview token, and is not what is public."""

    stage = member_field(
        String,
        "stage",
        "`draft` is being written, `held` waits for its release, `release` is as a release would bring it, `public` is what "
        "everybody is given, but for what it shows of the others.",
    )
    pinned = member_field(Boolean, "pinned", "Whether it stays as it is, whatever is written.")
    complete = member_field(Boolean, "complete", "Whether it is wholly in its language.")
    gaps = member_field(
        listed(PreviewGap),
        "gaps",
        "What keeps it from being wholly in its language; what is not complete is never public.",
    )


def _preview(item: dict[str, Any]) -> Any:
    return item.get("preview")


def _translations(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**state, "id": item["id"]} for state in item["languages"]]


def _fallback(item: dict[str, Any]) -> Any:
    return item.get("fallback")


def _overrides() -> Overrides:
    """What the payload of every item does not say of it, or names by ids alone."""
    shared = members(ItemPayload)
    children = Field(
        ITEM_CONNECTION,
        field_links.CHILDREN,
        "The items directly below it, in the editors' order.",
        first=Argument(Int, default_value=PAGE, description=f"How many, 1 to {MAX_PAGE}."),
        after=Argument(String, description="Those after this cursor of an earlier page."),
    )
    related = Field(listed(ITEM), field_links.RELATED, shared["related"].description, required=True)
    translations = Field(
        listed(object_type(LanguageState)),
        ComputedResolver(_translations, ("languages", "id")),
        shared["languages"].description,
        required=True,
    )
    instead: dict[str, Fields] = {
        "type": {"type": member_field(enums.ItemType, "type", shared["type"].description)},
        "topics": {"topics": member_field(listed(Topic), "topics", shared["topics"].description)},
        "children": {"children": children},
        "children_total": {},
        "related": {"related": related},
        "languages": {"translations": translations},
    }
    parent = "The item directly above it; null where there is none that is public."
    twin = "The same item in the other language; null where it is not public in that."
    fallback = "Set where it is given in another language than asked for, as `fallback` allowed; else null."
    preview = "Set where the request came with a preview token that shows the item; else null."
    return Overrides(
        instead,
        {
            "parent": Field(ITEM, field_links.PARENT, parent),
            "twin": Field(ITEM, field_links.TWIN, twin),
            "fallback": Field(Fallback, ComputedResolver(_fallback), fallback),
            "preview": Field(Preview, ComputedResolver(_preview), preview),
        },
    )


Item: Final = type(
    "Item",
    (Interface,),
    {
        "__doc__": f"{described(ItemPayload)} Ask for that with `... on` and the name of the type.",
        "Meta": type("Meta", (), {"interfaces": (Identified,)}),
        # The `type` of a payload, to the name of its type here.
        "discriminator": {kind.name: kind.public_name for kind in item_types().values()},
        **fields_of(ItemPayload, members(ItemPayload).values(), _overrides()),
    },
)


@cache
def item_type(kind: ItemType) -> Any:
    """The type of items of a declared type."""
    meta = type("Meta", (), {"interfaces": (Identified, Item)})
    own = fields_of(kind.payload, own_members(kind), Overrides())
    return type(kind.public_name, (ObjectType,), {"__doc__": kind.description, "Meta": meta, **own})


ITEM_TYPES: Final = tuple(map(item_type, item_types().values()))
