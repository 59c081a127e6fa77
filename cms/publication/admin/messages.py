"""What is said above the editor: why a live page is not public, out of date, or where it is. Never keeps one from working."""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.admin import messages
from wagtail.models import Page

from cms.content.languages import CODES, Language, other
from cms.content.pages import ContentPage

from ..completeness.versions import live_version
from ..models import ReleaseKind
from ..payload.addresses import api_address, public_address
from ..releases.last_releases import last_releases
from .inspection import Inspection, public_editions
from .releasing.dates_view import say_dates
from .releasing.ends import warn_of_end
from .translating.staleness_messages import warn_if_stale, warn_if_waited_for, warn_of_stale_translation
from .translating.standings import standings

# The pages that a request of the administration has published and of which nothing has been said yet.
_PUBLISHED: Final[ContextVar[dict[int, Any] | None]] = ContextVar("published", default=None)
logger = logging.getLogger(__name__)


def before_edit_page(request: HttpRequest, page: Page) -> None:
    """On opening a live page, in Wagtail's editor or in wagtail-localize's: says why it is not public, or out of date."""
    if request.method == "GET":
        _safely(_say_what_stands, request, page)


def after_publish_page(request: HttpRequest, page: Page) -> None:
    """After publishing: says where the public finds it, or why it does not, whether its translation keeps up, and its dates."""
    _safely(_say_where, request, page)
    _safely(warn_of_stale_translation, request, page)
    say_dates(request, page)
    if (unsaid := _PUBLISHED.get()) is not None:
        unsaid.pop(page.pk, None)


def install() -> None:
    """Has pages noted that a request publishes: wagtail-localize, workflows and bulk actions run no hook after publishing."""
    execute = PublishRevisionAction.execute

    @wraps(execute)
    def execute_and_note(self: PublishRevisionAction, *args: Any, **kwargs: Any) -> Any:
        result = execute(self, *args, **kwargs)
        published = _PUBLISHED.get()
        if published is not None and isinstance(self.object, ContentPage):
            published[self.object.pk] = self.object
        return result

    PublishRevisionAction.execute = execute_and_note


class PublicationMessageMiddleware:
    """Says after requests of the administration what became of the pages that they published, where nobody else did."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST" or not request.path.startswith(reverse("wagtailadmin_home")):
            return self.get_response(request)
        published: dict[int, Any] = {}
        token = _PUBLISHED.set(published)
        try:
            response = self.get_response(request)
        finally:
            _PUBLISHED.reset(token)
        if len(published) == 1:
            after_publish_page(request, *published.values())
        elif published:
            _say_of_many(request, list(published))
        return response


def _say_of_many(request: HttpRequest, keys: list[int]) -> None:
    rows = list(Page.objects.filter(pk__in=keys, live=True).select_related("locale"))
    found = standings(rows, timezone.now()).values()
    public = sum(one.is_public and not one.is_earlier for one in found)
    said = _(
        "Pages that readers see as they were published: %(public)s. Pages that are held, or lack something: %(held)s."
    )
    link = messages.button(reverse("publication_admin:report"), _("Not public yet"))
    messages.info(request, said % {"public": public, "held": len(keys) - public}, buttons=[link])


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
        logger.exception(
            "no message about the public edition of page %s."
            " What to do: report it with what stands below; the page itself was saved.",
            page.pk,
        )


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
    inspection, key = Inspection({page.translation_key}, timezone.now()), (page.translation_key, language)
    why, field = inspection.why(key, live_version(page).page), inspection.field(key)
    buttons = [messages.button(field, _("Go to the field"))] if field else []
    buttons.append(messages.button(reverse("publication_admin:item", args=[page.pk]), _("See what is missing")))
    messages.warning(request, held % {"reason": why}, buttons=buttons)


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
