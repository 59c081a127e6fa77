"""A language that is alone comes to its end: said beforehand above the editor and on the dashboard."""

from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.site_summary import SummaryItem
from wagtail.models import Page

from ...models import ReleaseKind
from ...releases.last_releases import last_releases
from .waiting_view import languages_alone, own_pages

# How long before its end the dashboard tells of it.
NOTICE: Final = timedelta(days=7)


def warn_of_end(request: HttpRequest, page: Page) -> None:
    """On opening a page of which one language is alone: until when."""
    last = last_releases([page.translation_key]).get(page.translation_key)
    if last is None or last.kind != ReleaseKind.ALONE or last.until is None:
        return
    said = _("One language is public without the other until %(until)s. Then readers see the last pair again.")
    until = date_format(timezone.localtime(last.until), "j F Y, H:i")
    link = messages.button(reverse("publication_admin:item", args=[page.pk]), _("Public editions"))
    messages.warning(request, said % {"until": until}, buttons=[link])


class EndingSoon(SummaryItem):  # type: ignore[misc]
    """Shown where a language that the user may edit comes to its end within a week."""

    order = 510
    template_name = "publication/admin/includes/ending_soon.html"

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        soon = timezone.now() + NOTICE
        self.count = sum(
            one.until is not None and one.until <= soon for one in languages_alone(own_pages(request.user))
        )

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Their number."""
        return {"count": self.count}

    def is_shown(self) -> bool:
        """Whether there are any."""
        return self.count > 0


def add_ending(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Adds them to the figures at the top of the dashboard."""
    items.append(EndingSoon(request))
