"""What is said before and after pages go to the bin, with the way back."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.publication.admin.item_overview import LANGUAGE_NAMES

from ..bin_places import title_of
from ..binning import forbidden, pages_below, roots_of
from ..models import BinnedItem
from .bin_wording import day_of
from .notice_view import may_tell_readers


def before_delete_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Says why a page may not be deleted whose twin the user may not delete."""
    refused = [root for root in forbidden(roots_of(page), request.user) if root.pk != page.pk]
    if not refused:
        return None
    messages.error(request, _refusal(refused[0]))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def _refusal(root: Page) -> str:
    said = _("Both languages are deleted together, and you may not delete “%(title)s” (%(language)s).")
    return said % {"title": title_of(root), "language": LANGUAGE_NAMES[root.locale.language_code]}


def after_delete_page(request: HttpRequest, page: Page) -> None:
    """Says until when it is kept, with the way back."""
    _say_kept(request, [page])


def after_bulk_action(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """As after one, of each; of a pair once."""
    if action_type == "delete" and objects and isinstance(objects[0], Page):
        _say_kept(request, objects)


def _say_kept(request: HttpRequest, pages: Iterable[Page]) -> None:
    items = {page.translation_key for page in pages}
    for item in items:
        binned = BinnedItem.objects.filter(item=item).order_by("-pk").first()
        if binned is not None:
            _say(request, binned)


def _say(request: HttpRequest, binned: BinnedItem) -> None:
    buttons = [messages.button(reverse("bin_restore", args=[binned.pk]), _("Undo"))]
    if may_tell_readers(binned, request.user):
        address = reverse("bin_notice", args=[binned.pk])
        buttons.append(messages.button(address, _("Tell readers why, and where to go instead")))
    said = _("“%(titles)s” is in the bin, and can be restored until %(day)s.")
    messages.info(request, said % {"titles": binned.titles, "day": day_of(binned.kept_until)}, buttons=buttons)


def going(pages: Iterable[Page]) -> dict[str, Any]:
    """What goes to the bin with pages, for the screens that ask whether they are to be deleted."""
    roots = {root.pk: root for page in pages for root in roots_of(page)}
    return {
        "titles": [(title_of(root), root.locale.language_code) for root in roots.values()],
        "count": pages_below(roots.values()).count() if roots else 0,
        "days": settings.TRASH_KEPT_DAYS,
    }
