"""How types refer to each other: lists without gaps, and the types that are led back to."""

from typing import Any, Final

import graphene

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
