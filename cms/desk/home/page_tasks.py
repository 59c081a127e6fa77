"""Tasks on pages that are known by what is kept of their languages: what is held, behind, missing or lacks something."""

from collections.abc import Callable, Iterable
from typing import Any, Final, Protocol
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.content.languages import Language, other
from cms.publication.admin.releasing.outcomes import waits_for
from cms.publication.admin.releasing.waiting_view import own_pages
from cms.publication.models import Lag, LanguageStanding

from .task_lists import DueTask, FoundTasks, TaskList, TaskQuery

Pages = dict[tuple[UUID, str], Any]


class OfItem(Protocol):
    """A row of which the item and language are known."""

    item: UUID
    language: str


def of_user(user: Any) -> Q:
    """The pages that are somebody's own: owned, locked or last changed by them."""
    return Q(owner=user) | Q(locked_by=user) | Q(latest_revision__user=user)


def counted(rows: QuerySet[Any], query: TaskQuery) -> tuple[QuerySet[Any], int, int]:
    """Those of rows with an `item` whose page, in either language, the user may change; how many, and how many are own."""
    pages = own_pages(query.user).filter(translation_key=OuterRef("item"))
    own = Exists(pages.filter(of_user(query.user)))
    allowed = rows.filter(Exists(pages))
    counts = allowed.aggregate(count=Count("pk"), own=Count("pk", filter=Q(own)))
    return (allowed.filter(own) if query.only_own else allowed), counts["count"], counts["own"]


def pages_of(rows: Iterable[OfItem], user: Any) -> Pages:
    """The pages of the items that the user may change, by item and language."""
    found = own_pages(user).filter(translation_key__in={row.item for row in rows})
    return {(page.translation_key, page.locale.language_code): page for page in found}


def nearest(pages: Pages, row: OfItem) -> Any:
    """The page of the row, or where there is none, that of the other language."""
    return pages.get((row.item, row.language)) or pages[row.item, other(_language(row))]


def _language(row: OfItem) -> Language:
    language: Any = row.language
    found: Language = language
    return found


def _of_language(pages: Pages, row: LanguageStanding, note: str) -> str:
    """What is to be said of the row; of which language that is, where it stands under the page in the other one."""
    if (row.item, row.language) in pages or not note or row.lag == Lag.MISSING:
        return note
    return f"{_now('Welsh') if row.language == 'cy' else _now('English')}: {note}"


def _words(row: LanguageStanding) -> str:
    said = ngettext("%(count)s word to write", "%(count)s words to write", row.lag_words)
    return said % {"count": row.lag_words} if row.lag_words else ""


def _waiting(row: LanguageStanding) -> str:
    held: Any = row.held
    return waits_for(_language(row), held)


def edit_url(pages: Pages, row: OfItem) -> str:
    """The editor of the page, or what is known of the item where the user may change only the other language."""
    page = pages.get((row.item, row.language))
    if page is not None:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    return item_url(pages, row)


def unfinished_url(pages: Pages, row: OfItem) -> str:
    """The editor of a translation, at its first text that waits."""
    return f"{edit_url(pages, row)}#unfinished" if (row.item, row.language) in pages else edit_url(pages, row)


def translate_url(pages: Pages, row: OfItem) -> str:
    """Where the translation is begun, or goes on."""
    if (row.item, row.language) in pages:
        return edit_url(pages, row)
    return reverse("wagtail_localize:submit_page_translation", args=[nearest(pages, row).pk])


def item_url(pages: Pages, row: OfItem) -> str:
    """The public editions of the item."""
    return reverse("publication_admin:item", args=[nearest(pages, row).pk])


def standing_tasks(
    rows: Callable[[], QuerySet[LanguageStanding]],
    since: str,
    note: Callable[[LanguageStanding], str],
    url: Callable[[Pages, OfItem], str],
) -> Callable[[TaskQuery], FoundTasks]:
    """The tasks of some rows, in three queries."""

    def find(query: TaskQuery) -> FoundTasks:
        chosen, count, own = counted(rows(), query)
        first = list(chosen.order_by(since, "item", "language")[: query.limit])
        pages = pages_of(first, query.user) if first else {}
        tasks = [
            DueTask(
                title=str(nearest(pages, row).get_admin_display_title()),
                url=url(pages, row),
                language=nearest(pages, row).locale.language_code,
                note=_of_language(pages, row, note(row)),
                since=getattr(row, since),
            )
            for row in first
        ]
        return FoundTasks(count, own, tasks)

    return find


def _lagging(lag: Lag) -> Callable[[], QuerySet[LanguageStanding]]:
    return lambda: LanguageStanding.objects.filter(lag=lag)


def _in_language(row: LanguageStanding) -> str:
    """Which language is missing, and how many words that is."""
    said = _now("No Welsh yet") if row.language == "cy" else _now("No English yet")
    return " · ".join(filter(None, (said, _words(row))))


def _parity(lag: Lag) -> Callable[[], str]:
    return lambda: f"{reverse('desk_parity:report')}?lag={lag.value}"


def without_captions() -> QuerySet[LanguageStanding]:
    """Languages of items with a recording that lacks captions or a transcript."""
    lacking = Q(gaps__contains=" captions_") | Q(gaps__contains=" transcript_")
    return LanguageStanding.objects.filter(lacking, lag=Lag.INCOMPLETE)


PAGE_TASKS: Final = (
    TaskList(
        "held",
        _("Held"),
        _("Finished in one language. See what each waits for, and release it."),
        20,
        standing_tasks(lambda: LanguageStanding.objects.exclude(held=""), "held_since", _waiting, item_url),
        lambda: reverse("publication_admin:waiting"),
    ),
    TaskList(
        "behind",
        _("Translations out of date"),
        _("The other language has changed since. Bring the translation up to date."),
        30,
        standing_tasks(_lagging(Lag.BEHIND), "lag_since", _words, unfinished_url),
        _parity(Lag.BEHIND),
    ),
    TaskList(
        "missing",
        _("Missing in a language"),
        _("There is a page in one language only. Translate it."),
        40,
        standing_tasks(_lagging(Lag.MISSING), "lag_since", _in_language, translate_url),
        _parity(Lag.MISSING),
    ),
    TaskList(
        "incomplete",
        _("Not complete"),
        _("Published, but something is missing, so readers do not see it. See what it is."),
        50,
        standing_tasks(_lagging(Lag.INCOMPLETE), "lag_since", _words, item_url),
        _parity(Lag.INCOMPLETE),
    ),
    TaskList(
        "recordings",
        _("Recordings without captions or transcript"),
        _("A recording goes out only with captions and a transcript in its language. Add them."),
        60,
        standing_tasks(without_captions, "lag_since", lambda row: "", item_url),
        lambda: f"{reverse('desk_parity:report')}?lag={Lag.INCOMPLETE.value}&lacks=captions",
    ),
)
