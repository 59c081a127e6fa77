"""Lists of items in one language: filtered, ordered, in pages. They hold the same as REST's, in the same order."""

from typing import Any, Final

from cms.http.caching.cache_policy import SHORT_LIVED
from cms.publication.queries import list_queries
from cms.publication.queries.query_types import EditionList, KeysetPosition, SortName

from ...limits import PAGE
from ..paging import keyset_page
from ..resolvers import FieldRequest, RootResolver
from .filters import edition_filter_of


def listing(*types: str) -> RootResolver:
    """The editions of some types, or of all."""

    def list_items(request: FieldRequest) -> dict[str, Any]:
        arguments = request.arguments
        edition_filter = edition_filter_of(arguments["language"], arguments.get("filter"), types)
        # What is marked NEW today will not be one day, and nobody has changed anything.
        if edition_filter.new is not None:
            request.payloads.cache_policy &= SHORT_LIVED

        def read(sort: SortName, limit: int, place: KeysetPosition | None) -> EditionList:
            return list_queries.editions(edition_filter, sort, limit, place, full=request.whole)

        return keyset_page(request, "items", edition_filter, arguments.get("sort") or "position", read)

    return RootResolver(list_items, size=PAGE)


ITEMS: Final = listing()
