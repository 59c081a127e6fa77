"""What the form of a page is told of a picture that was chosen: its description in the page's language, never the title."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from wagtail.images.views.chooser import ImageChosenResponseMixin
from wagtail.models import Page

from cms.content.languages import Language, parse

from .models import PictureDescription

_before = ImageChosenResponseMixin.get_chosen_response_data


def language_of_form(request: HttpRequest) -> Language | None:
    """The language of the page in whose form something is chosen: the browser says which form that is."""
    try:
        found = resolve(urlsplit(request.headers.get("Referer", "")).path)
    except Resolver404:
        return None
    key = found.kwargs.get("page_id") or found.kwargs.get("parent_page_id") or (found.args[-1:] or (None,))[0]
    if found.namespace != "wagtailadmin_pages" or not str(key).isdigit():
        return None
    page = Page.objects.filter(pk=key).select_related("locale").first()
    return parse(page.locale.language_code) if page else None


def get_chosen_response_data(self: Any, image: Any, *args: Any, **kwargs: Any) -> Any:
    """What Wagtail's chooser answers, with the description in the language in which it will be read."""
    data = _before(self, image, *args, **kwargs)
    language = language_of_form(self.request)
    said = PictureDescription.objects.filter(pk=image.pk).first() if language else None
    data["default_alt_text"] = said.text(language) if said and language else ""
    return data


def install() -> None:
    """Puts it before what there was."""
    ImageChosenResponseMixin.get_chosen_response_data = get_chosen_response_data
