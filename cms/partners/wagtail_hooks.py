"""What this app adds to Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from .admin import admin_urls
from .admin.key_views import PERMISSION
from .admin.partner_screens import PartnerViewSet
from .keys.key_issuing import ISSUED, REVOKED
from .models import Partner


def addresses() -> list[URLResolver]:
    """The admin's addresses of this app."""
    return [path("partner-keys/", include(admin_urls))]


def listing_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The way from a partner in the list to its keys."""
    if isinstance(snippet, Partner) and user.has_perm(PERMISSION):
        address = reverse("partners_admin:keys", args=[snippet.pk])
        yield Button(_("Keys"), address, icon_name="key", priority=15)


def log_actions(actions: Any) -> None:
    """What is noted in a partner's history, beside changes of it."""
    actions.register_action(ISSUED, _("Key issued"), _("A key was issued"))
    actions.register_action(REVOKED, _("Key revoked"), _("A key was revoked"))


register_snippet(PartnerViewSet)
hooks.register("register_admin_urls", addresses)
hooks.register("register_snippet_listing_buttons", listing_buttons)
hooks.register("register_log_actions", log_actions)
