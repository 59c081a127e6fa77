"""How types refer to each other: lists without gaps, and the types that are led back to."""

from typing import Any, Final

import graphene

# By name, since they lead to all others and those lead back.
ITEM: Final = "cms.graphql.schema.types.items.Item"
TERM: Final = "cms.graphql.schema.types.terms.Term"


def listed(type_: Any) -> Any:
    """A list, none of whose members is null."""
    return graphene.List(graphene.NonNull(type_))
