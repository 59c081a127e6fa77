"""A language that is alone comes to its end: said beforehand above the editor."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from ...models import ReleaseKind
from ...releases.last_releases import last_releases


def warn_of_end(request: HttpRequest, page: Page) -> None:
    """On opening a page of which one language is alone: until when."""
    last = last_releases([page.translation_key]).get(page.translation_key)
    if last is None or last.kind != ReleaseKind.ALONE or last.until is None:
        return
    said = _("One language is public without the other until %(until)s. Then readers see the last pair again.")
    until = date_format(timezone.localtime(last.until), "j F Y, H:i")
    link = messages.button(reverse("publication_admin:item", args=[page.pk]), _("Public editions"))
    messages.warning(request, said % {"until": until}, buttons=[link])
