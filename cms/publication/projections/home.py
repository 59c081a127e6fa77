"""Projections of the app `home`."""

from typing import Any

from home.models import HomePage, LandingPage

from .context import Context
from .media import picture_ref
from .registry import projects
from .richtext import rich_text


@projects(HomePage, "home")
def home(page: HomePage, context: Context) -> dict[str, Any]:
    return {"introduction": rich_text(page.introduction, context), "promos": promos(page, context)}


@projects(LandingPage, "landing")
def landing(page: LandingPage, context: Context) -> dict[str, Any]:
    return {"promos": promos(page, context)}


def promos(page: HomePage | LandingPage, context: Context) -> list[dict[str, Any]]:
    """The cards of a page that lead to a page which still exists."""
    return [_promo(block, context) for block in page.promos if block.value["page"] is not None]


def _promo(block: Any, context: Context) -> dict[str, Any]:
    value, path = block.value, f"promos.{block.id}"
    alt_text, decorative = value["alt_text"] or "", bool(value["decorative"])
    return {
        "id": str(block.id),
        "lang": context.language,
        "title": value["title"],
        "text": value["text"] or "",
        "picture": value["picture"] and picture_ref(value["picture"], alt_text, decorative, context, path),
        "item": str(value["page"].translation_key),
        "address": None,
        "language": None,
    }
