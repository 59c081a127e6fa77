"""What the head of an item's page says beside its title: OpenGraph, feeds, the languages, and data for search engines."""

from typing import Any, Final

from cms.content.languages import Language
from cms.publication.payload.addresses import oembed_address
from cms.publication.queries.query_types import FoundItem

from ..labels import WORDS
from ..wording import local_day
from .discovery_addresses import alternates, feed_address
from .structured_data import of_item, pictures

Value = dict[str, Any]
_LOCALES: Final[dict[Language, str]] = {"cy": "cy_GB", "en": "en_GB"}


def page_head(payload: Value, found: FoundItem) -> Value:
    """What the template of the head is given."""
    language: Language = payload["language"]
    number = payload.get("number")
    return {
        "alternates": alternates(found.available),
        "open_graph": _open_graph(payload, found, language),
        "structured_data": of_item(payload),
        "oembed": oembed_address(payload["canonical"]),
        "section_feed": feed_address(language, number) if number else "",
        "section": f"{number}. {payload['title']}",
    }


def _open_graph(payload: Value, found: FoundItem, language: Language) -> list[tuple[str, str]]:
    """Properties and their values (ogp.me)."""
    made = [
        ("og:type", "article"),
        ("og:title", payload["title"]),
        ("og:description", payload["summary"]),
        ("og:url", payload["canonical"]),
        ("og:site_name", WORDS[language]["site"]),
        ("og:locale", _LOCALES[language]),
        *(("og:locale:alternate", _LOCALES[one.language]) for one in found.available if one.language != language),
        ("article:published_time", local_day(payload["published"]).isoformat()),
        ("article:modified_time", local_day(payload["updated"]).isoformat()),
    ]
    picture = next(pictures(payload), None)
    if picture is None:
        return made
    return [
        *made,
        ("og:image", picture["address"]),
        ("og:image:width", str(picture["width"])),
        ("og:image:height", str(picture["height"])),
        ("og:image:alt", picture["alt_text"]),
    ]
