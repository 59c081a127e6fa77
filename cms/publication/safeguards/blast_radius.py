"""Which withdrawals wait for somebody's word: those of many items at once, which one change of what they share brought about.

What somebody took down on purpose (unpublished, deleted, private, expired) is never held: it is not about gaps.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from cms.content.languages import Language
from cms.content.models import File, Picture
from cms.content.projection.gaps import Gap
from cms.content.projection.lookups import Lookups

from ..models import Edition, Facet, HeldWithdrawal

Key = tuple[UUID, Language]
# The most items that are withdrawn without a question.
MOST_AT_ONCE: Final = 5
# What comes of taking something from the public: it is done at once.
TAKEN_AWAY: Final = frozenset({"alias", "captions_missing", "captions_private", "file_missing", "picture_missing"})
# What comes of deleting one language's row of a snippet: that takes nothing from the public without a question.
DELETED_IN_PART: Final = frozenset({"snippet_missing"})


def open_withdrawals() -> QuerySet[HeldWithdrawal]:
    """Those that wait for somebody's word."""
    return HeldWithdrawal.objects.filter(confirmed_at=None)


class Holds:
    """What is held, and was confirmed, when a run begins; and what is to be held after it."""

    def __init__(self) -> None:
        self._rows: dict[Key, HeldWithdrawal] = {
            (row.item, row.language): row  # type: ignore[misc]
            for row in HeldWithdrawal.objects.all()
        }

    def held(self, incomplete: Mapping[Key, tuple[Edition, Iterable[Gap]]]) -> set[Key]:
        """Those public editions that stay as they are, of those whose pages have gaps and no complete version."""
        candidates = {
            key: kinds
            for key, (_, gaps) in incomplete.items()
            if not (kinds := {gap.kind for gap in gaps}) & TAKEN_AWAY and not self._confirmed(key)
        }
        new = {item for item, language in candidates if (item, language) not in self._rows}
        found = {
            key
            for key, kinds in candidates.items()
            if key in self._rows or len(new) > MOST_AT_ONCE or kinds & DELETED_IN_PART
        }
        gone = _showing_what_is_gone([incomplete[key][0] for key in found])
        return {key for key in found if incomplete[key][0].pk not in gone}

    def write(self, held: Collection[Key], withdrawn: Collection[Key], done: Iterable[Key], now: datetime) -> None:
        """Notes what is held from now on. A confirmed row stays for as long as its page is incomplete."""
        new = [
            HeldWithdrawal(item=item, language=language, since=now)
            for item, language in sorted(held)
            if (item, language) not in self._rows
        ]
        HeldWithdrawal.objects.bulk_create(new)
        kept = {*held, *(key for key in withdrawn if self._confirmed(key))}
        over = [self._rows[key].pk for key in done if key in self._rows and key not in kept]
        if over:
            HeldWithdrawal.objects.filter(pk__in=over).delete()

    def _confirmed(self, key: Key) -> bool:
        return key in self._rows and self._rows[key].confirmed_at is not None


def _showing_what_is_gone(editions: Collection[Edition]) -> set[int]:
    """The editions that show or offer what is deleted or private by now: they are not kept as they are."""
    if not editions:
        return set()
    rows = Facet.objects.filter(edition__in=[row.pk for row in editions], name__in=("file", "picture"))
    shown = list(rows.values_list("edition_id", "name", "value"))
    models: dict[str, Any] = {"file": File, "picture": Picture}
    restricted = tuple(Lookups().restricted)
    public: set[tuple[str, str]] = set()
    for name, model in models.items():
        uids = {value for _, kind, value in shown if kind == name}
        for uid, path in model.objects.filter(uid__in=uids).values_list("uid", "collection__path") if uids else ():
            if not path.startswith(restricted):
                public.add((name, str(uid)))
    return {edition for edition, name, value in shown if (name, value) not in public}
