"""What an editor says of how an item goes out, about what is live at that moment.

A trigger notes each word, so whoever settles next carries it out. None of it makes anything public that is not complete.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from wagtail.models import Page, Revision

from cms.content.languages import CODES, Language, other
from cms.content.projection.lookups import Lookups

from ..clock import shared_now
from ..completeness.segments import Segments
from ..completeness.versions import released_version
from .last_releases import ShownVersion, Versions, last_releases
from .recording import name_of
from .release_models import InstructionKind, ReleaseInstruction


class RefusedError(Exception):
    """An instruction that would not do what its name says: nothing was noted."""


class TextsChangedError(RefusedError):
    """The other language translates texts that have changed, and nobody said that they are covered."""


def say_minor(
    item: UUID, language: Language, user: Any, *, with_texts: bool = False, revision: Revision | None = None
) -> None:
    """The other language needs no change for what is live in this one since both said the same.

    `revision` is what is published in this transaction, or will be at a moment that was set. Raises TextsChangedError where
    texts have changed and `with_texts` does not cover them, and RefusedError where nothing of the item is public in both
    languages.
    """
    live = _live_pages(item)
    base = public_pair(item).get(language)
    if base is None or language not in live:
        raise RefusedError
    if not with_texts and changed_texts(live[language], base, revision):
        raise TextsChangedError
    named = {language: revision.pk} if revision else {}
    _note(item, InstructionKind.MINOR, user, live, named, language=language, base=base.revision)


def say_same(item: UUID, user: Any) -> None:
    """What is live in the two languages, edited each by itself, says the same. Raises RefusedError where one is not live."""
    live = _live_pages(item)
    if len(live) < len(CODES):
        raise RefusedError
    _note(item, InstructionKind.SAME, user, live)


def say_alone(item: UUID, language: Language, user: Any, reason: str, until: datetime) -> None:
    """What is live in this language goes out without the other until a moment, if the other does not come first.

    Raises RefusedError without a reason, for a moment that has passed, and where the language is not live.
    """
    live = _live_pages(item)
    if not reason.strip() or until <= shared_now() or language not in live:
        raise RefusedError
    _note(item, InstructionKind.ALONE, user, live, language=language, reason=reason.strip(), until=until)


def say_one_language(item: UUID, language: Language, user: Any, reason: str) -> None:
    """When this language's page is taken down, the other stays.

    Raises RefusedError without a reason, and where not both are public.
    """
    last = last_releases([item]).get(item)
    if not reason.strip() or last is None or language not in last.versions or other(language) not in last.versions:
        raise RefusedError
    ReleaseInstruction.objects.create(
        item=item, kind=InstructionKind.ONE_LANGUAGE, language=language, reason=reason.strip(), at=shared_now(), by=user,
        by_name=name_of(user), **{language: last.versions[language].revision},
    )  # fmt: skip


def public_pair(item: UUID) -> Versions:
    """What was public when both languages last said the same; empty where they never did."""
    last = last_releases([item]).get(item)
    if last is None:
        return {}
    pair = last.before if any(one.stale_since for one in last.versions.values()) else last.versions
    return pair if len(pair) == len(CODES) else {}


def changed_texts(page: Page, base: ShownVersion, revision: Revision | None = None) -> list[str]:
    """Where what is live of a page, or a revision of it, has other texts to translate than an earlier version."""
    earlier, specific, lookups = Revision.objects.filter(pk=base.revision).first(), page.specific, Lookups()
    newer = revision or page.live_revision
    if earlier is None or newer is None:
        return ["title"]
    before = released_version(specific, earlier, base.published, lookups)
    now = released_version(specific, newer, None, lookups)
    old, new = _texts(before.page), _texts(now.page)
    return list(dict.fromkeys(path for path, _text in sorted((old - new) + (new - old))))


def _note(
    item: UUID,
    kind: InstructionKind,
    user: Any,
    live: dict[Language, Page],
    named: Mapping[Language, int] = MappingProxyType({}),
    **words: Any,
) -> None:
    revisions = {**{language: page.live_revision_id for language, page in live.items()}, **named}
    ReleaseInstruction.objects.create(
        item=item, kind=kind, at=shared_now(), by=user, by_name=name_of(user), **revisions, **words
    )


def _live_pages(item: UUID) -> dict[Language, Page]:
    pages = Page.objects.filter(translation_key=item, live=True, locale__language_code__in=CODES)
    return {page.locale.language_code: page for page in pages.select_related("locale")}


def _texts(page: Any) -> Counter[tuple[str, str]]:
    return Counter((segment.path, segment.string.data) for segment in Segments(page).strings)
