"""What this app adds to Wagtail's admin. Each hook is a line; the work is in `admin`."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet

from .admin.delivery_views import PERMISSION, ROTATED, deliveries_view
from .admin.endpoint_screens import EndpointViewSet
from .models import WebhookEndpoint


def admin_urls() -> list[URLPattern]:
    """The admin's addresses of this app."""
    return [path("webhook-deliveries/<int:pk>/", deliveries_view, name="webhook_deliveries")]


def listing_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """The way from an endpoint in the list to its deliveries."""
    if isinstance(snippet, WebhookEndpoint) and user.has_perm(PERMISSION):
        address = reverse("webhook_deliveries", args=[snippet.pk])
        yield Button(_("Deliveries"), address, icon_name="mail", priority=15)


def after_creating(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """To where a new endpoint is given its secret."""
    return redirect("webhook_deliveries", instance.pk) if isinstance(instance, WebhookEndpoint) else None


def log_actions(actions: Any) -> None:
    """What is noted in an endpoint's history, beside changes of it."""
    actions.register_action(ROTATED, _("New secret"), _("A new secret was made"))


register_snippet(EndpointViewSet)
hooks.register("register_admin_urls", admin_urls)
hooks.register("register_snippet_listing_buttons", listing_buttons)
hooks.register("after_create_snippet", after_creating)
hooks.register("register_log_actions", log_actions)
