"""What the menu of the page editor says beside the button that publishes: what that will do, and the tick that changes it."""

from typing import Any, Final

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem

from cms.content.pages import ContentPage

from .minor_at_publication import offer_of
from .outcomes import outcome

# By which a page is published at once, or once the last reader of a workflow has approved it.
_PUBLISHING: Final = {"action-publish", "approve"}


class OutcomeMenuItem(ActionMenuItem):  # type: ignore[misc]
    """Words and a tick, not an action."""

    name = "outcome"
    template_name = "publication/admin/includes/outcome.html"

    def get_context_data(self, parent_context: Any) -> Any:
        """With what publishing the page does."""
        return {**super().get_context_data(parent_context), **publishing_does(parent_context["page"])}


def publishing_does(page: Any) -> dict[str, Any]:
    """What publishing a page does, and the tick where it would be held for the other language."""
    found = outcome(page)
    minor = offer_of(page) if found.is_held else None
    return {"outcome": found.text, "minor": minor, "notes": publishing_notes_of(page)}


def publishing_notes_of(page: Any) -> list[Any]:
    """What others say of a page before it is published, by our hook `publishing_note`: words, or None."""
    return [note for say in hooks.get_hooks("publishing_note") if (note := say(page)) is not None]


def say_outcome(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Puts them last in the menu, where somebody may publish."""
    page = context.get("page")
    if isinstance(page, ContentPage) and any(item.name in _PUBLISHING for item in items):
        items.append(OutcomeMenuItem(order=1000))
