"""Everything that is public: what a partner compares its own copy with."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from cms.content.languages import CODES
from cms.edge.surrogate_keys import ALL_THERE_IS, Keys, keys_of_item
from cms.http.caching.cache_policy import CachePolicy
from cms.http.headers import api_root, link
from cms.http.pagination import decode, encode, with_cursor
from cms.http.responses import Representation, encoded, fingerprint, respond
from cms.publication.payload.shown_media import FILES, PICTURES
from cms.publication.queries import manifest_query
from cms.publication.queries.keyset import mark_of, sides
from cms.publication.queries.query_types import KeysetPosition, ManifestEdition, ManifestEntry

from ..filters import given_parameters
from ..openapi.documented import documented
from ..serializers import ManifestQuery
from .base import PublicView, plain


class ManifestView(PublicView):
    """All public items in the order of their ids, each with its languages, versions and addresses."""

    query = ManifestQuery

    @documented("manifest", ManifestQuery, "manifest")
    def get(self, request: Request) -> HttpResponse:
        """Everything that is public, items and terms of the glossary, in the order of ids: for each its languages, their
        versions and addresses, and which bytes their files and pictures have.
        """
        values = self.values(request)
        mark, languages = mark_of("manifest", values["lang"]), values["lang"]
        place = decode(values["cursor"], mark, "position") if "cursor" in values else None
        back = place is not None and place.backwards
        beside = place.item if place else None
        page = manifest_query.manifest(values["limit"], beside, backwards=back, languages=languages)
        given = {name: value for name, value in given_parameters(plain(request)).items() if name != "cursor"}
        has_previous, has_next = sides(begun=place is not None, backwards=back, more=page.more)
        after = _cursor(mark, page.entries[-1].item, False) if has_next and page.entries else None
        before = _cursor(mark, page.entries[0].item, True) if has_previous and page.entries else None
        address = f"{api_root()}/manifest"
        following, previous = with_cursor(address, given, after), with_cursor(address, given, before)
        body = encoded({"items": [_entry(row) for row in page.entries], "next": following, "total": page.total})
        links = tuple(
            link(target, relation) for target, relation in ((following, "next"), (previous, "prev")) if target
        )
        policy = CachePolicy(page.expires_at, keys=_keys(page.entries))
        return respond(plain(request), Representation(body, fingerprint(body), cache_policy=policy, links=links))


def _keys(entries: Sequence[ManifestEntry]) -> Keys:
    return frozenset({ALL_THERE_IS}).union(*(keys_of_item(entry.item, *CODES) for entry in entries))


def _cursor(mark: str, item: UUID, backwards: bool) -> str:
    return encode(mark, "position", KeysetPosition("", item, backwards))


def _entry(entry: ManifestEntry) -> dict[str, Any]:
    return {
        "id": str(entry.item),
        "type": entry.type,
        "languages": {edition.language: _edition(edition) for edition in entry.editions},
    }


def _edition(edition: ManifestEdition) -> dict[str, Any]:
    return {
        "version": edition.version,
        "updated": edition.updated_at,
        "address": edition.address,
        "api": edition.api,
        "files": edition.media.get(FILES, []),
        "pictures": edition.media.get(PICTURES, []),
    }
