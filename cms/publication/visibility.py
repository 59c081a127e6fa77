"""The one policy of what the public may see. Anything it does not know is private."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from wagtail.models import Page, PageViewRestriction

from .models import Edition, State


def paths_in_both_trees(paths: Iterable[str]) -> set[str]:
    """The places in the page tree that are private where those of `paths` are: theirs and, of every page at or below them, the
    other language's, below which there may be pages of that language alone.
    """
    found: set[str] = set()
    new = set(paths)
    while new:
        found |= new
        below = Q(*(("path__startswith", path) for path in sorted(new)), _connector=Q.OR)
        keys = Page.objects.filter(below).values("translation_key")
        twins = Page.objects.filter(translation_key__in=keys).values_list("path", flat=True)
        new = {path for path in twins if not path.startswith(tuple(found))}
    return _outermost(found)


def _outermost(paths: set[str]) -> set[str]:
    """Those that are not below another."""
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return set(kept)


class Visibility:
    """The policy at one moment: the restrictions there are, read once for all pages that are asked about."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._restricted = tuple(paths_in_both_trees(PageViewRestriction.objects.values_list("page__path", flat=True)))

    def restricted(self, page: Page) -> bool:
        """Whether a view restriction is on the page or on any page above it, or on the other language's."""
        return any(page.path.startswith(path) for path in self._restricted)

    def allows(self, page: Page) -> bool:
        """Live, not expired, neither restricted nor below a restricted page, not an alias."""
        expired = page.expire_at is not None and page.expire_at <= self.now
        return bool(page.live) and not expired and page.alias_of_id is None and not self.restricted(page)

    def allows_item(self, pages: Iterable[Page]) -> bool:
        """A restriction on one language's page holds for both: nobody hides one and means to show the other."""
        return not any(self.restricted(page) for page in pages)


def may_be_served(state: str, expires_at: datetime | None, now: datetime) -> bool:
    """Whether what is stored in that state may be served at this moment: published, and not past its expiry."""
    return state == State.PUBLISHED and (expires_at is None or expires_at > now)


def is_served(edition: Edition, now: datetime) -> bool:
    """`may_be_served` of a stored edition."""
    return may_be_served(edition.state, edition.expires_at, now)


def listed(now: datetime) -> Q:
    """What of that lists, searches and cards show: what is withdrawn can only be read where it is."""
    return served(now) & Q(withdrawn_at=None)


def served(now: datetime) -> Q:
    """`may_be_served` as a condition of a query."""
    return Q(state=State.PUBLISHED) & (Q(expires_at=None) | Q(expires_at__gt=now))
