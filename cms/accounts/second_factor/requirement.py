"""Who must give a second factor (the setting SECOND_FACTOR)."""

from typing import Any

import swapper
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from .devices import has_second_factor

_CHANGING = ("add", "change", "delete")


def may_publish(user: Any) -> bool:
    """Whether what somebody does is public at once: of pages, of snippets, which have no drafts, or by giving rights."""
    if user.is_superuser:
        return True
    pages = policy_registry.get_by_type(swapper.load_model("wagtailcore", "Page"))
    if pages.user_has_any_permission(user, {"publish"}):
        return True
    models = [*get_snippet_models(), get_user_model(), Group]
    permissions = user.get_all_permissions()
    return any(
        f"{model._meta.app_label}.{action}_{model._meta.model_name}" in permissions
        for model in models
        for action in _CHANGING
    )


def must_have_second_factor(user: Any) -> bool:
    """Whether the setting asks it of somebody who works in the admin."""
    if settings.SECOND_FACTOR == "everybody":
        return bool(user.has_perm("wagtailadmin.access_admin"))
    return settings.SECOND_FACTOR == "publishers" and may_publish(user)


def is_waiting(user: Any) -> bool:
    """Whether somebody has given a password and owes a second factor yet: to be typed, or to be set up."""
    if not user.is_authenticated or getattr(user, "otp_device", None) is not None:
        return False
    return has_second_factor(user) or must_have_second_factor(user)
