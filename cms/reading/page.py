"""A payload to what the page's template shows. It reads the payload's bytes and nothing else."""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final, cast

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.content.languages import NAMES, Language, other
from cms.content.vocabularies import IN_LANGUAGE
from cms.publication.glossary.addresses import glossary_address
from cms.publication.payload.composition import api_address, public_address
from cms.publication.queries.query_types import Found, ReadyEdition, Standing

from .labels import WORDS
from .printing.typesetting import can_typeset
from .term_notes import with_links
from .wording import local_day

Value = dict[str, Any]
# As composition writes a link to an item that exists in the other language only.
_LINK_ELSEWHERE: Final = re.compile(r'<a href="[^"]*" data-item="[^"]*" hreflang="(cy|en)">.*?</a>', re.DOTALL)
# Where the search page is, in the words of its language.
SEARCH_PATHS: Final[dict[Language, str]] = {"cy": "/cy/chwilio/", "en": "/en/search/"}
_PARTS: Final = {"section": "number", "module": "part_number"}


def page_context(found: Found, edition: ReadyEdition, today: date) -> Value:
    """What the template of a reading page is given."""
    payload: Value = with_links(json.loads(edition.body))
    language = edition.language
    return {
        **shared_context(language, payload["title"], switch(language, found.standing(other(language)))),
        "payload": payload,
        "body": outlined(payload["body"], 2),
        "chapters": [{**chapter, "blocks": outlined(chapter["body"], 3)} for chapter in payload.get("chapters", [])],
        "label": part_label(payload, language),
        "first_of": first_of(len(payload["children"]), payload["children_total"], language),
        "new": payload["new_until"] is not None and local_day(payload["new_until"]) >= today,
        "canonical": public_address(language, edition.path),
        "alternates": [(one.language, public_address(one.language, one.path)) for one in found.available],
        "api": api_address(edition.item, language),
        "glossary": glossary_address(language),
        "typesets": can_typeset(),
    }


def shared_context(language: Language, title: str, to_other: Value) -> Value:
    """What every page has: its language, its words, its title, and the ways to the search and to the other language."""
    return {
        "language": language,
        "words": WORDS[language],
        "title": title,
        "search_path": SEARCH_PATHS[language],
        "switch": to_other,
    }


def switch(language: Language, twin: Standing) -> Value:
    """The way to the same item in the other language; `address` is empty where the public may not see it."""
    code = other(language)
    return {"language": code, "name": NAMES[code], "address": public_address(code, twin.path) if twin.public else ""}


def part_label(item: Value, language: Language) -> str:
    """`Adran 6`, `Rhan 1` or a resource's kind; empty for other types."""
    if item["type"] in _PARTS and (number := item.get(_PARTS[item["type"]])):
        word = WORDS[language]["part" if item["type"] == "module" else "section"]
        return f"{word} {number}"
    kind = item.get("kind")
    return str(kind["label"]) if isinstance(kind, dict) else ""


def first_of(shown: int, total: int, language: Language) -> str:
    """Says that there are more children than the payload holds; empty where there are not."""
    return WORDS[language]["first_of"].format(shown=shown, total=total) if shown < total else ""


def outlined(blocks: Iterable[Value], top: int) -> list[Value]:
    """Blocks with what shows them: template, words of their own language, and the `rank` of a heading in them.

    `top` is the highest rank. No rank is skipped.
    """
    current, made = top - 1, []
    for block in blocks:
        rank = current + 1
        if block["type"] == "heading":
            rank = current = min(block["level"] + top - 2, rank)
        template = f"reading/blocks/{block['type']}.html"
        made.append({**block, "rank": rank, "template": template, "words": WORDS[block["lang"]]})
    return made


def readable(html: str, language: Language) -> SafeString:
    """A payload's clean HTML; a link to an item that exists in the other language only says so in words."""

    def told(match: re.Match[str]) -> str:
        if match[1] == language:
            return match[0]
        return f"{match[0]} ({escape(IN_LANGUAGE[cast(Language, match[1])].text(language))})"

    return mark_safe(_LINK_ELSEWHERE.sub(told, html))  # noqa: S308 - nh3 cleaned it when it was published
