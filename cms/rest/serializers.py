"""What each address takes in its query. drf-spectacular documents these, and `parameters` reads requests with them."""

from typing import Any, Final, get_args

from rest_framework import serializers

from cms.content.declaration.registry import item_types
from cms.content.languages import CODES
from cms.content.vocabularies import AUDIENCES, KINDS
from cms.http import messages
from cms.http.pagination import LARGEST_VERSION
from cms.publication.queries.manifest_query import TERM
from cms.publication.queries.query_types import SORT_FIELDS
from cms.publication.queries.release_queries import RELEASE_KIND
from search.engines.engine_requests import SortName as SearchSort
from search.querying.suggest import LIMIT as SUGGESTIONS
from search.querying.suggest import MAX_LIMIT as MAX_SUGGESTIONS

from .query_fields import (
    Choice,
    Codes,
    Day,
    Ids,
    Languages,
    Moment,
    OneLanguage,
    SearchText,
    Sections,
    Switch,
    Text,
    Topics,
    Whole,
)

ITEM_TYPES: Final = tuple(item_types())
LIST_LIMIT: Final = 100
MANIFEST_LIMIT: Final = 1000
CHANGES_LIMIT: Final = 200
SOME_ITEMS: Final = 100
# Seconds.
LONGEST_WAIT: Final = 30
SEARCH_LIMIT: Final = 50
_PATH_LENGTH: Final = 1000


class Query(serializers.Serializer[Any]):
    """An address that takes no parameters."""


class MessageQuery(Query):
    lang = OneLanguage(required=False, help_text="The language of messages, where the address does not name one.")


class EditionQuery(Query):
    fallback = OneLanguage(
        required=False,
        help_text=(
            "Gives the edition in this language where there is none in the language of the address. It says so: "
            "in a member `fallback` of the payload and in Content-Language."
        ),
    )


class FilterQuery(Query):
    """What narrows a list or a search. Topics are said by each: what a code that is not in use gives, differs."""

    kind = Codes(KINDS, required=False, help_text="Kinds of resource; any of them.")
    audience = Codes(AUDIENCES, required=False, help_text="Who it is for; any of them.")
    section = Sections(
        required=False,
        help_text="Numbers of the framework's sections that it is (or is directly below), exactly; any of them.",
    )
    new = Switch(required=False, help_text="`true`: only what is marked NEW today; `false`: only what is not.")
    updated_since = Moment(required=False, help_text="Updated at this moment or later.")


def _changed_since() -> Whole:
    return Whole(
        min_value=0,
        max_value=LARGEST_VERSION,
        required=False,
        help_text=(
            "Of a greater version than this: whatever has changed in it since, also by moving, by becoming public, or "
            "because it shows something of another. With `sort=version`, for keeping a copy."
        ),
    )


class ListQuery(FilterQuery):
    changed_since = _changed_since()
    topic = Topics(required=False, help_text="Topic codes; any of them. A code that is not in use gives an empty list.")
    reviewed_before = Day(
        required=False, help_text="Last reviewed before this day; what was never reviewed is left out."
    )
    sort = Choice(
        tuple(SORT_FIELDS),
        required=False,
        default="position",
        help_text=(
            "`position` is the editors' order. `title` is the alphabetical order of the language: in Welsh ch, dd, ff, "
            "ng, ll, ph, rh and th are letters of their own. A minus sign turns an order round. By `version`, what changed "
            "last comes last, also while pages are read."
        ),
    )
    limit = Whole(min_value=1, max_value=LIST_LIMIT, required=False, default=20, help_text="Items to a page.")
    cursor = Text(
        messages.A_CURSOR,
        required=False,
        help_text="From the address in `next` or in the Link header. It only goes with the same filters and sort.",
    )

    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        """With two whose names mean something else on a serializer."""
        parent = Ids(required=False, help_text="Ids of the items directly above; any of them.")
        extent = Choice(
            ("summary", "full"), required=False, default="summary", help_text="`full` gives whole payloads."
        )
        return {**super().get_fields(), "parent": parent, "fields": extent}


class ItemsQuery(ListQuery):
    type = Codes(ITEM_TYPES, required=False, help_text="Types of item; any of them.")


class PathQuery(EditionQuery):
    path = Text(
        messages.A_PATH,
        max_length=_PATH_LENGTH,
        help_text=(
            "The path of a public page, in either language; 308 to the item's own address where it was public at this path "
            "and has moved."
        ),
    )


class ItemsOrPathQuery(ItemsQuery):
    """With what `/items` took before an item at a path had an address of its own: it still does, out of the contract."""

    path = Text(messages.A_PATH, required=False, max_length=_PATH_LENGTH)
    fallback = OneLanguage(required=False)


class TermsQuery(Query):
    changed_since = _changed_since()
    sort = Choice(
        ("title", "-title", "version"),
        required=False,
        default="title",
        help_text=(
            "The alphabetical order of the language: in Welsh ch, dd, ff, ng, ll, ph, rh and th are letters. By `version`, "
            "what changed last comes last, also while pages are read."
        ),
    )
    limit = Whole(min_value=1, max_value=LIST_LIMIT, required=False, default=LIST_LIMIT, help_text="Terms to a page.")
    cursor = Text(
        messages.A_CURSOR,
        required=False,
        help_text="From the address in `next`. It only goes with the same sort and `changed_since`.",
    )


class SuggestQuery(Query):
    q = SearchText(help_text="What has been typed so far: whole words or their beginnings, two letters at least.")
    limit = Whole(
        min_value=1, max_value=MAX_SUGGESTIONS, required=False, default=SUGGESTIONS, help_text="Suggestions at most."
    )


class SearchQuery(FilterQuery):
    q = SearchText(
        help_text=(
            'Words, a "phrase", -word or -"phrase" to leave out, prefix* (two letters at least). Welsh words are found in any '
            "form and mutation, with or without accents; words of the other language through the item's other version."
        )
    )
    topic = Topics(required=False, help_text="Topic codes; any of them. A code that is not in use finds nothing.")
    type = Codes(ITEM_TYPES, required=False, help_text="Types of item; any of them.")
    sort = Choice(
        get_args(SearchSort),
        required=False,
        default="relevance",
        help_text=(
            "`relevance`: the best first. `title` is the alphabetical order of the language. A minus sign turns an order round."
        ),
    )
    limit = Whole(min_value=1, max_value=SEARCH_LIMIT, required=False, default=10, help_text="Items to a page.")
    cursor = Text(
        messages.A_CURSOR,
        required=False,
        help_text="From the address in `next` or in the Link header. It only goes with the same q, filters and sort.",
    )


class BothQuery(Query):
    lang = Languages(required=False, default=CODES, help_text="The languages wanted; both, if it is left out.")


class SomeItemsQuery(BothQuery):
    id = Ids(most=SOME_ITEMS, help_text=f"Ids of items and terms, {SOME_ITEMS} at most, separated by commas.")


class FeedQuery(BothQuery):
    """What narrows what followers are told. Tokens hold whatever the filters are."""

    type = Codes([*ITEM_TYPES, TERM], required=False, help_text="Types of item, and `term`; any of them.")
    audience = Codes(AUDIENCES, required=False, help_text="Who it is for; any of them.")
    topic = Topics(required=False, help_text="Topic codes; any of them.")
    section = Sections(
        required=False,
        help_text="Numbers of the framework's sections that it is (or is directly below), exactly; any of them.",
    )


class ChangesQuery(FeedQuery):
    since = Text(
        messages.A_TOKEN,
        required=False,
        help_text="The token to go on from; without it, from the beginning. `now`: the token from which all that is to come.",
    )
    limit = Whole(min_value=1, max_value=CHANGES_LIMIT, required=False, default=100, help_text="Entries at most.")
    wait = Whole(
        min_value=0,
        max_value=LONGEST_WAIT,
        required=False,
        default=0,
        help_text="Seconds to wait where nothing has changed yet; answered as soon as something has.",
    )


class HistoryQuery(Query):
    kind = Codes(RELEASE_KIND.meanings, required=False, help_text="How it went out; any of them.")
    since = Moment(required=False, help_text="Released at this moment or later.")
    sort = Choice(
        ("-released", "released"),
        required=False,
        default="-released",
        help_text="The newest first; without the minus sign the oldest.",
    )
    limit = Whole(min_value=1, max_value=LIST_LIMIT, required=False, default=20, help_text="Releases to a page.")
    cursor = Text(
        messages.A_CURSOR,
        required=False,
        help_text="From the address in `next` or in the Link header. It only goes with the same filters and sort.",
    )


class ReleasesQuery(HistoryQuery):
    item = Ids(required=False, help_text="Ids of items; any of them.")


class ManifestQuery(BothQuery):
    limit = Whole(
        min_value=1, max_value=MANIFEST_LIMIT, required=False, default=MANIFEST_LIMIT, help_text="Items to a page."
    )
    cursor = Text(
        messages.A_CURSOR, required=False, help_text="From the address in `next`. It only goes with the same `lang`."
    )
