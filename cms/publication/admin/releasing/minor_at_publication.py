"""The tick "the other language needs no change" beside the button that publishes: noted in the transaction that publishes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.admin import messages
from wagtail.models import Page

from cms.content.declaration.registry import type_of
from cms.content.projection.lookups import Lookups

from ...completeness.versions import with_content
from ...releases.instructions import RefusedError, TextsChangedError, changed_texts, public_pair, say_minor
from ...releases.policies import Policy, policy_of
from ..locations import location_of

# What the forms send: which page is meant, and whether texts are covered that have changed.
FIELD: Final = "needs_no_change"
WITH_TEXTS: Final = "needs_no_change_for_texts"


@dataclass
class MinorWord:
    """What somebody ticked before publishing a page; `refused` once it did not cover what had changed."""

    page: int
    user: Any
    with_texts: bool
    refused: bool = False


_TICKED: Final[ContextVar[MinorWord | None]] = ContextVar("ticked", default=None)


@dataclass(frozen=True)
class MinorOffer:
    """The tick as an editor is offered it: the names of its fields, and where texts have changed that the twin translates."""

    page: int
    changed: tuple[str, ...]
    field: str = FIELD
    with_texts: str = WITH_TEXTS


def install() -> None:
    """Has whatever publishes a page within a request note what was ticked there: Wagtail has no hook in its transaction."""
    execute = PublishRevisionAction.execute

    @wraps(execute)
    def execute_with_word(self: PublishRevisionAction, *args: Any, **kwargs: Any) -> Any:
        word, page = _TICKED.get(), self.object
        if word is None or not isinstance(page, Page) or page.pk != word.page:
            return execute(self, *args, **kwargs)
        with transaction.atomic():
            result = execute(self, *args, **kwargs)
            try:
                say_minor(
                    page.translation_key, page.locale.language_code, word.user, with_texts=word.with_texts,
                    revision=self.revision,
                )  # fmt: skip
            except TextsChangedError:
                word.refused = True
            except RefusedError:
                pass  # It is public in neither language, or alone: there is nothing for the other to be current with.
            return result

    PublishRevisionAction.execute = execute_with_word


def offer_of(page: Any) -> MinorOffer | None:
    """The tick for a page that is public in both languages, which go together; None where it would mean nothing."""
    kind, base = type_of(page), public_pair(page.translation_key).get(page.locale.language_code)
    if base is None or policy_of(kind.name if kind else "") is not Policy.TOGETHER:
        return None
    row, draft = Page.objects.select_related("locale").get(pk=page.pk), page.get_latest_revision()
    if not row.live or draft is None:
        return None
    paths = changed_texts(row, base, draft)
    content = with_content(row, draft.content, Lookups()) if paths else None
    return MinorOffer(page.pk, tuple(dict.fromkeys(location_of(content, path).label for path in paths)))


class MinorTickMiddleware:
    """Knows what was ticked for as long as the request takes, and says so where it did not cover what had changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with _nothing_ticked():
            response = self.get_response(request)
            word = _TICKED.get()
        if word is not None and word.refused:
            _say_refused(request, word)
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        """Reads the form once it is known to be one of ours: not before CsrfViewMiddleware has looked at it."""
        value = request.POST.get(FIELD, "") if _is_of_admin(request) else ""
        if value.isdecimal():
            _TICKED.set(MinorWord(int(value), request.user, bool(request.POST.get(WITH_TEXTS))))


def _is_of_admin(request: HttpRequest) -> bool:
    return request.method == "POST" and request.path.startswith(reverse("wagtailadmin_home"))


@contextmanager
def _nothing_ticked() -> Iterator[None]:
    token = _TICKED.set(None)
    try:
        yield
    finally:
        _TICKED.reset(token)


def _say_refused(request: HttpRequest, word: MinorWord) -> None:
    said = _(
        "It is held: texts have changed that the other language translates. If that needs no change for them either, say so in "
        "Public editions."
    )
    link = messages.button(reverse("publication_admin:item", args=[word.page]), _("Public editions"))
    messages.warning(request, said, buttons=[link])
