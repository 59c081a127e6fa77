"""One run of the reconciliation of items with their editions, inside the transaction of an action.

First the content of the items asked for, then the bytes of everything that shows them. Nothing here commits.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from pydantic import ValidationError

from cms.content.declaration.registry import has_children
from cms.content.languages import CODES

from ..changelog.log import Log
from ..collation import title_key
from ..models import Change, Edition, Facet, Kind, State
from ..payload.composition import ComposedEdition, compose, write_bytes
from ..payload.neighbourhood import Neighbourhood
from ..projections.versions import Version
from .bulk_update import update_rows
from .desired_state import Candidate, Key, Shown, candidates, shown_of

logger = logging.getLogger(__name__)

# A tombstone still knows what it offered, so that its files are said to be gone rather than unknown.
KEPT_FACETS = ("file", "picture")
_BYTES = ("card", "body", "body_gzip", "words")


@dataclass
class Settlement:
    """What was found to differ, gathered until it is written. Making one locks the log: call inside a transaction."""

    log: Log = field(default_factory=Log.lock)
    editions: dict[Key, Edition] = field(default_factory=dict)
    before: dict[Key, Shown | None] = field(default_factory=dict)
    facets: dict[Key, dict[str, set[str]]] = field(default_factory=dict)
    ended: dict[Key, str] = field(default_factory=dict)
    moved: set[Key] = field(default_factory=set)
    unsaved: set[Key] = field(default_factory=set)
    stored: dict[Key, list[Any]] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The moment of this run: when the log was locked."""
        return self.log.now

    def settle(self, items: Iterable[UUID]) -> list[Change]:
        """Brings the editions of `items` and those that show them into line with the pages; returns the log's new rows."""
        waiting, settled = set(items), set[UUID]()
        while waiting:
            self._load(Edition.objects.filter(item__in=waiting))
            found = candidates(waiting, self.now)
            for item in waiting:
                for language in CODES:
                    self._content((item, language), found.get((item, language)))
            settled |= waiting
            waiting = self._below_moved() - settled
        self._save()
        self._bytes(self._affected(settled))
        return self.log.write()

    def remake(self, items: Iterable[UUID]) -> None:
        """Makes anew the bytes of the published editions of `items`: what they show that is no edition has changed."""
        published = Edition.objects.filter(item__in=items, state=State.PUBLISHED)
        self._bytes(list(published.defer(*_BYTES)))

    def _load(self, rows: Any) -> None:
        for row in rows.defer(*_BYTES):
            key = (row.item, row.lang)
            if key not in self.editions:
                self.editions[key] = row
                self.before[key] = shown_of(row)
                self.stored[key] = _facts(row)

    def _content(self, key: Key, candidate: Candidate | None) -> None:
        """The first half: state, facts and content of one edition."""
        edition = self.editions.get(key)
        if candidate is not None and candidate.publishable:
            self._show(key, edition, candidate)
        elif edition is not None:
            state = State.GONE if candidate is None else State.WITHDRAWN
            if edition.state != state:
                self._end(key, edition, state)

    def _show(self, key: Key, edition: Edition | None, candidate: Candidate) -> None:
        if edition is None:
            edition = self.editions[key] = Edition(
                item=key[0], language=key[1], digest="", version=0, changed_at=self.now
            )
            self.before[key] = None
        if edition.state != State.PUBLISHED:
            edition.state, edition.state_since, edition.digest = State.PUBLISHED, self.now, ""
        elif edition.path != candidate.path:
            self.moved.add(key)
        take_facts(edition, candidate)
        self.facets[key] = candidate.facets
        self.unsaved.add(key)

    def _end(self, key: Key, edition: Edition, state: str) -> None:
        """Makes a tombstone. A deleted page's words are kept unseen, to know them again in an orphaned copy."""
        edition.state, edition.state_since = state, self.now
        edition.digest, edition.card, edition.body, edition.body_gzip = "", b"", b"", b""
        edition.words = ""
        self.ended[key] = state
        self.unsaved.add(key)

    def _below_moved(self) -> set[UUID]:
        """The items whose public path goes through a page that has moved or whose address has changed."""
        paths = [before.path for key in self.moved if (before := self.before[key])]
        if not paths:
            return set()
        below = Q(*[("path__startswith", path) for path in paths], _connector=Q.OR)
        return set(Edition.objects.filter(below).values_list("item", flat=True))

    def _save(self) -> None:
        """Writes facts and facets, so that composition can read them."""
        for key in sorted(self.ended):
            self._save_ended(self.editions[key], self.ended[key])
        shown = {key: self.editions[key] for key in sorted(self.unsaved - self.ended.keys())}
        fresh = [edition for edition in shown.values() if edition.pk is None]
        facets = _stored_facets(edition for edition in shown.values() if edition.pk is not None)
        Edition.objects.bulk_create(fresh)
        update_rows([row for key, row in shown.items() if key in self.stored and self._differs(key)], FACT_FIELDS)
        save_facets([(edition, self.facets[key]) for key, edition in shown.items()], facets)

    def _save_ended(self, edition: Edition, kind: str) -> None:
        edition.version = self.log.append(edition.item, [edition.language], kind)
        edition.changed_at = self.now
        edition.save()
        edition.facets.exclude(name__in=KEPT_FACETS).delete()

    def _differs(self, key: Key) -> bool:
        return self.stored[key] != _facts(self.editions[key])

    def _affected(self, settled: set[UUID]) -> list[Edition]:
        """The settled editions and all that show something of one which has changed."""
        found = {row.pk: row for row in self.editions.values() if row.item in settled and row.state == State.PUBLISHED}
        rippled = [key for key in self.unsaved if shown_of(self.editions[key]) != self.before[key]]
        # Each by an index of its own: as one condition with ORs they would be looked for in all editions.
        for condition in self._showing(rippled):
            others = Edition.objects.filter(condition, state=State.PUBLISHED).exclude(item__in=settled)
            found.update((row.pk, row) for row in others.defer(*_BYTES) if row.pk not in found)
        return list(found.values())

    def _showing(self, rippled: list[Key]) -> Iterator[Q]:
        """What shows something of the editions: those above, those that link to them, and all below."""
        if not rippled:
            return
        views = [view for key in rippled for view in self._views(key)]
        for language in sorted({language for _, language in rippled}):
            parents = {view.parent for key in rippled if key[1] == language for view in self._views(key)}
            yield Q(item__in=parents - {None}, language=language)
        referrers = Facet.objects.filter(name="link", value__in={str(item) for item, _ in rippled})
        yield Q(pk__in=referrers.values("edition"))
        below = {view.path for view in views if has_children(view.type)}
        if below:
            yield Q(*[("path__startswith", path) for path in sorted(below)], _connector=Q.OR)

    def _views(self, key: Key) -> list[Shown]:
        """What is and what was shown of an edition."""
        before = self.before[key]
        return [shown_of(self.editions[key]), *([before] if before else [])]

    def _bytes(self, editions: list[Edition]) -> None:
        """The second half: the bytes of what has changed, one row of the log for an item's languages together."""
        near = Neighbourhood(editions, self.now)
        changed: dict[tuple[UUID, Kind], list[tuple[Edition, Any]]] = {}
        for edition in editions:
            made = self._made(edition, near)
            if made is not None and made.digest != edition.digest:
                kind = Kind.MOVED if (edition.item, edition.lang) in self.moved else Kind.PUBLISHED
                changed.setdefault((edition.item, kind), []).append((edition, made))
        for (item, kind), rows in changed.items():
            version = self.log.append(item, [edition.language for edition, _ in rows], kind)
            for edition, made in rows:
                write_bytes(edition, made, version, self.now)
        written = [edition for rows in changed.values() for edition, _ in rows]
        update_rows(written, ["digest", "version", "changed_at", *_BYTES])

    def _made(self, edition: Edition, near: Neighbourhood) -> ComposedEdition | None:
        """The edition's bytes; None, with its last good ones left in place, where its content has a wrong shape."""
        try:
            return compose(edition, near)
        except (ValidationError, KeyError):
            logger.exception("edition not made: %s %s", edition.language, edition.item)
        if not edition.digest:
            edition.state = State.WITHDRAWN
            edition.save(update_fields=["state"])
        return None


FACT_FIELDS = [
    "state", "state_since", "type", "path", "parent", "position", "title", "title_key", "summary", "kind", "number",
    "section", "published_at", "updated_at", "reviewed_on", "review_due", "new_until", "expires_at",
    "translation_status", "translation_since", "content", "digest", "revision",
]  # fmt: skip


def _facts(edition: Edition) -> list[Any]:
    return [getattr(edition, name) for name in FACT_FIELDS]


def take_facts(edition: Edition, candidate: Candidate) -> None:
    """Copies onto the edition what lists filter and sort by, and the content."""
    page, version = candidate.page, candidate.version
    content = (candidate.projection or candidate.newest).content
    language = edition.lang
    edition.type, edition.path, edition.position = candidate.type, candidate.path, page.path
    edition.title, edition.title_key = content["title"], title_key(content["title"], language)
    edition.summary = content["summary"]
    edition.kind, edition.number = content.get("kind", ""), content.get("number", "")
    edition.parent, edition.section = _place(candidate.above, edition)
    edition.published_at = page.first_published_at or page.last_published_at or edition.state_since
    _take_version(edition, page, version)
    for name in ("reviewed_on", "review_due", "new_until"):
        setattr(edition, name, content[name] and date.fromisoformat(content[name]))
    edition.expires_at = page.expire_at
    edition.translation_status = "stale" if candidate.stale_since else "current"
    edition.translation_since = candidate.stale_since or edition.updated_at
    edition.content = content


def _take_version(edition: Edition, page: Any, version: Version | None) -> None:
    """Which revision it is, and when that was published; an edition that stays as it was keeps its own date."""
    revision = version.revision if version else None
    stays = edition.pk is not None and edition.revision == revision != page.live_revision_id
    if not stays:
        edition.updated_at = (version and version.published) or edition.published_at
    edition.revision = revision


def _place(above: Any, edition: Edition) -> tuple[UUID | None, str]:
    """The item above, and the number of the section it is (or is in)."""
    parent = above.translation_key if above.depth > 1 else None
    section = edition.number or getattr(above, "number", "")
    return parent, section


def _stored_facets(editions: Iterable[Edition]) -> dict[int, dict[tuple[str, str], int]]:
    """The facet rows of editions: primary keys by name and value, by edition."""
    found: dict[int, dict[tuple[str, str], int]] = defaultdict(dict)
    rows = Facet.objects.filter(edition__in=[edition.pk for edition in editions])
    for edition, name, value, pk in rows.values_list("edition_id", "name", "value", "pk"):
        found[edition][name, value] = pk
    return found


def save_facets(
    wanted: Iterable[tuple[Edition, dict[str, set[str]]]], stored: dict[int, dict[tuple[str, str], int]]
) -> None:
    """Makes each edition's facet rows those wanted, writing only what differs."""
    outdated: list[int] = []
    missing: list[Facet] = []
    for edition, facets in wanted:
        pairs = {(name, value) for name, values in facets.items() for value in values}
        existing = stored.get(edition.pk, {})
        outdated += [pk for pair, pk in existing.items() if pair not in pairs]
        missing += [Facet(edition=edition, name=name, value=value) for name, value in sorted(pairs - existing.keys())]
    if outdated:
        Facet.objects.filter(pk__in=outdated).delete()
    Facet.objects.bulk_create(missing)
