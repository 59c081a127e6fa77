"""The texts of a translation, as wagtail-localize and the drafts have them: one for each text of the source in each place."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from .models import SegmentDraft

State = Literal["translated", "draft", "missing", "error"]


@dataclass(frozen=True, slots=True)
class SegmentText:
    """A text of the source in one place, its translation that counts, and the draft of a newer one; all are inline HTML."""

    pk: int
    path: str
    order: int
    string: int
    context: int
    source: str
    attrs: str
    field_path: str
    confirmed: StringTranslation | None = None
    draft: SegmentDraft | None = None

    @property
    def state(self) -> State:
        """How it stands. A draft beside a translation that counts is a draft."""
        if self.draft is not None:
            return "draft"
        if self.confirmed is None:
            return "missing"
        return "error" if self.confirmed.has_error else "translated"

    @property
    def is_finished(self) -> bool:
        """Whether nothing waits for a person."""
        return self.state == "translated"

    @property
    def text(self) -> str:
        """What is written so far; empty where nothing is."""
        if self.draft is not None:
            return str(self.draft.data)
        return str(self.confirmed.data) if self.confirmed is not None else ""

    @property
    def token(self) -> str:
        """Changes with what anybody writes: who writes says which one was seen."""
        return token_of(self.confirmed, self.draft)

    @property
    def written_by(self) -> Any:
        """Who wrote last; None where that is not known."""
        if self.draft is not None:
            return self.draft.user
        return self.confirmed.last_translated_by if self.confirmed is not None else None

    @property
    def written_at(self) -> datetime | None:
        """When somebody wrote last."""
        last = self.draft or self.confirmed
        return last.updated_at if last is not None else None


def token_of(confirmed: StringTranslation | None, draft: SegmentDraft | None) -> str:
    """Sixteen hexadecimal digits for what is written."""
    known = (confirmed and (confirmed.data, confirmed.has_error), draft and (draft.data, draft.origin))
    return hashlib.blake2b(repr(known).encode(), digest_size=8).hexdigest()


def written_last(segment: SegmentText) -> dict[str, str]:
    """Who wrote last and when, in the words of the screen."""
    user, at = segment.written_by, segment.written_at
    name = (user.get_full_name() or user.get_username()) if user is not None else ""
    return {"by": name, "at": date_format(localtime(at), "j F Y, H:i") if at else ""}


def segments_of(translation: Translation) -> list[SegmentText]:
    """The texts in the source's order, in three queries. One that stands twice in one place is one."""
    return list(_segments(translation))


def segment_of(translation: Translation, pk: int) -> SegmentText | None:
    """One text of the translation's source; None where the source has it no more."""
    return next(_segments(translation, pk), None)


def _segments(translation: Translation, pk: int | None = None) -> Iterator[SegmentText]:
    rows = StringSegment.objects.filter(source=translation.source_id).order_by("order", "pk")
    rows = rows.filter(pk=pk) if pk is not None else rows
    rows = rows.select_related("string", "context")
    strings = [row.string_id for row in rows] if pk is not None else None
    confirmed, drafts = _confirmed(translation, strings), _drafts(translation, strings)
    seen = set()
    for row in rows:
        key = (row.string_id, row.context_id)
        if key not in seen:
            seen.add(key)
            yield SegmentText(
                pk=row.pk, path=row.context.path, order=row.order, string=row.string_id, context=row.context_id,
                source=row.string.data, attrs=row.attrs, field_path=row.context.field_path,
                confirmed=confirmed.get(key), draft=drafts.get(key),
            )  # fmt: skip


def _confirmed(translation: Translation, strings: list[int] | None) -> dict[tuple[int, int], StringTranslation]:
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale_id
    )
    rows = rows.filter(translation_of__in=strings) if strings is not None else rows
    return {(row.translation_of_id, row.context_id): row for row in rows.select_related("last_translated_by")}


def _drafts(translation: Translation, strings: list[int] | None) -> dict[tuple[int, int], SegmentDraft]:
    rows = SegmentDraft.objects.filter(translation=translation)
    rows = rows.filter(string__in=strings) if strings is not None else rows
    return {(row.string_id, row.context_id): row for row in rows.select_related("user")}
