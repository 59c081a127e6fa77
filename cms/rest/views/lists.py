"""Lists of items in one language: filtered, ordered, in pages by keyset."""

from collections.abc import Callable
from typing import Any, ClassVar, Final

from django.http import HttpResponse
from rest_framework.request import Request

from cms.edge.surrogate_keys import NOTHING, Keys, keys_of_anything, keys_of_list, keys_of_rows, keys_of_titles
from cms.http.caching.cache_policy import CachePolicy
from cms.http.headers import link
from cms.http.pagination import decode, neighbours, with_cursor
from cms.http.responses import Representation, encoded, fingerprint, respond
from cms.publication.queries import list_queries
from cms.publication.queries.keyset import mark_of
from cms.publication.queries.query_types import EditionFilter, EditionList, KeysetPosition, SortName

from ..filters import edition_filter_of, given_parameters
from ..serializers import ListQuery
from .base import LanguageView, plain

# What is in such a list may depend on when an item was changed.
_BY_CHANGE: Final = frozenset({"updated_since", "changed_since"})
_BY_TITLE: Final = frozenset({"title", "-title"})
Read = Callable[[SortName, int, KeysetPosition | None], EditionList]


class PagedView(LanguageView):
    """A list in pages. `name` is its address below the language."""

    name: ClassVar[str]

    def page(
        self, request: Request, values: dict[str, Any], holds: Any, read: Read, keys: Keys = NOTHING
    ) -> HttpResponse:
        """The page that the values ask for, as `read` gives it. `holds` says what the list holds: a cursor of another list
        is refused. `keys` are those of which items it holds. Raises Problem (400).

        What is new today is not so tomorrow, though nothing is published: such a page is short-lived.
        """
        sort: SortName = values["sort"]
        mark = mark_of(holds, sort)
        place = decode(values["cursor"], mark, sort) if "cursor" in values else None
        page = read(sort, values["limit"], place)
        before, after = neighbours(mark, sort, place, page)
        given = {name: value for name, value in given_parameters(plain(request)).items() if name != "cursor"}
        address = self.address(self.name)
        return respond(
            plain(request),
            list_page(
                page,
                with_cursor(address, given, before),
                with_cursor(address, given, after),
                self.language,
                CachePolicy(page.expires_at, short_lived="new" in values, keys=self._keys(page, values, keys)),
            ),
        )

    def _keys(self, page: EditionList, values: dict[str, Any], keys: Keys) -> Keys:
        """Those of the items shown too. What is on which page may depend on any of them, if not by position."""
        apart = len(page.rows) < page.total
        if apart and values["sort"] in _BY_TITLE:
            keys |= keys_of_titles(self.language)
        elif (apart and values["sort"] != "position") or _BY_CHANGE & values.keys():
            keys |= keys_of_anything(self.language)
        return keys | keys_of_rows((row.item for row in page.rows), self.language)


class ListView(PagedView):
    """A list of the editions of some types."""

    query = ListQuery
    types: ClassVar[tuple[str, ...]] = ()

    def list(self, request: Request, values: dict[str, Any]) -> HttpResponse:
        """A page of the list: `{"items": […], "next": address or null, "total": n}`."""
        edition_filter = edition_filter_of(self.language, values, self.types)
        full = values["fields"] == "full"

        def read(sort: SortName, limit: int, place: KeysetPosition | None) -> EditionList:
            return list_queries.editions(edition_filter, sort, limit, place, full=full)

        return self.page(request, values, edition_filter, read, _keys_of(edition_filter))


def _keys_of(selected: EditionFilter) -> Keys:
    """Those of the narrowest of the lists that hold all that is selected: what an item is found by is in each of its own."""
    chosen = {
        "section": selected.sections,
        "topic": selected.topics,
        "audience": selected.audiences,
        "type": selected.types,
    }
    name, values = next(((name, values) for name, values in chosen.items() if values), ("", ()))
    return keys_of_list(selected.language, name, values)


def list_page(
    page: EditionList, before: str | None, after: str | None, language: str, policy: CachePolicy
) -> Representation:
    """The ready bytes of the rows, joined. No Last-Modified: a list also changes when something is taken from it."""
    tail = encoded({"next": after, "total": page.total})
    body = b'{"items":[' + b",".join(row.content for row in page.rows) + b"]," + tail[1:]
    links = [link(address, relation) for address, relation in ((after, "next"), (before, "prev")) if address]
    return Representation(
        body=body,
        tag=fingerprint(body),
        languages=language,
        cache_policy=policy,
        links=tuple(links),
    )
