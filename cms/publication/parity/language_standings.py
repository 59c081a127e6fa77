"""Keeping, with each item that is settled, how its languages stand to each other. It is called in that transaction."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from cms.content.declaration.registry import item_types
from cms.content.languages import CODES, Language, other
from cms.content.projection.item import Projection

from ..models import Edition, State
from ..reconciliation.bulk_update import update_rows
from ..reconciliation.desired_state import DesiredEdition
from ..releases.released_places import EditionKey
from .parity_models import Lag, LanguageStanding
from .words_behind import paragraphs, word_count, words_changed

# What a gap holds that has been written in the other language only.
_TO_TRANSLATE: Final = {"untranslated", "same_text", "wrong_language"}
_KEPT: Final = (
    "type", "section", "audiences", "gaps", "lag", "lag_since", "lag_words", "held", "held_since", "public_words",
    "stale_words",
)  # fmt: skip


def note_standings(
    items: Collection[UUID],
    desired: Mapping[EditionKey, DesiredEdition],
    editions: Mapping[EditionKey, Edition],
    now: datetime,
) -> None:
    """Makes what is kept of the items what their pages and editions say; writes what differs."""
    stored = {(row.item, row.language): row for row in LanguageStanding.objects.filter(item__in=items)}
    fresh: list[LanguageStanding] = []
    changed: list[LanguageStanding] = []
    wanted = [(item, code) for item in items if any((item, code) in desired for code in CODES) for code in CODES]
    for key in wanted:
        row = stored.pop(key, None) or LanguageStanding(item=key[0], language=key[1])
        before = [getattr(row, name) for name in _KEPT]
        _Comparison(key, desired).write(row, editions.get(key), now)
        if row.pk is None:
            fresh.append(row)
        elif before != [getattr(row, name) for name in _KEPT]:
            changed.append(row)
    LanguageStanding.objects.bulk_create(fresh)
    update_rows(changed, _KEPT)
    if stored:
        LanguageStanding.objects.filter(pk__in=[row.pk for row in stored.values()]).delete()


class _Comparison:
    """One language of an item beside the other. `known` is whichever there is a page of."""

    def __init__(self, key: EditionKey, desired: Mapping[EditionKey, DesiredEdition]) -> None:
        item, self.language = key
        self.own: DesiredEdition | None = desired.get(key)
        self.twin: DesiredEdition | None = desired.get((item, other(self.language)))
        known = self.own or self.twin
        assert known is not None  # noqa: S101 - the caller asks for items that have a page
        self.known: DesiredEdition = known

    def write(self, row: LanguageStanding, edition: Edition | None, now: datetime) -> None:
        """Puts into the row how the language stands. What has lagged before lags since then."""
        row.type, row.section = self.known.type, self._section()
        row.audiences = _listed(self.known.newest.content["audiences"])
        row.gaps = _listed({gap.kind for gap in self.own.gaps}) if self.own else ""
        lag = self.lag()
        row.lag_since = (row.lag_since or self._lag_since(lag) or now) if lag else None
        row.lag, row.lag_words = lag, self._lag_words(lag)
        held = self.known.plan.held.get(self.language, "") if self.own else ""
        row.held_since = (row.held_since or (self.own and self.own.page.last_published_at) or now) if held else None
        row.held = held
        self._write_public(row, edition)

    def lag(self) -> str:
        """What the language lacks."""
        if self.own is None or not self.own.page.live or self.own.page.alias_of_id is not None:
            return Lag.MISSING if self.twin is not None and self.twin.allowed else ""
        if not self.own.allowed:
            return ""
        if self.own.gaps:
            return Lag.INCOMPLETE
        return Lag.BEHIND if self.own.stale_since or self._is_waited_for() else ""

    def _is_waited_for(self) -> bool:
        """Whether the other language waits for this one. Where each waits for the other, the translation is behind."""
        held = self.known.plan.held
        if held.get(other(self.language)) != "twin_differs":
            return False
        if held.get(self.language) != "twin_differs":
            return True
        if self.own is None or self.twin is None or self.own.is_translation == self.twin.is_translation:
            return self.language == _published_first(self.own, self.twin)
        return self.own.is_translation

    def _section(self) -> str:
        parent = self.known.parent
        return self.known.number or (parent.number if parent else "")

    def _lag_since(self, lag: str) -> datetime | None:
        if self.own is not None and self.own.stale_since:
            return self.own.stale_since
        source = self.own if lag == Lag.INCOMPLETE else self.twin
        if source is None:
            return None
        page = source.page
        moment: datetime | None = page.first_published_at if lag == Lag.MISSING else page.last_published_at
        return moment

    def _lag_words(self, lag: str) -> int:
        if lag == Lag.INCOMPLETE and self.own is not None:
            return word_count(gap.text for gap in self.own.gaps if gap.kind in _TO_TRANSLATE)
        if not lag or self.twin is None:
            return 0
        newest = self.twin.newest
        return word_count(_lines(newest)) if lag == Lag.MISSING else self._new_words(newest)

    def _new_words(self, twin: Projection) -> int:
        """How many words the other language has that this one does not know: all, where nobody knows what it knows."""
        agreed = self.own.agreed if self.own else None
        return words_changed(_lines(agreed) if agreed else (), _lines(twin))

    def _write_public(self, row: LanguageStanding, edition: Edition | None) -> None:
        """What readers see: nothing of what waits."""
        if edition is None or edition.state != State.PUBLISHED:
            row.public_words = row.stale_words = 0
            return
        payload = item_types()[edition.type].payload
        row.public_words = word_count(paragraphs(edition.content or {}, payload))
        if edition.translation_status != "stale":
            row.stale_words = 0
        elif self.twin is not None and self.twin.projection is not None:
            row.stale_words = self._new_words(self.twin.projection)


def _published_first(*both: DesiredEdition | None) -> Language | None:
    """The language of the page that was published before the other; what was never published comes first."""
    pages = [one.page for one in both if one is not None]
    first: Any = min(pages, key=lambda page: (page.last_published_at is not None, page.last_published_at, page.pk))
    language: Language = first.locale.language_code
    return language


def _listed(words: Iterable[str]) -> str:
    """Words that a query can look for: each has a space before and after it."""
    found = sorted(words)
    return f" {' '.join(found)} " if found else ""


def _lines(projection: Projection) -> Iterator[str]:
    return paragraphs(projection.content, projection.payload)
