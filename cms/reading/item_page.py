"""A payload to what the page's template shows. It reads the payload's bytes and nothing else."""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final, cast

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.content.declaration.members import Member, own_members
from cms.content.declaration.registry import item_types
from cms.content.languages import NAMES, Language, other
from cms.content.vocabularies import IN_LANGUAGE
from cms.publication.glossary.term_addresses import glossary_address
from cms.publication.payload.addresses import api_address, public_address
from cms.publication.queries.query_types import FoundItem, LanguageStatus, ReadyEdition

from .discovery.discovery_addresses import feed_address
from .discovery.page_head import page_head
from .glossary.term_notes import with_links
from .labels import WORDS
from .parts import blocks_of, own_parts, templated, title_of
from .printing.typesetting import can_typeset
from .wording import local_day, written_preview, written_staleness, written_withdrawal

Value = dict[str, Any]
# As composition writes a link to an item that exists in the other language only.
_LINK_ELSEWHERE: Final = re.compile(r'<a href="[^"]*" data-item="[^"]*" hreflang="(cy|en)">.*?</a>', re.DOTALL)
# Where the search page is, in the words of its language.
SEARCH_PATHS: Final[dict[Language, str]] = {"cy": "/cy/chwilio/", "en": "/en/search/"}


def page_context(found: FoundItem, edition: ReadyEdition, today: date) -> Value:
    """What the template of a reading page is given."""
    payload: Value = with_links(json.loads(edition.body))
    language = edition.language
    return {
        **shared_context(language, payload["title"], switch(language, found.status(other(language)))),
        **content_context(payload),
        "new": payload["new_until"] is not None and local_day(payload["new_until"]) >= today,
        "canonical": public_address(language, edition.path),
        "head": page_head(payload, found),
        "api": api_address(edition.item, language),
        "glossary": glossary_address(language),
        "typesets": can_typeset(),
    }


def content_context(payload: Value) -> Value:
    """What there is to read in an item, wherever it is shown."""
    language: Language = payload["language"]
    return {
        "payload": payload,
        "before": [_part(*part, language) for part in own_parts(payload, before_body=True)],
        "body": outlined(payload["body"], 2),
        "after": [_part(*part, language) for part in own_parts(payload, before_body=False)],
        "label": part_label(payload, language),
        "preview": written_preview(payload),
        "stale": written_staleness(payload),
        "withdrawn_since": written_withdrawal(payload),
        "first_of": first_of(len(payload["children"]), payload["children_total"], language),
    }


def shared_context(language: Language, title: str, to_other: Value) -> Value:
    """What every page has: its language, its words, its title, and the ways to the search and to the other language."""
    return {
        "language": language,
        "words": WORDS[language],
        "title": title,
        "search_path": SEARCH_PATHS[language],
        "feed": feed_address(language),
        "switch": to_other,
    }


def switch(language: Language, twin: LanguageStatus) -> Value:
    """The way to the same item in the other language; `address` is empty where the public may not see it."""
    code = other(language)
    return {"language": code, "name": NAMES[code], "address": public_address(code, twin.path) if twin.public else ""}


def _part(member: Member, value: Any, language: Language) -> Value:
    """A field of a type's own: the template that shows it, and what that is given."""
    made = {"id": member.name.replace("_", "-"), "title": title_of(member, language)}
    if member.role.template:
        return {**made, "template": f"reading/parts/{member.role.template}.html", "values": _with_blocks(value)}
    if member.role.kind == "text" and member.many == 1 and made["title"]:
        return {**made, "template": "reading/parts/points.html", "points": value}
    return {**made, "template": "reading/parts/passage.html", **_passage(member, value, made["title"], language)}


def _passage(member: Member, value: Any, title: str, language: Language) -> Value:
    if member.role.kind == "text" and isinstance(value, str):
        return {"text": value}
    return {"blocks": outlined(blocks_of(member, value, member.name, language), 3 if title else 2)}


def _with_blocks(values: list[Value]) -> list[Value]:
    """Values of which some have a body of their own, that with what shows it."""
    return [{**one, "blocks": outlined(one["body"], 3)} if "body" in one else one for one in values]


def part_label(item: Value, language: Language) -> str:
    """`Adran 6`, `Rhan 1` or a resource's kind, of a payload or of a card; empty for other types."""
    kind = item_types().get(item["type"])
    for member in own_members(kind) if kind else ():
        value = item.get(member.name)
        if member.role.kind == "number" and member.role.title is not None and value:
            return f"{member.role.title.text(language)} {value}"
        if member.role.kind == "coded" and isinstance(value, dict):
            return str(value["label"])
    return ""


def first_of(shown: int, total: int, language: Language) -> str:
    """Says that there are more children than the payload holds; empty where there are not."""
    return WORDS[language]["first_of"].format(shown=shown, total=total) if shown < total else ""


def outlined(blocks: Iterable[Value], top: int) -> list[Value]:
    """Blocks with what shows them: template, words of their own language, and the `rank` of a heading in them.

    `top` is the highest rank. No rank is skipped.
    """
    current, made = top - 1, []
    for block in templated(list(blocks)):
        rank = current + 1
        if block["type"] == "heading":
            rank = current = min(block["level"] + top - 2, rank)
        template = f"reading/blocks/{block['type']}.html"
        made.append({**block, "rank": rank, "template": template, "words": WORDS[block["lang"]]})
    return made


def readable(html: str, language: Language) -> SafeString:
    """A payload's clean HTML; a link to an item that exists in the other language only says so in words."""

    def with_language(match: re.Match[str]) -> str:
        if match[1] == language:
            return match[0]
        return f"{match[0]} ({escape(IN_LANGUAGE[cast(Language, match[1])].text(language))})"

    return mark_safe(_LINK_ELSEWHERE.sub(with_language, html))  # noqa: S308 - nh3 cleaned it when it was published
