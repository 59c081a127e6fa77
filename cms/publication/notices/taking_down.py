"""The verbs: withdrawing an item with a notice, taking it down with one, leading from it to another, taking a withdrawal back.

A trigger notes each word, so whoever settles next carries it out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, override
from wagtail.models import Page

from cms.content.languages import CODES, Language

from ..clock import shared_now
from ..intents.settlement import settle_or_leave
from ..models import Change, Edition, NoticeKind, ReaderNotice, ReleaseKind
from ..releases.instructions import RefusedError
from ..releases.last_releases import last_releases
from ..releases.recording import name_of
from ..visibility import served
from .notice_queries import withdrawals


@dataclass(frozen=True)
class NoticeWords:
    """What is said to readers in each language, and the items to go to instead."""

    cy: str
    en: str
    instead: tuple[UUID, ...] = ()

    @property
    def are_in_both(self) -> bool:
        """Whether both languages say something."""
        return bool(self.cy.strip() and self.en.strip())


def withdraw(item: UUID, words: NoticeWords, user: Any) -> list[Change]:
    """Leaves an item readable, with a notice, and out of lists and search. Raises RefusedError as `take_down` does."""
    with transaction.atomic():
        _say(item, NoticeKind.WITHDRAWN, words, user)
    return settle_or_leave()


def take_down(item: UUID, words: NoticeWords, user: Any) -> list[Change]:
    """Unpublishes an item in both languages; whoever asks for it is told why, and where to go instead.

    Of what was taken down already only that is said. Raises RefusedError for what was never public, for words in one language
    only, and for an item that is to be gone to instead of itself.
    """
    with transaction.atomic():
        _say(item, NoticeKind.GONE, words, user)
        _unpublish(item, user)
    return settle_or_leave()


def merge(item: UUID, target: UUID, words: NoticeWords | None, user: Any) -> list[Change]:
    """Unpublishes an item in both languages; its addresses lead to those of `target`, which has what this one had.

    What is said is told where the target is not public any more, too; without words, that the item has moved. Raises
    RefusedError as `take_down` does, and for a target that is not public in each language in which the item is.
    """
    said = replace(words if words and words.are_in_both else _moved_words(), instead=(target,))
    with transaction.atomic():
        if public_languages(item) - public_languages(target):
            raise RefusedError
        _say(item, NoticeKind.MOVED, said, user)
        _unpublish(item, user)
    return settle_or_leave()


def put_back(item: UUID, user: Any) -> list[Change]:
    """Takes a withdrawal back. Raises RefusedError where the item is not withdrawn."""
    if not withdrawals([item]):
        raise RefusedError
    ReaderNotice.objects.create(
        item=item, kind=NoticeKind.ENDED, at=shared_now(), by=user, by_name=name_of(user), after=0
    )
    return settle_or_leave()


def _say(item: UUID, kind: NoticeKind, words: NoticeWords, user: Any) -> None:
    last = last_releases([item]).get(item)
    is_public = last is not None and bool(last.versions)
    was_taken_down = last is not None and last.kind == ReleaseKind.TAKE_DOWN and kind == NoticeKind.GONE
    if last is None or not (is_public or was_taken_down) or not words.are_in_both or item in words.instead:
        raise RefusedError
    ReaderNotice.objects.create(
        item=item, kind=kind, cy=words.cy.strip(), en=words.en.strip(), instead=_in_order(words.instead), after=last.id,
        moved_to=words.instead[0] if kind is NoticeKind.MOVED else None, at=shared_now(), by=user, by_name=name_of(user),
    )  # fmt: skip


def _unpublish(item: UUID, user: Any) -> None:
    for page in Page.objects.filter(translation_key=item, live=True):
        page.specific.unpublish(user=user)


def _moved_words() -> NoticeWords:
    """What is said of what has moved where nobody says more."""

    def said(language: Language) -> str:
        with override(language):
            return gettext("This has moved to another page.")

    return NoticeWords(said("cy"), said("en"))


def public_languages(item: UUID) -> set[str]:
    """The languages in which readers may see an item."""
    rows = Edition.objects.filter(served(shared_now()), item=item)
    return set(rows.values_list("language", flat=True))


def _in_order(items: Iterable[UUID]) -> list[str]:
    return list(dict.fromkeys(str(item) for item in items))


def pages_of(item: UUID) -> list[Page]:
    """The pages of an item, in either language."""
    return list(Page.objects.filter(translation_key=item, locale__language_code__in=CODES).select_related("locale"))
