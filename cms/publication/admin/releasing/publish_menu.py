"""The line in the menu of the page editor that says what publishing will do."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.action_menu import ActionMenuItem

from cms.content.pages import ContentPage

from .outcomes import outcome


class OutcomeMenuItem(ActionMenuItem):  # type: ignore[misc]
    """Words, not an action."""

    name = "outcome"
    template_name = "publication/admin/includes/outcome.html"

    def get_context_data(self, parent_context: Any) -> Any:
        """With what publishing the page does."""
        return {**super().get_context_data(parent_context), "outcome": outcome(parent_context["page"])}


def say_outcome(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Puts the line last in the menu, where somebody may publish."""
    page = context.get("page")
    if isinstance(page, ContentPage) and any(item.name == "action-publish" for item in items):
        items.append(OutcomeMenuItem(order=1000))
