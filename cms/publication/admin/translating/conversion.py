"""Turning a translation into an alias takes its page from readers: offered and done only to and by those who may publish."""

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail_localize.views.convert import convert_to_alias as convert

_OF_LOCALIZE: Final = {"localize-convert-to-alias", "localize-restart-translation"}


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """wagtail-localize's view, which asks for no more than the right to edit."""
    if not _may_withdraw(get_object_or_404(Page, pk=page_id), request.user):
        raise PermissionDenied
    response: HttpResponseBase = convert(request, page_id)
    return response


def never_first(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Puts wagtail-localize's actions last in the menu of the page editor, and takes away what the user may not do."""
    page = context.get("page")
    own = [item for item in items if item.name in _OF_LOCALIZE]
    others = [item for item in items if item.name not in _OF_LOCALIZE]
    may = page is not None and not context.get("locked_for_user") and _may_withdraw(page, request.user)
    items[:] = [*others, *own] if may and others else others


def _may_withdraw(page: Any, user: Any) -> bool:
    permissions = page.permissions_for_user(user)
    return bool(permissions.can_edit() and permissions.can_publish() and not permissions.page_locked())
