"""What is noted and not yet settled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.utils.translation import get_language
from wagtail.models import Page, PageLogEntry
from wagtail_localize.models import TranslationLog

from ..clock import moment_within
from ..models import Intent

# The `table` of an intent for everything there is.
EVERYTHING: Final = "*"
# Where Wagtail and wagtail-localize write down what they have done.
RECORDS: Final = (PageLogEntry._meta.db_table, TranslationLog._meta.db_table)


def everything() -> QuerySet[Intent]:
    """Notes that all editions are to be gone through: left to the repair."""
    return Intent.objects.filter(table=EVERYTHING)


def due() -> QuerySet[Intent]:
    """What can be settled now, take-downs first."""
    ready = Q(retry_at=None) | Q(retry_at__lte=moment_within())
    return Intent.objects.filter(ready).exclude(table=EVERYTHING).order_by("-urgent", "id")


def pages_of(intents: Iterable[Intent]) -> dict[int, str]:
    """The titles of the pages that intents name, in the screen's language if there is one, by the intents' primary keys."""
    keys = {intent.pk: UUID(intent.item) for intent in intents if intent.item}
    pages = Page.objects.filter(translation_key__in=set(keys.values())).select_related("locale")
    in_order = sorted(pages, key=lambda page: page.locale.language_code == get_language())
    titles = {page.translation_key: page.draft_title for page in in_order}
    return {pk: titles[key] for pk, key in keys.items() if key in titles}


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many changes wait, since when, and those that could not be settled so far."""

    count: int
    since: datetime | None
    failing: list[Intent]


def backlog() -> Backlog:
    """What waits now."""
    rows = Intent.objects.all()
    failing = list(rows.filter(failures__gt=0).order_by("id")[:20])
    return Backlog(rows.count(), rows.aggregate(since=Min("at"))["since"], failing)
