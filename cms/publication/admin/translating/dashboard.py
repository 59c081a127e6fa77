"""On the dashboard: how many translations are out of date, and the way to them."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.site_summary import SummaryItem

from .translations_report import translations_of


class OutdatedTranslations(SummaryItem):  # type: ignore[misc]
    """Shown where there are any that the user may edit."""

    order = 500
    template_name = "publication/admin/includes/outdated_translations.html"

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.count = translations_of(request.user).filter(is_stale=True).count()

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Their number."""
        return {"count": self.count}

    def is_shown(self) -> bool:
        """Whether there are any."""
        return self.count > 0


def add_outdated(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Adds them to the figures at the top of the dashboard."""
    items.append(OutdatedTranslations(request))
