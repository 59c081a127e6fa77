"""What the translation editor shows of a page's stages, who has it open, and the notes on its texts."""

from typing import Any

from django import template

from ..history.released_by import releases_of, reviews_of
from ..notes import segment_notes
from ..stages.open_editors import editors_of
from ..stages.stage_panel import panel_of

register = template.Library()


@register.inclusion_tag("workflow/stage_panel.html", takes_context=True)
def stage_panel(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """The stages of a page, and the buttons for what the user may do now."""
    request = context["request"]
    return {"panel": panel_of(page, request.user), "next": request.path, "request": request}


@register.inclusion_tag("workflow/segment_notes.html", takes_context=True)
def notes(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """The notes on a translation's texts, and the form of another."""
    request = context["request"]
    return {
        "page": page,
        "open": segment_notes.notes_on(page, resolved=False),
        "resolved": segment_notes.notes_on(page, resolved=True),
        "places": segment_notes.places_of(page) if segment_notes.may_note(page, request.user) else [],
        "next": request.path,
        "request": request,
    }


@register.inclusion_tag("workflow/item_history.html")
def item_history(page: Any) -> dict[str, Any]:
    """What went out of a page's item, by whom and why, and who reviewed it."""
    return {"releases": releases_of(page.translation_key), "reviews": reviews_of(page.translation_key)}


@register.simple_tag(takes_context=True)
def open_editors(context: dict[str, Any], page: Any) -> Any:
    """Wagtail's faces of those who have the page open too."""
    return editors_of(page, context["request"])
