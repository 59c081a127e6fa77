"""The number of pages at the top of the first screen, which leads to the home page in the language of the screen."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.admin.site_summary import PagesSummaryItem, SummaryItem
from wagtail.models import Page
from wagtail.permissions import policy_registry


class PagesInTheEditorsLanguage(PagesSummaryItem):  # type: ignore[misc]
    """Wagtail's, whose link goes to the one site's home page, in whatever language that is."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """With the translation of where it leads that is in the language of the screen, where the user may go there."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        root = context["root_page"]
        if root is None or root.is_root() or root.locale.language_code == get_language():
            return context
        explorable = policy_registry.get_by_type(Page).explorable_instances(self.request.user)
        twin = explorable.filter(translation_key=root.translation_key, locale__language_code=get_language()).first()
        return {**context, "root_page": twin or root}


def in_the_editors_language(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Puts it in the place of Wagtail's."""
    items[:] = [PagesInTheEditorsLanguage(request) if type(one) is PagesSummaryItem else one for one in items]
