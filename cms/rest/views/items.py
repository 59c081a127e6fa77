"""One item: by id, by path, as the home page, the framework or a section; and both its languages side by side."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework.request import Request

from cms.content.languages import CODES, Language, other
from cms.content.vocabularies import Label
from cms.edge.surrogate_keys import NOTHING, Keys, key_of_path, keys_of_item, keys_of_list, keys_of_rows
from cms.http import messages
from cms.http.caching.cache_policy import CachePolicy
from cms.http.caching.encodings import chosen_encoding
from cms.http.headers import edition_links
from cms.http.identifiers import item_id
from cms.http.problems.not_found import not_found_in_any, not_found_problem
from cms.http.problems.problem import Problem
from cms.http.responses import Representation, encoded, fingerprint, respond, respond_moved
from cms.publication.glossary import term_queries
from cms.publication.payload.addresses import api_address, both_address
from cms.publication.payload.compression import Encoding
from cms.publication.queries import item_queries
from cms.publication.queries.query_types import FoundItem, ReadyEdition

from ..filters import check_combination
from ..openapi.documented import DETAIL, documented
from ..serializers import BothQuery, EditionQuery, ItemsOrPathQuery, ItemsQuery, PathQuery, SomeItemsQuery
from .base import LanguageView, PublicView, plain
from .lists import ListView


def edition_response(
    request: Request,
    found: FoundItem | None,
    asked: Language,
    fallback: Language | None,
    none: Label,
    keys: Keys = NOTHING,
) -> HttpResponse:
    """The edition in the language asked for, else the fallback where one was asked for; 308 to where it has moved. Raises
    Problem (404, 410).

    `keys` are those of what decides which item it is.
    """
    if found and found.moved and found.editions:
        return _at_its_own_address(found, asked, fallback, keys)
    own = found and found.edition(asked)
    if found and own:
        return respond(plain(request), _as_is(found, own, encoding_of(request), keys))
    instead = found.edition(fallback) if found and fallback else None
    if found and instead:
        return respond(plain(request), _labelled(found, instead, asked, keys))
    raise not_found_problem(found, asked, none)


def wanted_languages(asked: Language, fallback: Language | None) -> tuple[Language, ...]:
    """The languages whose bytes to read: that of the address first."""
    return (asked,) if fallback in {None, asked} else (asked, other(asked))


def encoding_of(request: Request) -> Encoding:
    """The encoding in which to read editions for an answer."""
    return chosen_encoding(request.headers.get("Accept-Encoding", ""))


def _as_is(found: FoundItem, edition: ReadyEdition, encoding: Encoding, keys: Keys) -> Representation:
    return Representation(
        body=edition.body,
        ready=edition.encoded,
        ready_in=encoding,
        tag=f"{edition.version}-{edition.digest}",
        languages=edition.language,
        changed_at=edition.changed_at,
        cache_policy=CachePolicy(found.expires_at, keys=keys | keys_of_item(edition.item, edition.language)),
        location=api_address(edition.item, edition.language),
        links=tuple(edition_links(found, edition)),
        is_edition=True,
    )


def _labelled(found: FoundItem, edition: ReadyEdition, asked: Language, keys: Keys) -> Representation:
    """The other language's edition, which says so in its first member; its bytes are ready, so the member is put in front."""
    label = encoded({"asked": asked, "served": edition.language})
    return Representation(
        body=b'{"fallback":' + label + b"," + edition.body[1:],
        tag=f"{edition.version}-{edition.digest}-for-{asked}",
        languages=edition.language,
        changed_at=edition.changed_at,
        cache_policy=CachePolicy(found.expires_at, keys=keys | keys_of_item(edition.item, *CODES)),
        links=tuple(edition_links(found, edition)),
    )


class EditionView(LanguageView):
    """One item in the language of the address."""

    query = EditionQuery
    none = messages.NO_SUCH_ID
    # The types of which one is looked for, where the address names no item.
    types: ClassVar[tuple[str, ...]] = ()

    def find(self, languages: tuple[Language, ...], **kwargs: str) -> FoundItem | None:
        """The item, if there is or was one. Raises Problem (400) for a malformed address."""
        raise NotImplementedError

    def edition(self, request: Request, **kwargs: str) -> HttpResponse:
        # Most requests have no query: then nothing is parsed.
        fallback = self.values(request).get("fallback") if request.META.get("QUERY_STRING") else None
        found = self.find(wanted_languages(self.language, fallback), **kwargs)
        keys = keys_of_list(self.language, "type", self.types) if self.types else NOTHING
        return edition_response(request, found, self.language, fallback, self.none, keys)


class ItemView(EditionView):
    def find(self, languages: tuple[Language, ...], **kwargs: str) -> FoundItem | None:
        return item_queries.item(item_id(kwargs["id"]), *languages, encoding=encoding_of(self.request))

    @documented("item", EditionQuery, DETAIL)
    def get(self, request: Request, language: str, id: str) -> HttpResponse:
        """An item in the language of the address. Of one that was said to have moved to another: 308 to that."""
        return self.edition(request, id=id)


class ItemsView(ListView):
    """A list of items of any type; with `path`, as `/items/by-path`."""

    query = ItemsOrPathQuery
    name = "items"

    @documented("items", ItemsQuery, "list")
    def get(self, request: Request, language: str) -> HttpResponse:
        """Items of any type."""
        values = self.values(request)
        check_combination(plain(request))
        if "path" not in values:
            return self.list(request, values)
        return at_path(request, self.language, values)


class PathView(LanguageView):
    """The item at a public path."""

    query = PathQuery

    @documented("itemAtPath", PathQuery, DETAIL)
    def get(self, request: Request, language: str) -> HttpResponse:
        """The item at a public path; 308 to the item's own address where it was public at this path and has moved. The path may
        be that of either language; the address decides the language given.
        """
        return at_path(request, self.language, self.values(request))


def at_path(request: Request, language: Language, values: Mapping[str, Any]) -> HttpResponse:
    """The item that the values `path` and `fallback` name. Raises Problem (400, 404, 410)."""
    fallback = values.get("fallback")
    path = normal_path(values["path"])
    found = item_queries.item_at(path, *wanted_languages(language, fallback), encoding=encoding_of(request))
    keys = key_of_path(path) if found and found.moved else NOTHING
    return edition_response(request, found, language, fallback, messages.NO_SUCH_PATH, keys)


def _at_its_own_address(found: FoundItem, asked: Language, fallback: Language | None, keys: Keys) -> HttpResponse:
    """308 to the item found by a former path: its id never changes, so that this leads there however often it moves."""
    edition = found.editions[0]
    query = f"?fallback={fallback}" if fallback else ""
    links = tuple(edition_links(found, edition))
    policy = CachePolicy(edition.expires_at, keys=keys | keys_of_rows(found.ids, *CODES))
    return respond_moved(f"{api_address(found.item, asked)}{query}", policy, links)


def normal_path(path: str) -> str:
    """The path as it is stored: it begins and ends with a slash. Raises Problem (400)."""
    if not path.startswith("/"):
        raise Problem(
            "invalid-parameter", messages.INVALID_PARAMETER, {"parameter": "path", "allowed": messages.A_PATH},
            parameter="path", allowed=[messages.A_PATH],
        )  # fmt: skip
    return path if path.endswith("/") else f"{path}/"


class BothView(PublicView):
    """Both languages of an item, side by side."""

    query = BothQuery

    @documented("both", BothQuery, "both")
    def get(self, request: Request, id: str) -> HttpResponse:
        """Both languages of an item side by side, so that taking the Welsh is the easy path. A language in which it is not
        public is null, and `languages` says why.
        """
        wanted: tuple[Language, ...] = self.values(request)["lang"]
        found = item_queries.item(item_id(id), *wanted)
        if found is None or not found.editions:
            raise not_found_in_any(found, wanted)
        if found.moved:
            return _both_at_their_own_address(request, found)
        return respond(plain(request), _side_by_side(found, wanted))


def _both_at_their_own_address(request: Request, found: FoundItem) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    ends = [edition.expires_at for edition in found.editions if edition.expires_at]
    address = f"{both_address(found.item)}{'?' if query else ''}{query}"
    return respond_moved(address, CachePolicy(min(ends, default=None), keys=keys_of_rows(found.ids, *CODES)))


class SomeItemsView(PublicView):
    """Both languages of several items."""

    query = SomeItemsQuery

    @documented("someItems", SomeItemsQuery, "bothList")
    def get(self, request: Request) -> HttpResponse:
        """Items and terms by their ids, both languages of each side by side, sorted by id however they were asked for. What is
        not public now is null in its languages; what never was is left out.
        """
        values = self.values(request)
        wanted: tuple[Language, ...] = values["lang"]
        found = item_queries.items(values["id"], *wanted)
        terms = term_queries.some_terms(set(values["id"]) - {one.item for one in found}, *wanted)
        both = sorted([*found, *terms], key=lambda one: one.item)
        tail = encoded({"next": None, "total": len(both)})
        body = b'{"items":[' + b",".join(_joined(one, wanted) for one in both) + b"]," + tail[1:]
        ends = [one.expires_at for one in both if one.expires_at]
        languages = ", ".join(code for code in CODES if code in wanted)
        # Who has been told of a change, by whichever process, has to be given nothing older than that.
        policy = CachePolicy(min(ends, default=None), asked_again=True, never_old=True)
        return respond(
            plain(request), Representation(body, fingerprint(body), languages=languages, cache_policy=policy)
        )


def _joined(found: FoundItem, wanted: Iterable[Language]) -> bytes:
    """The ready bytes of the editions joined by hand: nothing is decoded or encoded again."""
    head = encoded({"id": str(found.item), "languages": {code: _status(found, code) for code in CODES}})
    members = [head[:-1]]
    for code in (code for code in CODES if code in wanted):
        edition = found.edition(code)
        members.append(f'"{code}":'.encode() + (edition.body if edition else b"null"))
    return b",".join(members) + b"}"


def _side_by_side(found: FoundItem, wanted: Iterable[Language]) -> Representation:
    languages = [code for code in CODES if code in wanted]
    moments = [moment for status in found.statuses if (moment := status.changed_at)]
    versions = [f"{edition.version}-{edition.digest}" for edition in found.editions]
    states = [(status.state, str(status.since)) for status in found.statuses]
    return Representation(
        body=_joined(found, wanted),
        tag=fingerprint(repr((languages, versions, states)).encode()),
        languages=", ".join(edition.language for edition in found.editions),
        changed_at=max(moments),
        cache_policy=CachePolicy(found.expires_at, keys=keys_of_item(found.item, *CODES)),
    )


def _status(found: FoundItem, code: Language) -> dict[str, Any]:
    status = found.status(code)
    return {"state": status.state, "since": status.since}
