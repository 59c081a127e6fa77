"""The screen of a translation: every text of the source beside its translation, in the order and with the names of the form."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import PageStatusSidePanel, StatusSidePanel
from wagtail.log_actions import registry as log_registry
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.publication.admin.translating.synchronisation import may_publish
from cms.publication.safeguards.publishing_rules import refusal

from ..block_pictures import pictured
from ..source_updates import newer_source
from ..translators_rights import lock_for
from .extensions import actions_for, add_notes, panels_for
from .segment_rows import SegmentPlace, SegmentPlaces, SegmentRow, rows_of
from .value_rows import NamedRow, ValueRow, named_rows, value_rows

MEDIA: Final = Media(
    js=["translating/kept_texts.js", "translating/side_by_side.js"], css={"all": ["translating/side_by_side.css"]}
)
Entry = SegmentRow | ValueRow | NamedRow
_KINDS: Final = {SegmentRow: "text", ValueRow: "value", NamedRow: "named"}


@dataclass
class ShownBlock:
    """What stands in one block, or in the fields of no block. `picture` is the block's type where there is a picture of it."""

    name: str
    key: str
    picture: str = ""
    entries: list[tuple[str, Entry]] = field(default_factory=list)


@dataclass
class ShownSection:
    """A part of the page, a chapter say, with its blocks."""

    name: str
    blocks: list[ShownBlock] = field(default_factory=list)


def sections(entries: Iterable[Entry]) -> list[ShownSection]:
    """What stands side by side, taken together by where it stands: fields that are in no block, wherever in the form, too."""
    found: dict[str, ShownSection] = {}
    for entry in entries:
        place: SegmentPlace = entry.place
        name = place.section or _("Fields of the page")
        blocks = found.setdefault(name, ShownSection(name)).blocks
        if not blocks or blocks[-1].key != place.block_key:
            blocks.append(ShownBlock(place.block, place.block_key))
        blocks[-1].entries.append((_KINDS[type(entry)], entry))
    return list(found.values())


def side_by_side(request: HttpRequest, translation: Translation, instance: Any) -> HttpResponse:
    """Shows the screen. Whether the user may edit the page or snippet has been looked at."""
    source = translation.source.get_source_instance()
    frozen = translation.source.as_instance()
    places = SegmentPlaces(frozen)
    texts = rows_of(translation, frozen, translation.source.locale.language_code)
    add_notes(request, translation, texts)
    values, named = list(value_rows(translation, frozen, places)), list(named_rows(translation, places, request.user))
    lock = lock_for(request.user, instance)
    can_publish = may_publish(instance, request.user)
    is_page = isinstance(instance, Page)
    permissions: Any = instance.permissions_for_user(request.user) if is_page else None
    has_right = permissions.can_publish() and not refusal(instance, request.user) if is_page else can_publish
    panels = _side_panels(request, translation, instance)
    actions = actions_for(request, translation, instance, can_publish=can_publish, may_write=lock is None)
    media = sum((value.widget.media for value in values if value.widget), MediaContainer(panels).media + MEDIA)
    return render(
        request,
        "wagtail_localize/admin/edit_translation.html",
        {
            "texts_template": "translating/texts.html",
            "actions_template": "translating/actions.html",
            "translation": translation,
            "instance": instance,
            "is_page": is_page,
            "page_perms": permissions,
            # What is locked, or scheduled, goes out by the same rights, only not now.
            "has_right_to_publish": has_right and not (is_page and instance.locked),
            "model_opts": instance._meta,
            "source": source,
            "source_locale": translation.source.locale,
            "target_locale": translation.target_locale,
            "sections": _with_pictures(
                sections(_in_order([*texts, *values, *named], places)), pictured(frozen, source) if is_page else {}
            ),
            "total": len(texts),
            "unfinished": sum(not text.segment.is_finished for text in texts),
            "suggested": sum(text.suggestion is not None for text in texts),
            "may_write": lock is None,
            "lock_message": lock.get_message(request.user) if lock is not None else "",
            "main": next((action for action in actions if action.is_main), None),
            "others": [action for action in actions if not action.is_main],
            "panels": panels_for(request, translation, instance),
            "newer": newer_source(translation, source),
            "side_panels": panels,
            "media": media,
            "words": json.dumps(_words()),
        },
    )


def _with_pictures(found: list[ShownSection], pictures: Mapping[str, str]) -> list[ShownSection]:
    for section in found:
        for block in section.blocks:
            block.picture = pictures.get(block.key, "")
    return found


def _words() -> dict[str, str]:
    """What the script says, states by their names."""
    return {
        "translated": _("Translated"),
        "draft": _("Not confirmed"),
        "missing": _("To translate"),
        "error": _("Faulty"),
        "saved": _("Saved."),
        "failed": _("It could not be saved."),
        "tags": _("Not there yet:"),
    }


def _in_order(entries: Sequence[Entry], places: SegmentPlaces) -> list[Entry]:
    def place(entry: Entry) -> tuple[int, int]:
        segment = entry.segment if isinstance(entry, SegmentRow) else entry
        name = segment.path.partition(".")[0]
        return places.order.get(name, len(places.order)), segment.order

    return sorted(entries, key=place)


def _side_panels(request: HttpRequest, translation: Translation, instance: Any) -> list[Any]:
    """Wagtail's panel of how a page or snippet stands."""
    others = instance.get_translations().select_related("locale")
    if isinstance(instance, Page):
        links = [
            {"locale": one.locale, "url": reverse("wagtailadmin_pages:edit", args=[one.pk])}
            for one in others
            if one.permissions_for_user(request.user).can_edit()
        ]
        return [
            PageStatusSidePanel(
                instance, request, show_schedule_publishing_toggle=False, live_object=instance,
                scheduled_object=instance.get_scheduled_revision_as_object(), locale=translation.target_locale,
                translations=links,
            )
        ]  # fmt: skip
    viewset = instance.snippet_viewset
    edit, usage = viewset.get_url_name("edit"), viewset.get_url_name("usage")
    return [
        StatusSidePanel(
            instance, request, locale=translation.target_locale,
            translations=[{"locale": one.locale, "url": reverse(edit, args=[one.pk])} for one in others],
            usage_url=reverse(usage, args=[instance.pk]) if usage else None,
            last_updated_info=log_registry.get_logs_for_instance(instance).first(),
        )
    ]  # fmt: skip
