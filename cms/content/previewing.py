"""The preview of a draft is made by the outlet that makes reading pages, which this layer does not know: it registers here."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

# (a page as its form holds it) -> the page that readers would be given
Renderer = Callable[[Any], HttpResponse]
_renderers: list[Renderer] = []


def register(renderer: Renderer) -> None:
    """Makes `renderer` the one that shows drafts."""
    _renderers[:] = [renderer]


def preview(page: Any) -> HttpResponse:
    """The page as readers would have it, were it published now."""
    return _renderers[0](page)
