"""The schema: what can be asked for at the root, of which arguments. How it is answered, roots/ know."""

from collections.abc import Iterator
from typing import Any, Final

import graphene

from cms.content.declaration.registry import ItemType, item_types
from cms.publication.parity.parity_figures import LanguageParity

from .resolvers import Field
from .roots.change_feed import CHANGES
from .roots.items import ITEM, numbered, single
from .roots.lists import ITEMS, listing
from .roots.nodes import NODE, NODES
from .roots.release_history import RELEASES
from .roots.search import SEARCH, SUGGEST
from .roots.terms import TERM, TERMS
from .roots.vocabularies import AUDIENCES, PARITY, TOPICS
from .types import arguments
from .types.connections import ChangePage, ItemConnection, ReleaseConnection, TermConnection, connection_of
from .types.derived import object_type
from .types.items import ITEM_TYPES, Item, item_type
from .types.labels import AudienceUse, TopicUse
from .types.references import Identified, listed
from .types.search import SearchConnection, Suggestion
from .types.terms import Term


def _of_type(kind: ItemType) -> Iterator[tuple[str, Field]]:
    """The fields that a type of item declares for itself: the same as its addresses over REST."""
    its = item_type(kind)
    if kind.single is not None:
        yield kind.single.name, Field(its, single(kind), kind.single.description, **arguments.WITH_FALLBACK)
    if kind.numbered is not None:
        takes = {**arguments.NUMBER, **arguments.WITH_FALLBACK}
        yield kind.numbered.name, Field(its, numbered(kind), kind.numbered.description, **takes)
    if kind.listing is not None:
        yield (
            kind.listing.name,
            Field(connection_of(kind), listing(kind.name), kind.listing.description, **arguments.LIST),
        )


class _Shared(graphene.ObjectType):
    """The fields that are there whatever types are declared."""

    class Meta:
        abstract = True

    item = Field(
        Item,
        ITEM,
        "One item, by its UUID, by its id, or by the path of its public page.",
        **arguments.ITEM,
        **arguments.ITEM_ID,
        **arguments.ITEM_PATH,
        **arguments.WITH_FALLBACK,
    )
    node = Field(
        Identified,
        NODE,
        "Whatever has an id, in the language that the id is of; null where that is not public.",
        **arguments.NODE_ID,
    )
    nodes = Field(
        graphene.List(Identified),
        NODES,
        "The same for many ids, in their order, each null where it is not public.",
        **arguments.NODE_IDS,
    )
    items = Field(ItemConnection, ITEMS, "Items of any type.", **arguments.ITEMS)
    terms = Field(TermConnection, TERMS, "The terms of the glossary.", **arguments.TERMS)
    term = Field(
        Term, TERM, "One term of the glossary.", **arguments.TERM, **arguments.TERM_ID, **arguments.ONE_LANGUAGE
    )
    releases = Field(
        ReleaseConnection,
        RELEASES,
        "What went out when, both languages of an item in one entry. Who let it go, and why, is not said.",
        **arguments.RELEASES,
    )
    changes = Field(
        ChangePage,
        CHANGES,
        "What changed after a token, both languages of an item in one entry: how it is now, at the place of its last change.",
        **arguments.CHANGES,
    )
    parity = Field(
        object_type(LanguageParity),
        PARITY,
        "How much of what is public is in both languages, as one of them stands: of what readers see, and nothing else.",
        **arguments.ONE_LANGUAGE,
    )
    topics = Field(
        listed(TopicUse),
        TOPICS,
        "The topics in use, in alphabetical order.",
        **arguments.ONE_LANGUAGE,
    )
    audiences = Field(listed(AudienceUse), AUDIENCES, "All audiences, whether used or not.", **arguments.ONE_LANGUAGE)
    search = Field(
        SearchConnection,
        SEARCH,
        "What is found in one language, the best first. What only its other language matches comes last, and says so.",
        **arguments.SEARCH,
    )
    suggest = Field(
        listed(Suggestion),
        SUGGEST,
        "Titles of items, sections by number, and terms of the glossary that have a word that begins like each that was typed, "
        "in any form. Where nothing begins so, one wrong key is tolerated.",
        **arguments.TYPED,
        **arguments.ONE_LANGUAGE,
    )


_DECLARED: Final[dict[str, Any]] = dict(field for kind in item_types().values() for field in _of_type(kind))
Query: Final = type(
    "Query",
    (_Shared,),
    {
        "__doc__": "Everything that can be asked for. Each field says in which language; where it cannot be given, it is null, "
        "and an error says why.",
        **_DECLARED,
    },
)
schema: Final = graphene.Schema(query=Query, types=list(ITEM_TYPES))
