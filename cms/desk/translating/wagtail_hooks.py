"""What this app adds to Wagtail's admin: the screen in which translations are made, in the place of wagtail-localize's."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import Translation

from .exchange import exchange_views
from .screen.side_by_side import side_by_side


def admin_urls() -> list[URLResolver]:
    """The addresses of this app."""
    return [path("translating/", include("cms.desk.translating.urls"))]


def urls_of_localize() -> list[URLPattern]:
    """Ours in the place of wagtail-localize's PO files, which overwrite what was written meanwhile and ask for no lock."""
    files = "localize/translate/<int:translation_id>/pofile/"
    return [path(f"{files}download/", exchange_views.export_file), path(f"{files}upload/", exchange_views.import_file)]


def show_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The screen for a page that is a translation. What is sent from it, publishing say, wagtail-localize's own view takes."""
    if page.alias_of_id is not None or request.method != "GET":
        return None
    return _shown(request, page)


def show_snippet(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """The same for a snippet."""
    if not isinstance(instance, TranslatableMixin) or request.method != "GET":
        return None
    return _shown(request, instance)


def _shown(request: HttpRequest, instance: Any) -> HttpResponse | None:
    translation = (
        Translation.objects.filter(
            source__object_id=instance.translation_key, target_locale=instance.locale_id, enabled=True
        )
        .select_related("source__locale", "target_locale")
        .first()
    )
    return side_by_side(request, translation, instance) if translation is not None else None


hooks.register("register_admin_urls", admin_urls)
hooks.register("register_admin_urls", urls_of_localize, order=-1)
# Before wagtail-localize's hooks (0), which show a screen of their own; after those that refuse or say something above it (-1).
hooks.register("before_edit_page", show_page, order=-0.5)
hooks.register("before_edit_snippet", show_snippet, order=-0.5)
