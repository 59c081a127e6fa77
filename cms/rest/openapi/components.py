"""The schemas of the OpenAPI document: items from the payload's own classes, the rest of what this API wraps them in."""

import json
from collections.abc import Sequence
from typing import Any, Final

from cms.content.declaration.members import listed_members
from cms.content.declaration.registry import item_types
from cms.content.declaration.schema import json_schema
from cms.content.declaration.tolerance import open_list
from cms.content.languages import CODES
from cms.http.problems.problem_types import PROBLEM_TYPES
from cms.publication.drafts.preview_composition import LABEL
from cms.publication.glossary.payload import term_schema
from cms.publication.parity.parity_figures import parity_schema
from cms.publication.payload.cards import LIST_FIELDS
from cms.publication.queries.manifest_query import TERM
from cms.publication.queries.release_queries import release_schema

from .embed_section import embed_schemas
from .feed_schemas import feed_schemas, from_pydantic
from .item_schema import label_fallbacks
from .search_schemas import search_schemas
from .webhook_section import webhook_schemas

Schema = dict[str, Any]
_ADDRESS: Final[Schema] = {"type": "string", "format": "uri"}
_LANGUAGE: Final[Schema] = {"type": "string", "enum": list(CODES)}
_MOMENT: Final[Schema] = {"type": "string", "format": "date-time"}
_ID: Final[Schema] = {"type": "string", "format": "uuid"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}


def schemas() -> dict[str, Schema]:
    """All schemas by name."""
    payload = json.loads(json.dumps(json_schema()).replace("#/$defs/", "#/components/schemas/"))
    definitions: dict[str, Schema] = payload.pop("$defs")
    label_fallbacks(definitions)
    return {
        **definitions,
        "Item": {**payload, "description": "An item in one language; `type` says which members it has."},
        "ItemSummary": _summary(definitions),
        # Whole items first: each is a summary too, and whoever tries one after the other would take it for no more.
        "ItemList": _list({"anyOf": [_ref("Item"), _ref("ItemSummary")]}, "Items; whole ones with `fields=full`."),
        "Both": _both(),
        "BothList": _list({"anyOf": [_ref("Both"), _ref("BothOfTerm")]}, "Items and terms, sorted by id."),
        "BothOfTerm": _both("Term"),
        **feed_schemas(),
        **webhook_schemas(),
        **embed_schemas(),
        **_with_list("Term", term_schema(), "Terms."),
        **_parity_report(),
        **_with_list("Release", release_schema(), "Releases."),
        **search_schemas(_summary(definitions)),
        "CodeList": _list(_ref("CountedCode"), "The codes."),
        "CountedCode": _counted_code(),
        "Manifest": _list(_ref("ManifestEntry"), "Items and terms in the order of their ids."),
        "ManifestEntry": _manifest_entry(),
        "ManifestMedia": _manifest_media(),
        "Index": _index(),
        "Available": _available(),
        "Problem": _problem(),
    }


def _with_list(name: str, own: Schema, description: str) -> dict[str, Schema]:
    """What has a schema of its own, a list of them, and what the schema refers to."""
    schema: Schema = json.loads(json.dumps(own).replace("#/$defs/", "#/components/schemas/"))
    definitions: dict[str, Schema] = schema.pop("$defs")
    return {**definitions, name: schema, f"{name}List": _list(_ref(name), description)}


def _parity_report() -> dict[str, Schema]:
    """The figures of both languages, and what they refer to."""
    languages = {"type": "array", "items": _ref("LanguageParity"), "description": "Both languages, Welsh first."}
    report = _object(languages=languages)
    report["description"] = "How the two languages stand to each other."
    return {**from_pydantic("LanguageParity", parity_schema()), "ParityReport": report}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _said(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


def _or_null(schema: Schema, description: str) -> Schema:
    return {"anyOf": [schema, {"type": "null"}], "description": description}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(items: Schema, description: str) -> Schema:
    return _object(
        items={"type": "array", "items": items, "description": description},
        next=_or_null(_ADDRESS, "The address of the next page; null on the last one."),
        total={**_COUNT, "description": "How many there are over all pages."},
    )


def _summary(definitions: dict[str, Schema]) -> Schema:
    """What lists show of an item: what composition keeps of its payload, and what types say that they show."""
    payloads = [definitions[kind.payload.__name__]["properties"] for kind in item_types().values()]
    properties = {name: payloads[0][name] for name in LIST_FIELDS}
    properties["type"] = dict(definitions["Card"]["properties"]["type"])
    schema = _object(**properties)
    schema["properties"] = {
        LABEL: payloads[0][LABEL],
        **properties,
        **{name: next(own[name] for own in payloads if name in own) for name in listed_members()},
    }
    schema["description"] = f"An item in a list: {_in_words(listed_members())} where its type has them."
    return schema


def _in_words(names: Sequence[str]) -> str:
    *first, last = [f"`{name}`" for name in names]
    return f"{', '.join(first)} and {last}" if first else last


def _both(of: str = "Item") -> Schema:
    status = _object(
        state={
            "type": "string",
            "enum": ["published", "withdrawn", "gone", "missing"],
            "description": "Whether the public may see it in this language.",
        },
        since=_or_null(_MOMENT, "Since when; null where it never was public."),
    )
    states = _object(cy=_said(status, "In Welsh."), en=_said(status, "In English."))
    schema = _object(
        id=_said(_ID, "The same in both languages."), languages=_said(states, "How it stands in each language.")
    )
    words = {"cy": "It in Welsh: null where it is not public.", "en": "It in English: null where it is not public."}
    schema["properties"] |= {code: _or_null(_ref(of), f"{words[code]} Left out where not asked for.") for code in CODES}
    thing = "An item" if of == "Item" else "A term"
    schema["description"] = f"{thing} in the languages asked for. Null where it is not public; `languages` says why."
    return schema


def _counted_code() -> Schema:
    return _object(
        code=_text("The same in both languages."),
        label=_text("Its name in the language of the address."),
        count=_said(_COUNT, "How many public items have it."),
        items=_said(_ADDRESS, "The address of the list of these."),
    )


def _available() -> Schema:
    return _object(
        language=_said(_LANGUAGE, "The language in which there is one."),
        title=_text("Its title in that language."),
        address=_said(_ADDRESS, "The address of its public page."),
        api=_said(_ADDRESS, "Its address over REST."),
    )


def _manifest_entry() -> Schema:
    schema = _object(
        id=_said(_ID, "The same in both languages."),
        type=_said(open_list([*item_types(), TERM]), "The type of an item, or `term` for one of the glossary."),
        languages={
            "type": "object",
            "properties": dict.fromkeys(CODES, _version()),
            "additionalProperties": False,
            "minProperties": 1,
            "description": "The languages in which it is public.",
        },
    )
    return _said(schema, "An item or a term of the glossary.")


def _version() -> Schema:
    media = {"type": "array", "items": _ref("ManifestMedia")}
    schema = _object(
        version={"type": "integer", "description": "Grows whenever anything in it changes in this language."},
        updated=_said(_MOMENT, "When its words were last updated."),
        address=_said(_ADDRESS, "The address of its public page."),
        api=_said(_ADDRESS, "Its address over REST."),
        files=_said(media, "The downloads that it offers."),
        pictures=_said(media, "The pictures that it shows, each at the address of its largest size."),
    )
    return _said(schema, "What is public in one language.")


def _manifest_media() -> Schema:
    schema = _object(
        id=_said(_ID, "The file's or picture's id."),
        digest=_text("The SHA-256, in hexadecimal, of a file's bytes, or of those from which a picture was made."),
        bytes=_said(_COUNT, "How many bytes these are."),
        changed=_said(_MOMENT, "Since when they are these."),
        address=_said(_ADDRESS, "Where to get it: another address for other bytes."),
    )
    return _said(schema, "A download, or a picture. With another digest, what you have is to be replaced.")


def _index() -> Schema:
    template = _text("An address, or a template of one (RFC 6570).")
    addresses = {"type": "object", "additionalProperties": template}
    language = _object(
        code=_said(_LANGUAGE, "The language."),
        name=_text("Its own name."),
        addresses=_said(addresses, "What there is in it, by name."),
    )
    return _object(
        name=_said(_both_texts(), "What this service is called."),
        languages={"type": "array", "items": language, "description": "The languages, Welsh first."},
        addresses=_said(addresses, "What is not in one language only, by name."),
    )


def _both_texts() -> Schema:
    return _object(cy=_text("In Welsh."), en=_text("In English."))


def _problem() -> Schema:
    codes = sorted(PROBLEM_TYPES)
    schema = _object(
        type={**_ADDRESS, "description": "Leads to a page that explains the problem."},
        title=_text("What kind of problem it is, in a few words."),
        status=_said(
            open_list(sorted({kind.status for kind in PROBLEM_TYPES.values()}), "integer"), "The status of the answer."
        ),
        detail=_text("What is wrong here, in a sentence for people."),
        instance={"type": "string", "format": "uri-reference", "description": "The path that was asked for."},
        code=_said(
            open_list(codes), "What kind of problem it is, for programs. Treat one that you don't know by `status`."
        ),
        language={**_LANGUAGE, "description": "The language of `title` and `detail`."},
    )
    words = {"type": "array", "items": {"type": "string"}}
    schema["properties"] |= {
        "parameter": _text("The parameter that is at fault."),
        "allowed": {**words, "description": "What is allowed instead."},
        "languages": {"type": "array", "items": _LANGUAGE, "description": "The languages that there are."},
        "available": {"type": "array", "items": _ref("Available"), "description": "Where the item is available."},
        "notice": _said(_both_texts(), "Why the item was taken down, where readers were told."),
        "instead": {
            "type": "array",
            "items": _ref("Available"),
            "description": "Items to go to instead, in both languages.",
        },
        "since": {**_MOMENT, "description": "Since when the item is no longer public."},
        "begin_again": {**_ADDRESS, "description": "The export from which to begin again."},
        "reason": _text("A stable code for what is wrong with a search."),
        "retry_after": {"type": "integer", "description": "Seconds after which to try again."},
        "request_id": _text("By what to name this answer to whoever runs the service."),
    }
    schema["description"] = "A problem (RFC 9457)."
    return schema
