"""One run of the reconciliation of items with their editions, inside the transaction of an action.

First the content of the items asked for, then the bytes of everything that shows them. Nothing here commits.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from pydantic import ValidationError

from cms.content.languages import CODES

from .alphabet import title_key
from .candidates import Candidate, Key, Shown, candidates, shown_of
from .composition import Bytes, Neighbourhood, compose, write_bytes
from .log import Log
from .models import Change, Edition, Facet, Kind, State
from .versions import Version

logger = logging.getLogger(__name__)

# A tombstone still knows what it offered, so that its files are said to be gone rather than unknown.
KEPT_FACETS = ("file", "picture")
_BYTES = ("card", "body", "body_gzip")


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

    def _load(self, rows: Any) -> None:
        for row in rows.defer(*_BYTES):
            key = (row.item, row.lang)
            if key not in self.editions:
                self.editions[key] = row
                self.before[key] = shown_of(row)

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
        for key in self.unsaved:
            edition = self.editions[key]
            if key in self.ended:
                edition.version = self.log.append(key[0], [key[1]], self.ended[key])
                edition.changed_at = self.now
            fresh = edition.pk is None
            edition.save(update_fields=None if fresh or key in self.ended else FACT_FIELDS)
            if key in self.ended:
                edition.facets.exclude(name__in=KEPT_FACETS).delete()
            else:
                save_facets(edition, self.facets[key], fresh)

    def _affected(self, settled: set[UUID]) -> list[Edition]:
        """The settled editions and all that show something of one which has changed."""
        rippled = {key for key in self.unsaved if shown_of(self.editions[key]) != self.before[key]}
        items = {item for item, _ in rippled}
        wanted = Q(item__in=settled)
        if items:
            parents = {view.parent for key in rippled for view in self._views(key)} - {None}
            referrers = Facet.objects.filter(name="link", value__in=[str(item) for item in items])
            wanted |= Q(item__in=parents) | Q(pk__in=referrers.values("edition"))
            for path in {view.path for key in rippled for view in self._views(key)}:
                wanted |= Q(path__startswith=path)
        return list(Edition.objects.filter(wanted, state=State.PUBLISHED).defer(*_BYTES))

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
                edition.save(update_fields=["digest", "version", "changed_at", *_BYTES])

    def _made(self, edition: Edition, near: Neighbourhood) -> Bytes | None:
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


def save_facets(edition: Edition, facets: dict[str, set[str]], fresh: bool) -> None:
    """Makes the edition's facet rows those given, writing only what differs."""
    wanted = {(name, value) for name, values in facets.items() for value in values}
    existing = {} if fresh else {(row.name, row.value): row.pk for row in edition.facets.all()}
    outdated = [pk for key, pk in existing.items() if key not in wanted]
    if outdated:
        Facet.objects.filter(pk__in=outdated).delete()
    missing = [Facet(edition=edition, name=name, value=value) for name, value in sorted(wanted - existing.keys())]
    if missing:
        Facet.objects.bulk_create(missing)
