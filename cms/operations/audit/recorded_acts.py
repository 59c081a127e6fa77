"""What went out and what readers were told, as entries: releases and notices are their own record, in the very transaction of
what they record, and are not written twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import registry
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.publication.models import Edition, NoticeKind, ReaderNotice, Release, ReleaseKind

RELEASE: Final = "release."
NOTICE: Final = "notice."
NOTICES: Final = {
    NoticeKind.WITHDRAWN: _("Withdrawn, with a notice"),
    NoticeKind.GONE: _("Taken down, with a reason for readers"),
    NoticeKind.MOVED: _("Merged into another page"),
    NoticeKind.ENDED: _("In force again"),
}


@dataclass
class RecordedAct:
    """A release or a notice, as the page shows entries."""

    pk: int
    object_id: str
    label: str
    content_type: ContentType
    action: str
    timestamp: datetime
    user: Any
    user_display_name: Any
    data: dict[str, Any]
    edit_url: str | None = None

    @property
    def message(self) -> str:
        return str(registry.get_action_label(self.action))


class RecordedActs(QuerySet[Any]):
    """Rows under the names that Wagtail's entries have."""

    def get_actions(self) -> set[str]:
        return set(self.order_by().values_list("action", flat=True).distinct())

    def get_user_ids(self) -> set[int]:
        return set(self.order_by().exclude(by=None).values_list("by", flat=True).distinct())

    def get_content_type_ids(self) -> set[int]:
        return {ContentType.objects.get_for_model(Page).pk} if self.exists() else set()

    def filter_on_content_type(self, content_type: ContentType) -> "RecordedActs":
        return self if content_type == ContentType.objects.get_for_model(Page) else self.none()

    def prefetch_related(self, *lookups: Any) -> "RecordedActs":
        return self.select_related("by")

    def with_instances(self) -> Iterator[tuple[RecordedAct, Any]]:
        """Each as an entry, with the item's page in the language of the screen."""
        rows = list(self)
        pages = Page.objects.filter(translation_key__in={row.item for row in rows}).order_by(_other_language())
        by_item = {page.translation_key: page for page in reversed(pages)}
        kind = ContentType.objects.get_for_model(Page)
        for row in rows:
            data = {"reason": row.reason} if getattr(row, "reason", "") else {}
            act = RecordedAct(
                row.pk, str(row.item), row.label, kind, row.action, row.at, row.by, row.by_name or _("system"), data
            )
            yield act, by_item.get(row.item)


class RecordedActsManager(models.Manager.from_queryset(RecordedActs)):  # type: ignore[misc]
    """Rows of one kind; what they are called begins with `prefix`."""

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self._prefix = prefix

    def get_queryset(self) -> Any:
        title = Edition.objects.filter(item=OuterRef("item")).order_by(_other_language("language")).values("title")[:1]
        rows = super().get_queryset()
        return rows.annotate(
            timestamp=F("at"),
            action=Concat(Value(self._prefix), F("kind")),
            label=Coalesce(Subquery(title), Value("-")),
        )

    def viewable_by_user(self, user: Any) -> Any:
        """To whom the pages are shown; those whose pages are deleted, to superusers."""
        if user.is_superuser:
            return self.get_queryset()
        pages = policy_registry.get_by_type(Page).explorable_instances(user)
        return self.get_queryset().filter(item__in=pages.values("translation_key"))


def _other_language(field: str = "locale__language_code") -> Case:
    """Sorts the language of the screen first."""
    return Case(When(**{field: (get_language() or "en")[:2]}, then=Value(0)), default=Value(1))


class ReleaseEntry(Release):
    """Releases, for the registry of logs."""

    objects: ClassVar[Any] = RecordedActsManager(RELEASE)

    class Meta:
        proxy = True


class NoticeEntry(ReaderNotice):
    """Notices, for the registry of logs."""

    objects: ClassVar[Any] = RecordedActsManager(NOTICE)

    class Meta:
        proxy = True


def actions() -> Iterator[tuple[str, Any]]:
    """What each is called."""
    for kind in ReleaseKind:
        gone = kind == ReleaseKind.TAKE_DOWN
        yield f"{RELEASE}{kind.value}", kind.label if gone else format_lazy("{}: {}", _("Released"), kind.label)
    yield from ((f"{NOTICE}{kind.value}", label) for kind, label in NOTICES.items())
