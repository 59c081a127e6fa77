"""Nobody writes to a translation that is locked for them: wagtail-localize asks for the right to edit, and for no lock."""

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import Translation

_READING: Final = {"GET", "HEAD", "OPTIONS"}


class TranslationLockMiddleware:
    """Refuses what writes by an address that names a translation, whoever's view it is, while its page is locked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Looks at requests of the administration alone."""
        if request.method in _READING or "translation_id" not in kwargs:
            return None
        page = _page_of(kwargs["translation_id"])
        lock = page.get_lock() if page is not None else None
        if lock is None or not lock.for_user(request.user):
            return None
        said = _("This page is locked. Nothing was changed.")
        if request.method in {"PUT", "DELETE"} or "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"detail": said}, status=423)
        messages.error(request, said)
        return redirect("wagtailadmin_pages:edit", page.pk)


def _page_of(translation_id: Any) -> Any:
    translation = Translation.objects.filter(pk=translation_id).select_related("source", "target_locale").first()
    try:
        target = translation.get_target_instance() if translation else None
    except ObjectDoesNotExist:
        return None
    return target if isinstance(target, Page) else None
