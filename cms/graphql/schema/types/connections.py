"""Lists in pages: the usual cursor connections, one for each type of list."""

from functools import cache
from typing import Any, Final

from graphene import Boolean, Int, ObjectType, String

from cms.content.declaration.registry import ItemType
from cms.publication.queries.feed.change_payload import ChangePayload
from cms.publication.queries.release_queries import ReleasePayload

from ..resolvers import member_field
from .derived import object_type
from .items import Item, item_type
from .references import listed
from .terms import Term


class PageInfo(ObjectType):
    """Whether there is more, and the cursors to go on with."""

    has_next_page = member_field(Boolean, "has_next_page", "Whether there is anything after this page.")
    has_previous_page = member_field(Boolean, "has_previous_page", "Whether there is anything before this page.")
    start_cursor = member_field(
        String, "start_cursor", "The cursor of its first entry, for `before`; null where it is empty.", required=False
    )
    end_cursor = member_field(
        String, "end_cursor", "The cursor of its last entry, for `after`; null where it is empty.", required=False
    )


def paged(node: Any, what: str, **fields: Any) -> Any:
    """The connection whose nodes are of a type, which `what` names in the plural, and its edges. `fields` are further ones."""
    name = node._meta.name.removesuffix("Hit")
    edge = type(
        f"{name}Edge",
        (ObjectType,),
        {
            "__doc__": f"One of a page of {what}, with its cursor.",
            "cursor": member_field(String, "cursor", "Where it stands: good for the same list, filters and sort only."),
            "node": member_field(node, "node", "What stands there."),
        },
    )
    return type(
        f"{name}Connection",
        (ObjectType,),
        {
            "__doc__": f"A page of {what}.",
            "nodes": member_field(listed(node), "nodes", "What is on the page, in order."),
            "edges": member_field(listed(edge), "edges", "The same, each with its cursor."),
            "page_info": member_field(PageInfo, "page_info", "Whether there is more, and the cursors to go on with."),
            "total_count": member_field(Int, "total_count", "How many there are on all pages together."),
            **fields,
        },
    )


ItemConnection: Final = paged(Item, "items")
TermConnection: Final = paged(Term, "terms")
ReleaseConnection: Final = paged(object_type(ReleasePayload), "releases")


class ChangePage(ObjectType):
    """What changed after a token, in the order of the log."""

    nodes = member_field(listed(object_type(ChangePayload)), "nodes", "What changed; nothing where nothing did.")
    token = member_field(String, "token", "The place in the log after all of it: what to give as `since`.")
    more = member_field(Boolean, "more", "Whether there is more already.")


@cache
def connection_of(kind: ItemType) -> Any:
    """The connection of a declared type of item that has a list."""
    return paged(item_type(kind), kind.listing.nodes if kind.listing else "")
