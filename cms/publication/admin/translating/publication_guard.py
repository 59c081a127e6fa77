"""Publishing in wagtail-localize's editor: it asks for no lock, and puts the original's texts where a snippet lacks its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation

from ...safeguards.publishing_rules import refusal
from .synchronisation import may_publish


def before_publishing_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuses to publish the translation of a page that is locked for the user, or that a rule forbids the user."""
    if not _publishes(request) or _translation_into(page) is None:
        return None
    lock = page.get_lock()
    is_locked = lock is not None and lock.for_user(request.user)
    said = _("This page is locked. Nothing was published.") if is_locked else refusal(page, request.user)
    if not said:
        return None
    messages.error(request, said)
    return redirect(request.path)


def before_publishing_snippet(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Refuses to publish a snippet's translation that has texts to translate: pages that name it would be withdrawn."""
    translation = _translation_into(instance) if _publishes(request) else None
    if translation is None:
        return None
    total, translated = translation.get_progress()
    if translated < total or not may_publish(instance, request.user):
        said = _("Texts to translate: %(count)s. Nothing was changed, because pages that name this would be withdrawn.")
        messages.error(request, said % {"count": total - translated})
        return redirect(request.path)
    return None


def warn_that_nothing_is_restored(request: HttpRequest, page: Page) -> None:
    """On the screen of an earlier version: a synchronised translation shows what it has now, whichever was chosen."""
    match = request.resolver_match
    if request.method == "GET" and match and match.url_name == "revisions_revert" and _translation_into(page):
        said = _(
            "A translation has no earlier version to go back to: this is what it holds now. Change its texts below."
        )
        messages.warning(request, said)


def _publishes(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("action") == "publish"


def _translation_into(instance: Any) -> Translation | None:
    """The translation that wagtail-localize's editor shows in place of Wagtail's."""
    key, locale = getattr(instance, "translation_key", None), getattr(instance, "locale_id", None)
    found: Translation | None = Translation.objects.filter(
        source__object_id=key, target_locale_id=locale, enabled=True
    ).first()
    return found
