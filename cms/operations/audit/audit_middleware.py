"""Acts in the admin of which Wagtail notes too little: what was taken out as a file, and which rights a group was given."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.log_actions import log
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from cms.accounts.account_log import note, unwrapped

EXPORTED: Final = "audit.export"
RIGHTS: Final = "audit.rights"
_ADMIN: Final = "/admin/"
_GROUP_VIEWS: Final = ("wagtailusers_groups:edit", "wagtailusers_groups:add")
_ATTACHED: Final = "attachment"


class AuditMiddleware:
    """Stands where it is known who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        name = response.get("Content-Disposition", "")
        if request.path_info.startswith(_ADMIN) and response.status_code == 200 and name.startswith(_ATTACHED):
            file = name.partition("filename=")[2].strip('"') or request.path_info
            note(EXPORTED, request.user, user=unwrapped(request.user), title=file)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        arguments: tuple[Any, ...],
        named: dict[str, Any],
    ) -> HttpResponseBase | None:
        """A group's form is carried out in one transaction with the note of what it changed."""
        match = request.resolver_match
        if request.method != "POST" or match is None or match.view_name not in _GROUP_VIEWS:
            return None
        with transaction.atomic():
            known = {group.pk: rights_of(group) for group in Group.objects.all()}
            response = view(request, *arguments, **named)
            for group in Group.objects.all():
                had, has = known.get(group.pk, frozenset()), rights_of(group)
                if had != has:
                    change = {"added": sorted(has - had), "removed": sorted(had - has)}
                    log(instance=group, action=RIGHTS, user=unwrapped(request.user), data=change)
        return response


def rights_of(group: Group) -> frozenset[str]:
    """All rights of a group: which, and over what."""
    pages = GroupPagePermission.objects.filter(group=group).values_list("permission__codename", "page__title")
    folders = GroupCollectionPermission.objects.filter(group=group).values_list(
        "permission__codename", "collection__name"
    )
    general = group.permissions.values_list("content_type__app_label", "codename")
    scoped = (f"{codename} ({where})" for rows in (pages, folders) for codename, where in rows)
    return frozenset({*scoped, *(f"{app}.{codename}" for app, codename in general)})
