"""Notes on the texts of a translation: Wagtail's comments, at the path of a segment; who wrote and resolved them, and when."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator
from wagtail.admin import mail
from wagtail.models import Comment, CommentReply, Page, PageSubscription

from cms.publication.admin.locations import field_address, location_of

from ..stages import acting, authorship

# Letters of a text in the list of places.
_BEGINNING: Final = 40


@dataclass(frozen=True)
class SegmentNotes:
    """The notes on one segment: its path, where it stands in words, and the way there."""

    path: str
    place: str
    address: str
    notes: tuple[Comment, ...]


def may_note(page: Page, user: Any) -> bool:
    """Whether a user may write notes: whoever has a right over the page or acts in its stage, locked or not."""
    tester = page.permissions_for_user(user)
    return bool(tester.can_edit() or (user.is_active and not user.is_superuser and tester.permissions))


def notes_on(page: Page, *, resolved: bool) -> list[SegmentNotes]:
    """The notes on a page, open or resolved, by segment in the order in which they began."""
    rows = Comment.objects.filter(page=page, resolved_at__isnull=not resolved).order_by("created_at")
    found: dict[str, list[Comment]] = {}
    for one in rows.select_related("user", "resolved_by").prefetch_related("replies__user"):
        found.setdefault(one.contentpath, []).append(one)
    specific = page.specific
    return [_of_segment(specific, path, notes) for path, notes in found.items()]


def places_of(page: Page) -> list[tuple[str, str]]:
    """The segments of a translation, by path, and where each stands."""
    translation = acting.translation_into(page)
    if translation is None:
        return []
    rows = translation.source.stringsegment_set.order_by("order").values_list("context__path", "string__data")
    texts: dict[str, str] = {}
    for path, text in rows:
        texts.setdefault(path, text)
    source = translation.source.as_instance()
    labels = {path: location_of(source, path).label for path in texts}
    times = Counter(labels.values())
    return [
        (path, f"{label}: {_beginning(texts[path])}" if times[label] > 1 else label) for path, label in labels.items()
    ]


def _beginning(text: str) -> str:
    """Of a text, to tell it from others in one place: the cells of a table, say."""
    return f"“{Truncator(strip_tags(text)).chars(_BEGINNING)}”"


def add(page: Page, path: str, text: str, user: Any) -> Comment:
    """Writes a note on a segment, and tells who is concerned."""
    with transaction.atomic():
        note = Comment.objects.create(page=page, user=user, text=text, contentpath=path)
        note.log_create(user=user)
    _tell(page, user, note, new_comments=[note])
    return note


def reply(note: Comment, text: str, user: Any) -> None:
    """Answers a note."""
    with transaction.atomic():
        answer = CommentReply.objects.create(comment=note, user=user, text=text)
        answer.log_create(user=user)
    _tell(note.page, user, note, replied_comments=[{"comment": note, "replies": [answer]}])


def resolve(note: Comment, user: Any) -> None:
    """Says that nothing is left to do."""
    note.resolved_at, note.resolved_by = timezone.now(), user
    with transaction.atomic():
        note.save()
        note.log_resolve(user=user)
    _tell(note.page, user, note, resolved_comments=[note])


def _of_segment(page: Any, path: str, notes: list[Comment]) -> SegmentNotes:
    address = field_address(page, path, is_translated=True)
    return SegmentNotes(path, location_of(page, path).label, address, tuple(notes))


def _tell(page: Page, user: Any, note: Comment, **changes: Any) -> None:
    """Mails who takes part in the talk, who subscribed to the page's comments, and who wrote the page."""
    subscribed = PageSubscription.objects.filter(page=page, comment_notifications=True).values("user")
    concerned = Q(pk=note.user_id) | Q(comment_replies__comment=note) | Q(pk__in=subscribed)
    concerned |= Q(pk__in=authorship.writers(page))
    users = get_user_model().objects.filter(concerned).exclude(pk=user.pk).distinct()
    nothing: dict[str, Any] = dict.fromkeys(
        ("new_comments", "resolved_comments", "deleted_comments", "replied_comments"), ()
    )
    mail.send_notification(users, "updated_comments", {"page": page.specific, "editor": user, **nothing, **changes})
