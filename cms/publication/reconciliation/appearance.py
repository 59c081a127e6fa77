"""What editions show of one another: when it changes, those that show it are composed anew."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, Self
from uuid import UUID

from django.db.models import Q

from cms.content.declaration.registry import has_children

from ..models import Edition, Facet
from ..notices.notice_queries import moved_into


class Appearance(NamedTuple):
    """What other editions show of one."""

    item: UUID
    language: str
    state: str
    path: str
    parent: UUID | None
    title: str
    summary: str
    kind: str
    number: str
    type: str
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, edition: Edition) -> Self:
        """As the edition stands."""
        return cls(*(getattr(edition, name) for name in cls._fields))


def editions_showing(appearances: Sequence[Appearance]) -> Iterator[Q]:
    """Which editions show something of those that looked or look so: those above, those that link to them, all below.

    Each condition finds its editions by an index of its own: as one with ORs they would be looked for in all editions.
    """
    if not appearances:
        return
    for language in sorted({one.language for one in appearances}):
        parents = {one.parent for one in appearances if one.language == language}
        yield Q(item__in=parents - {None}, language=language)
    items = {one.item for one in appearances}
    linked = {str(item) for item in items | moved_into(items)}
    referrers = Facet.objects.filter(name="link", value__in=linked)
    yield Q(pk__in=referrers.values("edition"))
    below = {one.path for one in appearances if has_children(one.type)}
    if below:
        yield at_or_below(below)


def at_or_below(paths: set[str]) -> Q:
    """The editions at any of the paths, of which there must be some, or below."""
    return Q(*[("path__startswith", path) for path in sorted(paths)], _connector=Q.OR)
