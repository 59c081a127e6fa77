"""Which items that readers see are to be reviewed, and when: for lists, counts and reminders."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.content.languages import CODES
from cms.publication.models import Edition, State

# A review is told of this long before it is due.
NOTICE: Final = timedelta(days=14)
_RIGHTS: Final = ("change", "publish", "lock")


@dataclass(frozen=True)
class DueReview:
    """An item that is to be reviewed: its page in the language asked for, or else the other; and when."""

    item: UUID
    due: date
    title: str
    language: str
    page: int
    is_overdue: bool

    def days(self, today: date) -> int:
        """How many days are left; fewer than none once it is overdue."""
        return (self.due - today).days


def due_reviews(
    user: Any = None, *, today: date | None = None, within: timedelta = NOTICE, language: str = "en"
) -> list[DueReview]:
    """The items whose review is due within a time, or overdue, the oldest first; a user's are those they have a right over.

    Two queries, one more for a user. Of two dates of an item's languages the earlier counts.
    """
    today = today or timezone.localdate()
    rows = Edition.objects.filter(state=State.PUBLISHED, withdrawn_at=None, review_due__lte=today + within)
    found: dict[UUID, dict[str, tuple[date, str]]] = {}
    for item, code, due, title in rows.values_list("item", "language", "review_due", "title"):
        if due is not None:
            found.setdefault(item, {})[code] = (due, title)
    pages = _pages(found, user)
    reviews = [_review(item, by_code, pages[item], language, today) for item, by_code in found.items() if item in pages]
    return sorted(reviews, key=lambda one: (one.due, one.title))


def _review(
    item: UUID, by_code: dict[str, tuple[date, str]], pages: dict[str, int], language: str, today: date
) -> DueReview:
    code = next(one for one in (language, *CODES) if one in by_code and (one in pages or not by_code.keys() & pages))
    due = min(due for due, _title in by_code.values())
    page = pages.get(code) or next(iter(pages.values()))
    return DueReview(item, due, by_code[code][1], code, page, due < today)


def _pages(items: Any, user: Any) -> dict[UUID, dict[str, int]]:
    rows = Page.objects.filter(translation_key__in=list(items), alias_of=None, locale__language_code__in=CODES)
    if user is not None and not user.is_superuser:
        policy = policy_registry.get_by_type(Page)
        rows = rows.filter(pk__in=policy.instances_user_has_any_permission_for(user, _RIGHTS).values("pk"))
    found: dict[UUID, dict[str, int]] = {}
    for item, code, page in rows.values_list("translation_key", "locale__language_code", "pk"):
        found.setdefault(item, {})[code] = page
    return found
