"""The OpenAPI document of this API: made once a process, for the views and for docs/contracts."""

import json
from functools import cache
from typing import Any

import yaml
from drf_spectacular.generators import SchemaGenerator


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    from django.urls import include, path

    from ..urls import v1

    generator = SchemaGenerator(patterns=[path("api/v1/", include(v1))], api_version=None)  # type: ignore[no-untyped-call]
    schema: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return schema


@cache
def document_json() -> str:
    """The document as JSON, as docs/contracts has it."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


@cache
def document_yaml() -> str:
    """The document as YAML."""
    return yaml.safe_dump(json.loads(document_json()), sort_keys=False, allow_unicode=True, width=120)
