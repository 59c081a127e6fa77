"""What this app adds to Wagtail's admin."""

from typing import Any

from wagtail import hooks

from .files import views
from .files.admin_api import FilesEndpoint, PicturesEndpoint


def file_urls() -> list[Any]:
    """The addresses of uploads, before Wagtail's own."""
    return views.urlpatterns


hooks.register("register_admin_urls", file_urls, order=-1)


def limit_admin_api(router: Any) -> None:
    """Puts lists that go by rights in the place of Wagtail's."""
    router.register_endpoint("images", PicturesEndpoint)
    router.register_endpoint("documents", FilesEndpoint)


hooks.register("construct_admin_api", limit_admin_api, order=1)
