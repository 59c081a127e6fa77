"""What keeps a release of several pages back, said in the language of the screen, with the way to where it is put right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.content.models import File, Picture

from ...completeness.versions import live_version
from ...models import ReleaseSet, SetState
from ...release_sets.faults import Fault
from ...release_sets.set_members import items_of, pages_of_set
from ...releases.planning import Flip
from ..inspection import Inspection
from ..item_overview import LANGUAGE_NAMES


@dataclass(frozen=True)
class ShownFault:
    """A fault of an item: its title as it would go out, the language that it is in or nothing, and what to do about it."""

    title: str
    language: str
    text: str
    url: str


def shown_faults(release_set: ReleaseSet, faults: Iterable[Fault]) -> list[ShownFault]:
    """The faults of a set, in words."""
    found = list(faults)
    if not found:
        return []
    pages = _by_key(pages_of_set({one.item for one in found} | {one.target for one in found if one.target}))
    inspection = Inspection({one.item for one in found}, timezone.now(), Flip(release_set, items_of(release_set)))
    return [_shown(release_set, one, pages, inspection) for one in found]


def title_as_released(page: Page) -> str:
    """The title of the version that goes out: of the live one; of the draft where nothing is live yet."""
    if not page.live:
        return str(page.get_admin_display_title())
    return str(live_version(page.specific).page.title if page.has_unpublished_changes else page.title)


def stored_faults(rows: Iterable[Mapping[str, Any]]) -> list[Fault]:
    """Faults as a set keeps them."""
    return [
        Fault(UUID(row["item"]), row["kind"], row.get("language", ""), UUID(row["target"]) if "target" in row else None)
        for row in rows
    ]


def _shown(release_set: ReleaseSet, fault: Fault, pages: Mapping[Any, Any], inspection: Inspection) -> ShownFault:
    page = _page(pages, fault.item, fault.language)
    name = str(LANGUAGE_NAMES[fault.language]) if fault.language else ""
    title = title_as_released(page) if page else str(fault.item)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else ""
    if fault.kind == "media" and (media := _media(fault.target)) is not None:
        url = reverse("wagtaildocs:edit" if isinstance(media, File) else "wagtailimages:edit", args=[media.pk])
    return ShownFault(title, name, _text(release_set, fault, pages, inspection), url)


def _text(release_set: ReleaseSet, fault: Fault, pages: Mapping[Any, Any], inspection: Inspection) -> str:
    if fault.kind == "not_ready":
        page = pages.get((fault.item, fault.language))
        key: Any = (fault.item, fault.language)
        return inspection.why(key, live_version(page.specific).page if page and page.live else None)
    if fault.kind == "link" and fault.target is not None:
        target = _page(pages, fault.target, fault.language)
        told = {"title": title_as_released(target) if target else "?"}
        return _("A link leads to “%(title)s”, which is not public. Add that page, or take the link out.") % told
    if fault.kind == "media":
        media = _media(fault.target)
        said = _("It shows “%(title)s”, which is in a private collection. Move that to another, or take it out.")
        return said % {"title": media.title if media else "?"}
    if fault.kind == "elsewhere":
        others = ReleaseSet.objects.filter(state=SetState.OPEN, members__item=fault.item).exclude(pk=release_set.pk)
        return _("It is in another release too: %(name)s.") % {"name": ", ".join(row.name for row in others)}
    return {
        "address": _("Another page has its address. Give it another slug, or move it."),
        "stale": _("It is out of date beside the other language."),
        "newer": _("It has been released again since."),
    }.get(fault.kind, _("It cannot be shown as it is. Tell whoever looks after the service."))


def _media(uid: UUID | None) -> File | Picture | None:
    found: File | Picture | None = File.objects.filter(uid=uid).first() or Picture.objects.filter(uid=uid).first()
    return found


def _by_key(pages: Iterable[Any]) -> dict[tuple[UUID, str], Any]:
    return {(page.translation_key, page.locale.language_code): page for page in pages}


def _page(pages: Mapping[Any, Any], item: UUID, language: str) -> Any:
    """The page in a language, or in whichever there is one."""
    return pages.get((item, language)) or next((pages[key] for key in sorted(pages) if key[0] == item), None)
