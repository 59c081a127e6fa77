"""The OpenAPI document of this API: made once a process, for the views, for docs/contracts and for tests."""

import json
from functools import cache
from typing import Any

import yaml
from django.conf import settings
from drf_spectacular.generators import SchemaGenerator

from cms.content.declaration.tolerance import for_clients

from .settings import SERVERS


@cache
def strict_document() -> dict[str, Any]:
    """The document of what is served now: nothing else may be. Clients are given `document`."""
    from django.urls import include, path

    from ..urls import v1

    generator = SchemaGenerator(patterns=[path("api/v1/", include(v1))], api_version=None)  # type: ignore[no-untyped-call]
    schema: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document, for clients: what may be added has room in it."""
    made: dict[str, Any] = for_clients(strict_document())
    return made


def served_document() -> dict[str, Any]:
    """The document as the service gives it: it says where that is."""
    return {**document(), "servers": [{"url": settings.API_URL, "description": SERVERS[0]["description"]}]}


@cache
def document_json() -> str:
    """The document as JSON, as docs/contracts has it."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


@cache
def served_json() -> str:
    """As JSON, as the service gives it."""
    return json.dumps(served_document(), ensure_ascii=False, indent=2) + "\n"


@cache
def served_yaml() -> str:
    """As YAML, as the service gives it."""
    return yaml.safe_dump(json.loads(served_json()), sort_keys=False, allow_unicode=True, width=120)
