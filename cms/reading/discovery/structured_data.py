"""What a page says of itself to search engines (JSON-LD in schema.org's words), made from its payload and nothing else.

It stands in the page as data, which no Content-Security-Policy takes for a script.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe

from cms.content.languages import Language
from cms.publication.glossary.term_addresses import glossary_address, term_address
from cms.publication.glossary.term_queries import GlossaryEntry
from cms.publication.payload.addresses import public_address

from ..labels import WORDS
from ..wording import local_day

Value = dict[str, Any]
_CONTEXT: Final = "https://schema.org"
# What could end the element that the data stand in.
_ESCAPED: Final = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def of_item(payload: Value) -> SafeString:
    """An item as an Article, with its flowcharts as HowTo, its videos, and the terms that it explains."""
    article = {"@type": "Article", **_facts(payload), **_parts(payload)}
    return _written([article, _breadcrumb(payload)] if payload["breadcrumb"] else [article])


def of_glossary(language: Language, entries: Sequence[GlossaryEntry]) -> SafeString:
    """The glossary as a DefinedTermSet."""
    terms = [
        _term(entry.name, entry.definition, term_address(entry.item, language), language) | _also(entry)
        for entry in entries
    ]
    return _written([{
        "@type": "DefinedTermSet",
        "@id": glossary_address(language),
        "name": WORDS[language]["terms_title"],
        "description": WORDS[language]["terms_summary"],
        "inLanguage": language,
        "hasDefinedTerm": terms,
    }])  # fmt: skip


def pictures(value: Any) -> Iterator[Value]:
    """The pictures of a payload that say something, in the order in which they stand in it."""
    if isinstance(value, list):
        for one in value:
            yield from pictures(one)
    elif isinstance(value, dict):
        if "alt_text" in value and "sizes" in value:
            if not value["decorative"]:
                yield value
        else:
            for one in value.values():
                yield from pictures(one)


def _facts(payload: Value) -> Value:
    """What is known of an item as a whole."""
    publisher = _organisation(payload["attribution"]["publisher"])
    return _without_nothing({
        "@id": payload["canonical"],
        "url": payload["canonical"],
        "headline": payload["title"],
        "description": payload["summary"],
        "inLanguage": payload["language"],
        "datePublished": local_day(payload["published"]).isoformat(),
        "dateModified": local_day(payload["updated"]).isoformat(),
        "author": publisher,
        "publisher": publisher,
        "sponsor": _organisation(payload["attribution"]["commissioner"]),
        "license": payload["licence"]["address"],
        "audience": [{"@type": "Audience", "audienceType": one["label"]} for one in payload["audiences"]],
        "about": [one["label"] for one in payload["topics"]],
        "image": [one["address"] for one in pictures(payload)][:1],
        "isPartOf": {"@type": "WebSite", **_site(payload["language"])},
    })  # fmt: skip


def _parts(payload: Value) -> Value:
    """What is in an item, and the same item in the other language."""
    language, blocks = payload["language"], list(_blocks(payload))
    videos = [_video(one, payload) for one in blocks if "captions" in one]
    return _without_nothing({
        "workTranslation": [
            {"@id": one["address"], "inLanguage": one["language"]}
            for one in payload["languages"]
            if one["address"] and one["language"] != language
        ],
        "mentions": [_term(one["name"], one["definition"], one["address"], language) for one in payload["terms"]],
        "hasPart": [*(_how_to(one) for one in blocks if "in_words" in one), *videos],
    })  # fmt: skip


def _blocks(value: Any) -> Iterator[Value]:
    """Everything of a payload that has an id and a language of its own: blocks, wherever they stand."""
    if isinstance(value, list):
        for one in value:
            yield from _blocks(one)
    elif isinstance(value, dict):
        if "id" in value and "lang" in value:
            yield value
        for one in value.values():
            yield from _blocks(one)


def _how_to(block: Value) -> Value:
    steps = [
        {"@type": "HowToStep", "position": one["number"], "text": " ".join([one["text"], *one["then"]])}
        for one in block["in_words"]
    ]
    return {
        "@type": "HowTo",
        "name": block["title"],
        "description": block["description"],
        "inLanguage": block["lang"],
        "step": steps,
    }


def _video(block: Value, payload: Value) -> Value:
    captions = block["captions"]
    return _without_nothing(
        {
            "@type": "VideoObject",
            "name": block["title"],
            "description": payload["summary"],
            "inLanguage": block["lang"],
            "url": block["address"],
            "uploadDate": local_day(payload["published"]).isoformat(),
            "duration": block["duration"],
            "thumbnailUrl": block["poster"] and block["poster"]["address"],
            "caption": {"@type": "MediaObject", "contentUrl": captions["address"], "inLanguage": captions["language"]},
        }
    )


def _term(name: str, definition: str, address: str, language: Language) -> Value:
    return {
        "@type": "DefinedTerm",
        "@id": address,
        "name": name,
        "description": definition,
        "inDefinedTermSet": glossary_address(language),
    }


def _also(entry: GlossaryEntry) -> Value:
    return {"alternateName": list(entry.other_forms)} if entry.other_forms else {}


def _organisation(organisation: Value | None) -> Value | None:
    if organisation is None:
        return None
    return _without_nothing(
        {
            "@type": "Organization",
            "name": organisation["name"],
            "alternateName": organisation["short_name"],
            "url": organisation["website"],
        }
    )


def _site(language: Language) -> Value:
    return {"name": WORDS[language]["site"], "url": public_address(language, f"/{language}/")}


def _breadcrumb(payload: Value) -> Value:
    steps = [*payload["breadcrumb"], {"title": payload["title"], "address": payload["canonical"]}]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": step["title"], "item": step["address"]}
            for number, step in enumerate(steps, 1)
        ],
    }


def _without_nothing(value: Value) -> Value:
    return {name: one for name, one in value.items() if one}


def _written(graph: list[Value]) -> SafeString:
    text = json.dumps({"@context": _CONTEXT, "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPED))  # noqa: S308 - nothing in it can end its element
