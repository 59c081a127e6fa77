"""The arguments that root fields share."""

from typing import Any, Final

from graphene import ID, Argument, Int, String

from search.querying.suggest import LIMIT as SUGGESTIONS
from search.querying.suggest import MAX_LIMIT as MAX_SUGGESTIONS

from ...limits import MAX_PAGE, MAX_SEARCH_PAGE, PAGE, SEARCH_PAGE
from ..enums import ItemSort, Language, ReleaseSort, SearchSort, TermSort
from .filters import ChangeFilter, ItemFilter, ListFilter, ReleaseFilterInput, SearchFilter
from .references import listed

ONE_LANGUAGE: Final = {
    "language": Argument(
        Language, required=True, description="The language that is wanted: nothing else is given unasked."
    )
}
WITH_FALLBACK: Final = {
    **ONE_LANGUAGE,
    "fallback": Argument(
        Language,
        description="Gives the item in this language where there is none in the language wanted; its `fallback` says so.",
    ),
}
ITEM: Final = {
    "item": Argument(
        ID, description="The item's UUID, the same in both languages and in REST. Give this, `id` or `path`."
    )
}
ITEM_ID: Final = {
    "id": Argument(
        ID,
        description=(
            "The id of the item in either language; `language` decides which is given. The item's UUID will do too. Give this, "
            "`item` or `path`."
        ),
    )
}
ITEM_PATH: Final = {
    "path": Argument(
        String,
        description=(
            "The path of its public page, in either language; `language` decides which is given. A path at which it was public "
            "and is no more finds it too: the field `path` says where it is now. Give this, `item` or `id`."
        ),
    )
}
TERM: Final = {
    "term": Argument(ID, description="The term's UUID, the same in both languages and in REST. Give this or `id`.")
}
TERM_ID: Final = {
    "id": Argument(
        ID,
        description=(
            "The id of the term in either language; `language` decides which is given. The term's UUID will do too. Give this "
            "or `term`."
        ),
    )
}
NODE_ID: Final = {"id": Argument(ID, required=True, description="An id as `id` gave it.")}
NODE_IDS: Final = {
    "ids": Argument(listed(ID), required=True, description=f"Ids as `id` gave them, {MAX_PAGE} at most.")
}
NUMBER: Final = {"number": Argument(String, required=True, description="The section's number, such as `6` or `6.2`.")}
TEXT: Final = {
    "q": Argument(
        String,
        required=True,
        description=(
            'Words, a "phrase", -word or -"phrase" to leave out, prefix* (two letters at least). Welsh words are found in '
            "any form and mutation, with or without accents."
        ),
    )
}
TYPED: Final = {
    "q": Argument(
        String,
        required=True,
        description="What has been typed so far: whole words or their beginnings, two letters at least.",
    ),
    "limit": Argument(Int, description=f"How many at most: 1 to {MAX_SUGGESTIONS}; {SUGGESTIONS} without this."),
}


def _pages(usual: int, most: int) -> dict[str, Any]:
    return {
        "first": Argument(
            Int,
            description=f"How many from the beginning or after `after`: 1 to {most}; {usual} without this and `last`.",
        ),
        "after": Argument(String, description="Those after this cursor of an earlier page. Goes with `first`."),
        "last": Argument(Int, description=f"How many from the end, or before `before`: 1 to {most}. Not with `first`."),
        "before": Argument(String, description="Those before this cursor of an earlier page. Goes with `last`."),
    }


def _sorted(sort: Any, usual: str) -> dict[str, Any]:
    return {"sort": Argument(sort, default_value=usual, description="The order of the list.")}


def _filtered(by: Any) -> dict[str, Any]:
    return {"filter": Argument(by, description="What narrows it; everything, if it is left out.")}


ITEMS: Final = {**ONE_LANGUAGE, **_filtered(ItemFilter), **_sorted(ItemSort, "position"), **_pages(PAGE, MAX_PAGE)}
LIST: Final = {**ONE_LANGUAGE, **_filtered(ListFilter), **_sorted(ItemSort, "position"), **_pages(PAGE, MAX_PAGE)}
TERMS: Final = {**ONE_LANGUAGE, **_sorted(TermSort, "title"), **_pages(PAGE, MAX_PAGE)}
RELEASES: Final = {
    **_filtered(ReleaseFilterInput),
    **_sorted(ReleaseSort, "-released"),
    **_pages(PAGE, MAX_PAGE),
}
CHANGES: Final = {
    "since": Argument(
        String,
        description="The token to go on from, as `token` or REST gave it; without it, from the beginning. `now`: none yet.",
    ),
    "first": Argument(Int, description=f"How many at most: 1 to {MAX_PAGE}; {PAGE} without this."),
    **_filtered(ChangeFilter),
}
SEARCH: Final = {
    **TEXT,
    **ONE_LANGUAGE,
    **_filtered(SearchFilter),
    **_sorted(SearchSort, "relevance"),
    **_pages(SEARCH_PAGE, MAX_SEARCH_PAGE),
}
