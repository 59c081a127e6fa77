"""The editions that a set of editions shows something of, read together before any of them is composed."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from cms.content.declaration.items import CHILDREN_LIMIT
from cms.content.declaration.registry import has_children
from cms.content.languages import CODES, Language, other

from ..glossary.lexicon import Lexicon
from ..glossary.words import lexicons
from ..models import Edition, State
from ..notices.notice_queries import EditionKey, ends_of_moves
from ..visibility import is_served, listed
from .addresses import ancestor_paths
from .cards import CARD_FIELDS, breadcrumb_step, card
from .item_links import linked_items


class Neighbourhood:
    """The editions that a set of editions shows: both languages of each, ancestors, children and linked items."""

    def __init__(self, editions: Iterable[Edition], now: datetime) -> None:
        self.now = now
        editions = list(editions)
        items = {edition.item for edition in editions}
        links = {UUID(item) for edition in editions for item in linked_items(edition.content)}
        ancestors = {path for edition in editions for path in ancestor_paths(edition.path)}
        # Children are read parent by parent: a list of thousands must not be read to show a hundred.
        rows = Edition.objects.filter(Q(item__in=items | links) | Q(path__in=ancestors)).only(*CARD_FIELDS)
        self._past: Counter[tuple[UUID | None, str]] | None = None
        self._lexicons: dict[Language, Lexicon] = {}
        self.by_key: dict[tuple[UUID, str], Edition] = {}
        self.by_path: dict[str, Edition] = {}
        for row in rows:
            self.by_key[row.item, row.language] = row
            if is_served(row, now):
                self.by_path[row.path] = row
        self._moved = self._read_moved(links)

    def _read_moved(self, links: set[UUID]) -> dict[EditionKey, UUID]:
        """To what the linked items that are not public have moved, once that is read too."""
        keys = {(item, code) for item in links for code in CODES if self.shown(item, code) is None}
        ends = ends_of_moves(keys) if keys else {}
        if ends:
            rows = Edition.objects.filter(item__in=set(ends.values())).only(*CARD_FIELDS)
            self.by_key.update(((row.item, row.language), row) for row in rows)
        return ends

    def lexicon(self, language: Language) -> Lexicon:
        """The public terms of a language."""
        self._lexicons = self._lexicons or lexicons()
        return self._lexicons[language]

    def shown(self, item: UUID, language: str) -> Edition | None:
        """The edition if the public may see it."""
        row = self.by_key.get((item, language))
        return row if row is not None and is_served(row, self.now) else None

    def related(self, item: UUID, language: str) -> Edition | None:
        """The edition if the public may see it and it is not withdrawn."""
        row = self.shown(item, language)
        return row if row is not None and row.withdrawn_at is None else None

    def target(self, item: UUID, language: Language) -> Edition | None:
        """Where a link to `item` leads: this language, else the other, else nowhere. What has moved leads to where it is."""
        for code in (language, other(language)):
            moved_to = self._moved.get((item, code))
            if found := self.shown(item, code) or (moved_to and self.shown(moved_to, code)):
                return found
        return None

    def breadcrumb(self, edition: Edition) -> list[dict[str, Any]]:
        """The public ancestors, from the home page down."""
        steps = (self.by_path.get(path) for path in ancestor_paths(edition.path))
        return [breadcrumb_step(step) for step in steps if step is not None]

    def children(self, edition: Edition) -> tuple[list[dict[str, Any]], int]:
        """The first children in the editors' order, and how many there are."""
        if not has_children(edition.type):
            return [], 0
        rows, total = self._child_rows(edition)
        return [card(row) for row in rows[:CHILDREN_LIMIT]], total

    def _child_rows(self, edition: Edition) -> tuple[list[Any], int]:
        """The first children, one more than are shown, and how many there are."""
        rows = Edition.objects.filter(listed(self.now), parent=edition.item, language=edition.language)
        first = list(rows.order_by("position").values_list(*CARD_FIELDS, named=True)[: CHILDREN_LIMIT + 1])
        total = len(first) if len(first) <= CHILDREN_LIMIT else self._count(edition)
        return first, total

    def _count(self, edition: Edition) -> int:
        """How many children an edition has: those published, counted in an index, less the few that have expired."""
        rows = Edition.objects.filter(parent=edition.item, language=edition.language, state=State.PUBLISHED)
        rows = rows.filter(withdrawn_at=None)
        return rows.count() - self._expired()[edition.item, edition.language]

    def _expired(self) -> Counter[tuple[UUID | None, str]]:
        """How many published editions are past their expiry, by parent and language."""
        if self._past is None:
            rows = Edition.objects.filter(expires_at__lte=self.now, withdrawn_at=None).values_list(
                "parent", "language", "state"
            )
            self._past = Counter((parent, language) for parent, language, state in rows if state == State.PUBLISHED)
        return self._past
