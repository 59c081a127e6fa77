"""What the editor of a page is told of its broken links: on opening it, which Wagtail also does after saving it."""

from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.content.pages import ContentPage

from .broken_links_report import TITLE, label
from .link_faults import broken_links, targets_named
from .noting import note_links, unnoted_pages

_SHOWN: Final = 3


def before_edit_page(request: HttpRequest, page: Page) -> None:
    """On opening a page in either editor."""
    if request.method == "GET":
        tell_of_broken_links(request, page)


def tell_of_broken_links(request: HttpRequest, page: Any) -> None:
    """Notes the links of a page as it was saved last, and names those that lead nowhere."""
    if not issubclass(page.specific_class or Page, ContentPage):
        return
    if saved := unnoted_pages().filter(pk=page.pk).first():
        note_links(saved)
    found = list(broken_links().filter(page=page.pk))
    if not found:
        return
    names = targets_named(found)
    said = "; ".join(f"{link.words or names[link.pk]}: {label(link)}" for link in found[:_SHOWN])
    text = _("Links that lead nowhere: %(count)s. %(links)s") % {"count": len(found), "links": said}
    button = messages.button(f"{reverse('broken_links')}?page={page.pk}", str(TITLE))
    messages.warning(request, text, buttons=[button])


def after_publish_page(request: HttpRequest, page: Page) -> None:
    """After publishing, which leads to the list of pages and not back to the editor."""
    tell_of_broken_links(request, page)
