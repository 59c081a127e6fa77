"""How types refer to each other: lists without gaps, the types that are led back to, and what all have that have an id."""

from typing import Any, Final

import graphene

from ..payload_parts import NODE_ID
from ..resolvers import member_field

# By name, since they lead to all others and those lead back.
ITEM: Final = "cms.graphql.schema.types.items.Item"
ITEM_CONNECTION: Final = "cms.graphql.schema.types.connections.ItemConnection"
TERM: Final = "cms.graphql.schema.types.terms.Term"
BLOCK: Final = "cms.graphql.schema.types.blocks.Block"


def listed(type_: Any, depth: int = 1) -> Any:
    """A list, none of whose members is null; `depth` of 2 is a list of lists."""
    for _ in range(depth):
        type_ = graphene.List(graphene.NonNull(type_))
    return type_


class Identified(graphene.Interface):
    """What has an id of its own in each language, by which `node` gives it again: items, terms, and the parts of items."""

    class Meta:
        name = "Node"

    id = member_field(
        graphene.ID,
        NODE_ID,
        "Its own in this language, and no other object's: keep objects by it, and give it to `node` as it is.",
    )
