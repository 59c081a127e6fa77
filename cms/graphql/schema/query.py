"""The schema: what may be asked for at the root, of which arguments. How it is answered, roots/ know."""

from typing import Final

import graphene

from cms.content.declaration.registry import item_types

from .resolvers import Field
from .roots.items import ITEM, numbered, single
from .roots.lists import GUIDES, INFORMATION, ITEMS, RESOURCES, SECTIONS, TRAINING
from .roots.search import SEARCH, SUGGEST
from .roots.terms import TERM, TERMS
from .roots.vocabularies import AUDIENCES, TOPICS
from .types import arguments
from .types.connections import (
    GuideConnection,
    InformationConnection,
    ItemConnection,
    ModuleConnection,
    ResourceConnection,
    SectionConnection,
    TermConnection,
)
from .types.contents import CONTENTS, Framework, Home, Section
from .types.items import Item
from .types.labels import AudienceUse, TopicUse
from .types.references import listed
from .types.search import SearchConnection, Suggestion
from .types.terms import Term


class Query(graphene.ObjectType):
    """Everything that can be asked for. Each field says in which language; where it cannot be given, it is null, and an error
    says why.
    """

    item = Field(
        Item,
        ITEM,
        "One item, by its id or by the path of its public page.",
        **arguments.ITEM_ID,
        **arguments.ITEM_PATH,
        **arguments.WITH_FALLBACK,
    )
    items = Field(ItemConnection, ITEMS, "Items of any type.", **arguments.ITEMS)
    home = Field(Home, single(item_types()["home"]), "The home page.", **arguments.WITH_FALLBACK)
    framework = Field(
        Framework,
        single(item_types()["framework"]),
        "The framework: the first in the editors' order, where there are several.",
        **arguments.WITH_FALLBACK,
    )
    section = Field(
        Section,
        numbered(item_types()["section"]),
        "One section of the framework, by its number.",
        **arguments.NUMBER,
        **arguments.WITH_FALLBACK,
    )
    sections = Field(SectionConnection, SECTIONS, "The framework's sections.", **arguments.LIST)
    resources = Field(ResourceConnection, RESOURCES, "Resources for practice.", **arguments.LIST)
    guides = Field(GuideConnection, GUIDES, "Good practice guides.", **arguments.LIST)
    information = Field(
        InformationConnection,
        INFORMATION,
        "Information for parents, referees and professionals.",
        **arguments.LIST,
    )
    training = Field(ModuleConnection, TRAINING, "The modules of the training series.", **arguments.LIST)
    terms = Field(TermConnection, TERMS, "The terms of the glossary.", **arguments.TERMS)
    term = Field(Term, TERM, "One term of the glossary.", **arguments.TERM_ID, **arguments.ONE_LANGUAGE)
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
        "Titles of items and terms of the glossary that begin as typed, ten at most. Mutations and accents are tolerated.",
        **arguments.TYPED,
        **arguments.ONE_LANGUAGE,
    )


schema: Final = graphene.Schema(query=Query, types=list(CONTENTS))
