"""One line above the editor: why a live page is not public, or where it is. Never keeps an editor from working."""

import logging
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from cms.content.languages import Language
from cms.content.pages import ContentPage

from ..payload.addresses import api_address, public_address
from .inspection import Inspection, is_held, public_editions, public_revisions

logger = logging.getLogger(__name__)


def before_edit_page(request: HttpRequest, page: Page) -> None:
    """On opening a live page, in Wagtail's editor or in wagtail-localize's: says why it is not public."""
    if request.method == "GET":
        _safely(_warn_if_held_back, request, page)


def after_publish_page(request: HttpRequest, page: Page) -> None:
    """After publishing: says where the public finds it, or why it does not."""
    _safely(_say_where, request, page)


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
    try:
        if isinstance(page, ContentPage) and page.live:
            say(request, page)
    except Exception:  # a message is never worth an editor's work
        logger.exception("no message about the public edition of page %s", page.pk)


def _warn_if_held_back(request: HttpRequest, page: Any) -> None:
    now = timezone.now()
    shown = public_revisions(page, now)
    if shown == [page.live_revision_id] and not is_held(page):
        return
    language: Language = page.locale.language_code
    if shown:
        held = {
            "cy": _("The public still sees an earlier version in Welsh: %(reason)s"),
            "en": _("The public still sees an earlier version in English: %(reason)s"),
        }[language]
    else:
        held = {"cy": _("Not public in Welsh: %(reason)s"), "en": _("Not public in English: %(reason)s")}[language]
    why = Inspection({page.translation_key}, now).why((page.translation_key, language))
    link = messages.button(reverse("publication_admin:item", args=[page.pk]), _("See what is missing"))
    messages.warning(request, held % {"reason": why}, buttons=[link])


def _say_where(request: HttpRequest, page: Any) -> None:
    if public_revisions(page, timezone.now()) == [page.live_revision_id] and not is_held(page):
        announce(request, page.translation_key, page.locale.language_code)
    else:
        _warn_if_held_back(request, page)
