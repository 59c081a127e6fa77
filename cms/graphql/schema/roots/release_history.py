"""What went out when, both languages in one entry."""

from typing import Any, Final

from cms.publication.queries import release_queries
from cms.publication.queries.query_types import EditionList, KeysetPosition, SortName

from ...limits import PAGE
from ..paging import keyset_page
from ..resolvers import FieldRequest, RootResolver
from .filters import release_filter_of


def _releases(request: FieldRequest) -> dict[str, Any]:
    arguments = request.arguments
    selected = release_filter_of(arguments.get("filter"))

    def read(sort: SortName, limit: int, place: KeysetPosition | None) -> EditionList:
        return release_queries.releases(selected, limit, place, newest_first=sort == "-released")

    page = keyset_page(request, None, ("releases", selected), arguments.get("sort") or "-released", read)
    for entry in page["nodes"]:
        for edition in entry["languages"]:
            edition["item"] = entry["item"]
    return page


RELEASES: Final = RootResolver(_releases, size=PAGE)
