"""Everything that is public: what a partner compares its own copy with, and how much of it is in both languages."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from cms.content.languages import CODES
from cms.edge.surrogate_keys import ALL_THERE_IS, Keys, keys_of_anything, keys_of_item
from cms.http.caching.cache_policy import CachePolicy
from cms.http.headers import api_root, link
from cms.http.pagination import decode, encode, with_cursor
from cms.http.responses import Representation, encoded, fingerprint, respond
from cms.publication.parity.parity_figures import parity
from cms.publication.payload.shown_media import FILES, PICTURES
from cms.publication.queries import manifest_query
from cms.publication.queries.keyset import mark_of, sides
from cms.publication.queries.query_types import KeysetPosition, ManifestEdition, ManifestEntry

from ..filters import given_parameters
from ..openapi.documented import documented
from ..serializers import ManifestQuery, MessageQuery
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


class ParityView(PublicView):
    """How the two languages stand to each other."""

    query = MessageQuery

    @documented("parity", MessageQuery, "parity")
    def get(self, request: Request) -> HttpResponse:
        """How much of what is public is in both languages, by language and type: items in both, in one only, out of date, and
        how many words one language has that the other has not. Of what readers see, and nothing else.
        """
        self.values(request)
        report = parity()
        body = encoded({"languages": [one.model_dump() for one in report.languages]})
        policy = CachePolicy(report.until, keys=frozenset({ALL_THERE_IS}) | keys_of_anything(*CODES))
        return respond(plain(request), Representation(body, fingerprint(body), cache_policy=policy))


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
