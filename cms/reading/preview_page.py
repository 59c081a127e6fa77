"""The reading page of a draft, for the editor's preview."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from cms.http.hosts import admin_host
from cms.publication.drafts.draft_edition import previewed

from .item_page import page_context
from .responses import rendered


def preview_page(page: Any) -> HttpResponse:
    """The very page that readers would be given, with the payload that it would be made from."""
    found, edition = previewed(page)
    return HttpResponse(on_this_host(rendered("reading/page.html", page_context(found, edition, timezone.localdate()))))


def on_this_host(page: str) -> str:
    """A page whose pictures and files are asked for where the editor is logged in: those of a draft are for nobody else."""
    if admin_host() is None:
        return page
    for kind in ("files", "pictures"):
        page = page.replace(f"{settings.API_URL}/{kind}/", f"/{kind}/")
    return page
