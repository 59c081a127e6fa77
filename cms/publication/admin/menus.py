"""Menu entries of others that would be in the wrong language: their labels are fixed when the process starts."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail_localize.wagtail_hooks import TranslationsReportMenuItem


def without_release_notes(request: HttpRequest, items: list[MenuItem]) -> None:
    """Takes "What's new in Wagtail" out of the help menu: notes for developers, in English only."""
    items[:] = [item for item in items if not item.name.startswith("whats-new")]


def in_the_editors_language(request: HttpRequest, items: list[MenuItem]) -> None:
    """Lets wagtail-localize's report be named in the language of the screen."""
    for item in items:
        if isinstance(item, TranslationsReportMenuItem):
            item.label = _("Translations")
