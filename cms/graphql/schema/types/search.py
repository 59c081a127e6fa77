"""What a search finds, and what is suggested as one types."""

from functools import partial
from typing import Any, Final

from graphene import ID, Int, ObjectType, String

from .. import field_links
from ..enums import Language, SearchField, SearchMatch, SearchPart, SuggestionType
from ..node_ids import value_node_id
from ..resolvers import ComputedResolver, Field, member_field
from .connections import paged
from .labels import AudienceUse, KindUse, SectionUse, TopicUse, TypeUse
from .references import ITEM, listed


class Matched(ObjectType):
    """In which language, and where in it, the words were found."""

    language = member_field(
        Language, "language", "The item's own language, or the other one where only its other version has the words."
    )
    fields = member_field(listed(SearchField), "fields", "Where in it; empty where the index is a moment behind.")


_OF_ITS_OWN: Final = (
    "Its own: another for whatever is said otherwise. What it leads to `node` gives by that one's own id."
)


def _own_id(value: dict[str, Any]) -> str:
    return value_node_id(value, value["lang"])


def _id_of_a(type_: str, suggestion: dict[str, Any]) -> str | None:
    return suggestion["id"] if suggestion["type"] == type_ else None


class FoundFile(ObjectType):
    """The download in which words were found."""

    id = Field(ID, ComputedResolver(_own_id, ("lang",)), _OF_ITS_OWN, required=True)
    file_id = member_field(ID, "id", "The file's UUID, the same in REST.")
    title = member_field(String, "title", "Its title.")
    name = member_field(String, "name", "Its name, with the extension.")
    page = member_field(Int, "page", "The page, from 1; null where it has none.", required=False)
    address = member_field(String, "address", "Where to get it.")


class Highlight(ObjectType):
    """Words of an item, or of a download that it offers, with those that were searched for. Title and summary are whole."""

    field = member_field(SearchField, "field", "Where they stand.")
    language = member_field(Language, "language", "The language that they are in.")
    html = member_field(
        String, "html", "The words in HTML, those that were searched for in `mark`. There is no other element in it."
    )
    file = member_field(
        FoundFile, "file", "The download that they stand in; null where it is the item itself.", required=False
    )


class SearchHit(ObjectType):
    """An item found."""

    item = Field(ITEM, field_links.HIT_ITEM, "The item, in the language of the search.", required=True)
    matched = member_field(Matched, "matched", "In which language and where the words were found.")
    match = member_field(SearchMatch, "match", "How much of what was searched for is in its own words.")
    highlights = member_field(listed(Highlight), "highlights", "Passages with the words that were searched for.")


class Facets(ObjectType):
    """What was found, counted by each filter. The counts of one leave that filter aside and heed all others."""

    type = member_field(listed(TypeUse), "type", "By type of item.")
    kind = member_field(listed(KindUse), "kind", "By kind of resource.")
    audience = member_field(listed(AudienceUse), "audience", "By whom it is for.")
    section = member_field(listed(SectionUse), "section", "By section of the framework, in the order of their numbers.")
    topic = member_field(listed(TopicUse), "topic", "By topic, in alphabetical order.")


class AlsoIn(ObjectType):
    """What the same search finds in the other language."""

    language = member_field(Language, "language", "The other language.")
    total_count = member_field(Int, "total", "How many items it finds in that language.")


SearchConnection: Final = paged(
    SearchHit,
    "what was found",
    facets=member_field(Facets, "facets", "Counts for narrowing the search."),
    also_in=member_field(AlsoIn, "also_in", "What the same search finds in the other language."),
    did_you_mean=member_field(
        String,
        "did_you_mean",
        "Where a word is in nothing and is none that a dictionary knows: the search with a likelier spelling, of which "
        "these are the hits. Null where what was typed was searched for.",
        required=False,
    ),
    lacks=member_field(
        listed(SearchPart), "lacks", "What there was no time for, since the search engine is slow; empty as a rule."
    ),
    searched=member_field(
        String,
        "searched",
        "`public` where the request came with a preview token: what is previewed is shown where it is found, but not searched. "
        "Else null.",
        required=False,
    ),
)


class Suggestion(ObjectType):
    """A title or a term that begins as typed."""

    title = member_field(String, "title", "The item's title, or the name of the term.")
    type = member_field(SuggestionType, "type", "What it leads to.")
    matched = member_field(
        String,
        "matched",
        "What begins as typed where the title does not: the number of a section, or another form of the term; else null.",
        required=False,
    )
    id = Field(ID, ComputedResolver(_own_id, ("lang",)), _OF_ITS_OWN, required=True)
    item_id = Field(ID, ComputedResolver(partial(_id_of_a, "item")), "The item's UUID; null where it is a term.")
    term_id = Field(ID, ComputedResolver(partial(_id_of_a, "term")), "The term's UUID; null where it is an item.")
    language = member_field(Language, "lang", "The language of the title.")
    address = member_field(String, "address", "The address of its public page.")
    api = member_field(String, "api", "Its address over REST.")
    item = Field(ITEM, field_links.SUGGESTED_ITEM, "The item, in the same language; null where it is a term.")
