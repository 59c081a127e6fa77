"""About the service: the index, the schema of items, the OpenAPI document."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from rest_framework.request import Request

from cms.content.declaration.registry import item_types
from cms.content.languages import CODES, NAMES, Language
from cms.http.caching.cache_policy import OF_THE_SOFTWARE
from cms.http.headers import api_root
from cms.http.responses import JSON, Representation, encoded, fingerprint, respond
from cms.publication.queries.item_queries import generation

from ..openapi.documented import documented
from ..openapi.item_schema import item_schema_text
from ..openapi.openapi_document import served_json, served_yaml
from ..serializers import MessageQuery
from .base import PublicView, plain

NAME = {"cy": "Sefydlogrwydd Cynnar Cymru", "en": "Welsh Early Permanence"}


class ServiceView(PublicView):
    """Something that is the same in both languages."""

    query = MessageQuery

    def text(self, request: Request, body: bytes, media_type: str = JSON) -> HttpResponse:
        self.values(request)
        return respond(plain(request), _made(body, media_type))


class IndexView(ServiceView):
    @documented("index", MessageQuery, "index")
    def get(self, request: Request) -> HttpResponse:
        """Where everything is."""
        generation()  # nowhere, as long as there is no database to read from
        return self.text(request, encoded(index()))


class ItemSchemaView(ServiceView):
    @documented("itemSchema", MessageQuery, "schema")
    def get(self, request: Request) -> HttpResponse:
        """The JSON Schema (2020-12) of an item in one language."""
        return self.text(request, item_schema_text().encode(), "application/schema+json")


class OpenApiJsonView(ServiceView):
    @documented("openapiJson", MessageQuery, "schema")
    def get(self, request: Request) -> HttpResponse:
        """This document as JSON."""
        return self.text(request, served_json().encode())


class OpenApiYamlView(ServiceView):
    @documented("openapiYaml", MessageQuery, "schema")
    def get(self, request: Request) -> HttpResponse:
        """This document as YAML."""
        return self.text(request, served_yaml().encode(), "application/yaml")


def _made(body: bytes, media_type: str) -> Representation:
    return Representation(body, fingerprint(body), media_type=media_type, cache_policy=OF_THE_SOFTWARE)


def index() -> dict[str, Any]:
    """The addresses of everything, by language and for both."""
    root = api_root()
    return {
        "name": NAME,
        "languages": [{"code": code, "name": NAMES[code], "addresses": _addresses(code)} for code in CODES],
        "addresses": {
            "both": f"{root}/items/{{id}}{{?lang}}",
            "some_items": f"{root}/items{{?id,lang}}",
            "changes": f"{root}/changes{{?since,limit,wait,lang,type,audience,topic,section}}",
            "export": f"{root}/export{{?lang,type,audience,topic,section}}",
            "manifest": f"{root}/manifest",
            "parity": f"{root}/parity",
            "releases": f"{root}/releases",
            "item_releases": f"{root}/items/{{id}}/releases",
            "item_schema": f"{root}/schema/item.json",
            "openapi": f"{root}/openapi.json",
            "graphql": f"{settings.API_URL}/graphql",
            "docs": f"{root.removesuffix('/v1')}/docs/",
            "problems": f"{root.removesuffix('/v1')}/problems/",
        },
    }


def _addresses(language: Language) -> dict[str, str]:
    own = f"{api_root()}/{language}"
    return {name: f"{own}/{step}" for name, step in _steps()}


def _steps() -> Iterator[tuple[str, str]]:
    """The name of each address below a language, and what stands there."""
    kinds = item_types().values()
    lists = [way.name for kind in kinds for way in (kind.single, kind.listing) if way is not None]
    yield from ((name, name) for name in ("items", *lists, "terms", "topics", "audiences"))
    yield from (("item", "items/{id}"), ("item_at_path", "items/by-path{?path}"))
    for kind in kinds:
        if kind.numbered is not None and kind.listing is not None:
            yield kind.numbered.name, f"{kind.listing.name}/{{number}}"
    yield from (("term", "terms/{id}"), ("search", "search{?q}"), ("suggest", "suggest{?q}"))
