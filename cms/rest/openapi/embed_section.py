"""Addresses of the OpenAPI document that other sites' pages use: fragments of HTML, and oEmbed. `cms.embed` answers them."""

from typing import Any, Final

from cms.content.languages import CODES

from . import examples
from .responses import SHARED_HEADERS, header_refs, shared_ref

Schema = dict[str, Any]
PARTS: Final = ("title", "summary", "body", "files")
_HTML: Final = "text/html; charset=utf-8"
_TAG: Final = "embed"
TAG: Final = {"name": _TAG, "description": "What other sites show in their pages; docs/embedding.md says how."}
_SHARED: Final = {"304": "NotModified", "401": "Unauthorized", "412": "PreconditionFailed", "429": "TooManyRequests"}
_SAID: Final = {
    "400": "A parameter is malformed; it says what is allowed.",
    "404": "There is nothing, or not in this language: it says where there is.",
    "410": "It was public and is no longer: it says since when, why, and where to go.",
    "503": "The database or, for a search, its index does not answer.",
}
_LANGUAGE: Final[Schema] = {
    "in": "path", "name": "language", "required": True, "description": "The language of what is shown.",
    "schema": {"type": "string", "enum": list(CODES)},
}  # fmt: skip


def embed_paths() -> dict[str, Schema]:
    """By path: its one operation."""
    parts = _query(
        "parts",
        "What to show of it; all where left out. Who publishes it, when it was reviewed and its licence are always shown.",
        {"type": "array", "items": {"type": "string", "enum": list(PARTS)}, "minItems": 1, "maxItems": 50},
        style="form", explode=False,
    )  # fmt: skip
    words = _query("q", "What is searched for; without it, the box alone.", {"type": "string"}, example="rhieni")
    item = "An `<article>` in the language, whose headings begin at `<h2>`."
    return {
        "/embed/{language}/{id}": _html("fragment", "An item as a fragment", item, ("400", "404", "410"), _id(), parts),
        "/embed/{language}/{id}/frame": _html(
            "frame", "An item as a page for a frame", "May be framed anywhere.", ("400", "404", "410"), _id(), parts
        ),
        "/embed/{language}/terms/{id}": _html(
            "termFragment", "A term of the glossary as a fragment", "Its name, which opens what it means.",
            ("404", "410"), _id(examples.TERM),
        ),
        "/embed/{language}/search": _html(
            "searchFragment", "A search box as a fragment", "With `q`, also the first five results.", ("400",), words
        ),
        "/embed/oembed": {"get": _oembed()},
    }  # fmt: skip


def embed_schemas() -> dict[str, Schema]:
    """By name."""
    text: Schema = {"type": "string"}
    count: Schema = {"type": "integer", "minimum": 0}
    members: dict[str, Schema] = {
        "version": {**text, "const": "1.0", "description": "Of oEmbed."},
        "type": {**text, "const": "rich", "description": "What is shown is in `html`."},
        "title": {**text, "description": "The item's title, in the language of the page."},
        "author_name": {**text, "description": "The name of the site."},
        "provider_name": {**text, "description": "The name of the site."},
        "provider_url": {**text, "format": "uri", "description": "The site's home page in the language."},
        "cache_age": {**count, "description": "Seconds for which this may be kept."},
        "html": {**text, "description": "The frame, to be put into a page as it is."},
        "width": {**count, "description": "The frame's width in pixels."},
        "height": {**count, "description": "The frame's height in pixels."},
    }
    return {
        "OEmbed": {
            "type": "object", "properties": members, "required": list(members), "additionalProperties": False,
            "description": "How to show a page, after oEmbed 1.0.",
        }
    }  # fmt: skip


def _html(name: str, summary: str, description: str, said: tuple[str, ...], *parameters: Schema) -> Schema:
    """An operation that says in HTML, in the language of its address, also why there is nothing."""
    answers = {status: _said(status) for status in (*said, "503")}
    article = {
        "description": description,
        "headers": header_refs("ETag", *SHARED_HEADERS, "Content-Language", "Link"),
        **_markup(),
    }
    return {"get": _operation(name, summary, [_LANGUAGE, *parameters], {"200": article, **answers})}


def _oembed() -> Schema:
    url = f"{examples.SITES['cy']}/cy/gwybodaeth-i-rieni/"
    pixels = {"type": "integer", "minimum": 0, "maximum": 99999}
    parameters = [
        _query("url", "The address of one of our public pages.", {"type": "string"}, required=True, example=url),
        _query("maxwidth", "The widest that the frame may be, in pixels.", pixels),
        _query("maxheight", "The highest that the frame may be, in pixels.", pixels),
        _query("format", "The form of the answer. XML is a 501, as oEmbed allows.", {"type": "string", "enum": ["json"]}),
    ]  # fmt: skip
    problems = {"400": "BadRequest", "404": "NotFound", "405": "MethodNotAllowed", "410": "Gone", "503": "Unavailable"}
    answers = {
        "200": {
            "description": "A frame that shows the page.",
            "headers": header_refs("ETag", *SHARED_HEADERS, "Content-Language"),
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/OEmbed"}}},
        },
        **{status: shared_ref(name) for status, name in problems.items()},
        "501": {"description": "Another `format` than JSON was asked for."},
    }
    return _operation("oembed", "How to show a page (oEmbed 1.0)", parameters, answers)


def _operation(name: str, summary: str, parameters: list[Schema], answers: dict[str, Schema]) -> Schema:
    shared = {status: shared_ref(of) for status, of in _SHARED.items()}
    return {
        "operationId": name, "summary": summary, "tags": [_TAG], "parameters": parameters,
        "responses": dict(sorted({**shared, **answers, "500": shared_ref("ServerError")}.items())),
    }  # fmt: skip


def _said(status: str) -> Schema:
    return {"description": f"{_SAID[status]} A fragment in the language of the address.", **_markup()}


def _markup() -> Schema:
    return {"content": {_HTML: {"schema": {"type": "string"}}}}


def _id(example: str = examples.ITEM) -> Schema:
    return {
        "in": "path", "name": "id", "required": True, "description": "The same in both languages.",
        "schema": {"type": "string", "format": "uuid"}, "example": example,
    }  # fmt: skip


def _query(name: str, description: str, schema: Schema, **more: Any) -> Schema:
    return {"in": "query", "name": name, "description": description, "schema": schema, **more}
