"""A block as readers will see it, for the frame beside its texts: of the source, or of the translation as it is so far."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET
from pydantic import ValidationError as PayloadError
from wagtail.models import Page
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import user_can_edit_instance

from cms.publication.drafts.draft_edition import previewed
from cms.reading.item_page import outlined
from cms.reading.labels import WORDS
from cms.reading.preview_page import on_this_host

from .translators_rights import target_of


@require_GET
@xframe_options_sameorigin
def block_picture(request: HttpRequest, translation_id: int, side: str, block: UUID) -> HttpResponse:
    """A document with nothing but the block."""
    translation = get_object_or_404(Translation, pk=translation_id)
    instance = target_of(translation)
    if not user_can_edit_instance(request.user, instance):
        raise PermissionDenied
    if not isinstance(instance, Page):
        raise Http404
    if side == "source":
        page = where_it_stands(translation.source.as_instance(), translation.source.get_source_instance())
    else:
        page = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    language = page.locale.language_code
    found = next((one for one in _blocks_in(_payload(page)) if one["id"] == str(block)), None)
    if found is None:
        raise Http404
    context = {"language": language, "words": WORDS[language], "blocks": outlined([found], 2)}
    return HttpResponse(on_this_host(render_to_string("translating/block_picture.html", context)))


def pictured(frozen: Any, stored: Any) -> dict[str, str]:
    """The blocks of a source that there is a picture of: their types by their ids; none where it cannot be shown as it is."""
    try:
        return {str(block["id"]): block["type"] for block in _blocks_in(_payload(where_it_stands(frozen, stored)))}
    except (KeyError, PayloadError):
        return {}


def where_it_stands(frozen: Any, stored: Any) -> Any:
    """A source as it was frozen, at the place in the tree where it is."""
    frozen.path, frozen.depth, frozen.url_path = stored.path, stored.depth, stored.url_path
    return frozen


def _payload(page: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(previewed(page)[1].body)
    return found


def _blocks_in(value: Any) -> Iterator[dict[str, Any]]:
    """The blocks of a payload, wherever they stand in it."""
    if isinstance(value, dict):
        if "id" in value and "type" in value and "lang" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for member in value:
            yield from _blocks_in(member)
