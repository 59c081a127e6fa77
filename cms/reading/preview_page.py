"""The reading page of a draft, for the editor's preview."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from cms.publication.draft_edition import previewed

from .item_page import page_context
from .responses import rendered


def preview_page(page: Any) -> HttpResponse:
    """The very page that readers would be given, with the payload that it would be made from."""
    found, edition = previewed(page)
    return HttpResponse(rendered("reading/page.html", page_context(found, edition, timezone.localdate())))
