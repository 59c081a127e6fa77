"""What is said above the editor: why a live page is not public, out of date, or where it is. Never keeps one from working."""

import logging
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.content.languages import CODES, Language, other
from cms.content.pages import ContentPage

from ..completeness.versions import live_version
from ..models import ReleaseKind
from ..payload.addresses import api_address, public_address
from ..releases.last_releases import last_releases
from .inspection import Inspection, public_editions
from .releasing.ends import warn_of_end
from .translating.staleness_messages import warn_if_stale, warn_if_waited_for, warn_of_stale_translation
from .translating.standings import standings

logger = logging.getLogger(__name__)


def before_edit_page(request: HttpRequest, page: Page) -> None:
    """On opening a live page, in Wagtail's editor or in wagtail-localize's: says why it is not public, or out of date."""
    if request.method == "GET":
        _safely(_say_what_stands, request, page)


def after_publish_page(request: HttpRequest, page: Page) -> None:
    """After publishing: says where the public finds it, or why it does not, and whether its translation keeps up."""
    _safely(_say_where, request, page)
    _safely(warn_of_stale_translation, request, page)


def announce(request: HttpRequest, item: UUID, language: Language) -> bool:
    """Says where the public finds an edition; False, and nothing said, where there is none."""
    edition = public_editions(timezone.now()).filter(item=item, language=language).only("path").first()
    if edition is None:
        return False
    said = {"cy": _("The page is public in Welsh."), "en": _("The page is public in English.")}[language]
    buttons = [
        messages.button(public_address(language, edition.path), _("Public address")),
        messages.button(api_address(item, language), _("API address")),
    ]
    messages.success(request, said, buttons=buttons)
    return True


def _safely(say: Any, request: HttpRequest, page: Page) -> None:
    if not isinstance(page, ContentPage):
        return
    try:
        # As the page is: the screen of an earlier version holds what that version knew, its live revision too.
        row = Page.objects.select_related("locale").get(pk=page.pk)
        if row.live:
            say(request, row)
    except Exception:  # a message is never worth an editor's work
        logger.exception("no message about the public edition of page %s", page.pk)


def _say_what_stands(request: HttpRequest, page: Any) -> None:
    standing = standings([page], timezone.now())[page.pk]
    if not standing.is_public or standing.is_earlier:
        _warn_if_held_back(request, page, public=standing.is_public)
    elif standing.stale_since:
        warn_if_stale(request, page, standing.stale_since)
    else:
        warn_if_waited_for(request, page)
    warn_of_end(request, page)


def _warn_if_held_back(request: HttpRequest, page: Any, *, public: bool) -> None:
    language: Language = page.locale.language_code
    if public:
        held = {
            "cy": _("The public still sees an earlier version in Welsh: %(reason)s"),
            "en": _("The public still sees an earlier version in English: %(reason)s"),
        }[language]
    else:
        held = {"cy": _("Not public in Welsh: %(reason)s"), "en": _("Not public in English: %(reason)s")}[language]
    why = Inspection({page.translation_key}, timezone.now()).why(
        (page.translation_key, language), live_version(page).page
    )
    link = messages.button(reverse("publication_admin:item", args=[page.pk]), _("See what is missing"))
    messages.warning(request, held % {"reason": why}, buttons=[link])


def _say_where(request: HttpRequest, page: Any) -> None:
    standing = standings([page], timezone.now())[page.pk]
    if standing.is_public and not standing.is_earlier:
        for language in (page.locale.language_code, *_twin_that_goes_along(page)):
            announce(request, page.translation_key, language)
    else:
        _warn_if_held_back(request, page, public=standing.is_public)


def _twin_that_goes_along(page: Any) -> tuple[Language, ...]:
    """The other language, where both have gone out together."""
    last = last_releases([page.translation_key]).get(page.translation_key)
    if last is None or last.kind not in {ReleaseKind.FIRST, ReleaseKind.TOGETHER} or len(last.versions) < len(CODES):
        return ()
    return (other(page.locale.language_code),)
