"""What this app adds to Wagtail's admin."""

from typing import Any

from wagtail import hooks

from .files import views


def file_urls() -> list[Any]:
    """The addresses of uploads, before Wagtail's own."""
    return views.urlpatterns


hooks.register("register_admin_urls", file_urls, order=-1)
