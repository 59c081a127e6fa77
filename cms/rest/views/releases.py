"""What went out when: of all items, or of one."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from cms.content.languages import CODES
from cms.http import messages
from cms.http.caching.cache_policy import CachePolicy
from cms.http.headers import api_root
from cms.http.identifiers import item_id
from cms.http.pagination import decode, neighbours, with_cursor
from cms.http.problems.problem import Problem
from cms.http.responses import respond
from cms.publication.queries import release_queries
from cms.publication.queries.keyset import mark_of
from cms.publication.queries.query_types import ReleaseFilter, SortName

from ..filters import given_parameters
from ..openapi.documented import documented
from ..serializers import HistoryQuery, ReleasesQuery
from .base import PublicView, plain
from .lists import list_page


class ReleasesView(PublicView):
    """The releases of all items."""

    query = ReleasesQuery

    @documented("releases", ReleasesQuery, "releases")
    def get(self, request: Request) -> HttpResponse:
        """What went out when, both languages of an item in one entry. It says what readers could see, never who let it go or
        why; and words only of what is public now.
        """
        values = self.values(request)
        selected = ReleaseFilter(values.get("item", ()), values.get("kind", ()), values.get("since"))
        return _page(request, values, selected, "releases")


class ItemReleasesView(PublicView):
    """The releases of one item."""

    query = HistoryQuery

    @documented("itemReleases", HistoryQuery, "releases")
    def get(self, request: Request, id: str) -> HttpResponse:
        """What went out of one item when, both languages in one entry: also of an item that is not public any more."""
        values, item = self.values(request), item_id(id)
        if not release_queries.was_released(item):
            raise Problem("not-found", messages.NO_SUCH_ID)
        selected = ReleaseFilter((item,), values.get("kind", ()), values.get("since"))
        return _page(request, values, selected, f"items/{item}/releases")


def _page(request: Request, values: dict[str, Any], selected: ReleaseFilter, address: str) -> HttpResponse:
    """The page that the values ask for. A cursor of another list is refused. Raises Problem (400)."""
    sort: SortName = values["sort"]
    mark = mark_of("releases", selected, sort)
    place = decode(values["cursor"], mark, sort) if "cursor" in values else None
    page = release_queries.releases(selected, values["limit"], place, newest_first=sort == "-released")
    given = {name: value for name, value in given_parameters(plain(request)).items() if name != "cursor"}
    before, after = (
        with_cursor(f"{api_root()}/{address}", given, cursor) for cursor in neighbours(mark, sort, place, page)
    )
    policy = CachePolicy(page.expires_at)
    return respond(plain(request), list_page(page, before, after, ", ".join(CODES), policy))
