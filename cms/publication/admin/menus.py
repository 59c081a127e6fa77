"""Labels of others that would be in the wrong language, since they are fixed when the process starts."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail_localize.wagtail_hooks import TranslationsReportMenuItem


def without_english_guides(request: HttpRequest, items: list[MenuItem]) -> None:
    """Takes what leads to pages that there are in English only out of the help menu: Wagtail's guide and its release notes."""
    items[:] = [item for item in items if not item.name.startswith(("whats-new", "editor-guide"))]


def in_the_editors_language(request: HttpRequest, items: list[MenuItem]) -> None:
    """Lets wagtail-localize's report be named in the language of the screen."""
    for item in items:
        if isinstance(item, TranslationsReportMenuItem):
            item.label = _("Translations")


def label_choosers() -> None:
    """Lets the tabs and buttons of choosers be named in the language of the screen."""
    ChooserViewSet.search_tab_label = _("Search")
    ChooserViewSet.edit_item_text = _("Edit")
