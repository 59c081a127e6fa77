"""What was published or updated lately, as an Atom feed (RFC 4287) of a language or of a section of the framework."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.content.languages import Language
from cms.edge.surrogate_keys import keys_of_anything, keys_of_list, keys_of_rows
from cms.http.caching.cache_policy import CachePolicy
from cms.http.headers import add_public_headers
from cms.publication.payload.addresses import api_address, public_address
from cms.publication.queries import list_queries
from cms.publication.queries.query_types import EditionFilter

from ..labels import WORDS
from ..messages import answered, missing
from ..responses import encoded_page, respond, tag_of
from .discovery_addresses import feed_address
from .settled_moment import settled_moment

LIMIT: Final = 50
ATOM: Final = "application/atom+xml; charset=utf-8"
Card = dict[str, Any]


class _Feed(Atom1Feed):
    """Django's, whose moment does not depend on when it is asked, whose summaries are plain text, and whose entries name the
    other language too. That is no `alternate`: many readers follow the last of those, whatever its language.
    """

    def latest_post_date(self) -> datetime:
        moments: Sequence[datetime] = [item["updateddate"] for item in self.items]
        return max(moments, default=datetime(1970, 1, 1, tzinfo=UTC))

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "description": None})
        handler.addQuickElement("summary", item["description"], {"type": "text"})
        for language, address in item["twins"]:
            handler.addQuickElement("link", "", {"href": address, "rel": "related", "hreflang": language})


@csrf_exempt
@require_safe
@encoded_page
def atom_feed(request: HttpRequest, language: Language, section: str = "") -> HttpResponseBase:
    """The feed; 404 for a section that is not public in the language."""
    return answered(language, lambda: _answer(request, language, section))


def _answer(request: HttpRequest, language: Language, section: str) -> HttpResponseBase:
    settled = settled_moment()
    heading = list_queries.section_titles(language).get(section) if section else ""
    if heading is None:
        return missing(None, language)
    selected = EditionFilter(language, sections=(section,) if section else ())
    found = list_queries.editions(selected, "-updated", LIMIT)
    shown = keys_of_rows((row.item for row in found.rows), language) | keys_of_list(
        language, "section", selected.sections
    )
    keys = shown if len(found.rows) == found.total else keys_of_anything(language)
    policy = CachePolicy(found.expires_at, keys=keys)
    tag = tag_of("feed", language, section, heading, *(row.content for row in found.rows))
    response = respond(
        request, tag, policy, language,
        lambda: _written(language, section, heading, [json.loads(row.content) for row in found.rows]), ATOM,
        settled,
    )  # fmt: skip
    add_public_headers(response)
    return response


def _written(language: Language, section: str, heading: str, cards: Sequence[Card]) -> bytes:
    words, address = WORDS[language], feed_address(language, section)
    feed = _Feed(
        title=f"{section}. {heading} – {words['site']}" if section else words["site"],
        link=public_address(language, f"/{language}/"),
        description=words["feed"],
        language=language,
        author_name=words["site"],
        feed_url=address,
        feed_guid=address,
    )
    for card in cards:
        feed.add_item(
            title=card["title"],
            link=card["canonical"],
            description=_summary(card),
            unique_id=api_address(card["id"], language),
            pubdate=datetime.fromisoformat(card["published"]),
            updateddate=datetime.fromisoformat(card["updated"]),
            categories=[topic["label"] for topic in card["topics"]],
            twins=[
                (one["language"], one["address"])
                for one in card["languages"]
                if one["language"] != language and one["address"]
            ],
        )
    return feed.writeString("utf-8").encode()


def _summary(card: Card) -> str:
    """What the item is about, and what has changed in it."""
    return " ".join(filter(None, (card["summary"], card["change_note"])))
