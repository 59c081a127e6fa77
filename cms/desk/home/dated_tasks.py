"""Tasks known by a date or by somebody's word: languages alone, reviews, what is in workflow, withdrawals, searches."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, TaskState, WorkflowState

from cms.content.languages import CODES
from cms.desk.workflow.stages.request_changes import words_of
from cms.publication.admin.releasing.waiting_view import own_pages
from cms.publication.models import Edition, HeldWithdrawal
from cms.publication.releases.last_releases import exceptions
from cms.publication.safeguards.blast_radius import open_withdrawals
from cms.publication.visibility import served

from .page_tasks import OfItem, counted, item_url, nearest, of_user, pages_of
from .task_lists import DueTask, FoundTasks, TaskList, TaskQuery

# How long before its date a review is to be thought of.
REVIEW_NOTICE: Final = dt.timedelta(days=30)
SEARCHED_DAYS: Final = 30


class _InScreenLanguage:
    """An item, named in the language of the screen where it has a page in it."""

    def __init__(self, row: Any) -> None:
        self.item = row.item
        self.language: str = next((code for code in CODES if code == (get_language() or "")[:2]), CODES[0])


def _exceptions(query: TaskQuery) -> FoundTasks:
    """Of what one language is public alone until a moment, the next to end first; each in that language."""
    chosen, count, own = counted(exceptions(), query)
    first = list(chosen.order_by("until", "pk")[: query.limit])
    pages = pages_of(first, query.user) if first else {}
    tasks = [_task(pages, row, note=row.reason, since=row.at, until=row.until) for row in first]
    return FoundTasks(count, own, tasks)


def _reviews(query: TaskQuery) -> FoundTasks:
    """What is to be reviewed within a month or should have been, the longest overdue first; an item once."""
    today = timezone.localdate(query.now)
    due = Edition.objects.filter(served(query.now), review_due__lte=today + REVIEW_NOTICE)
    twins = Edition.objects.filter(served(query.now), item=OuterRef("item"), language__lt=OuterRef("language"))
    chosen, count, own = counted(due.filter(~Exists(twins)), query)
    first = list(chosen.order_by("review_due", "item").only("item", "language", "review_due")[: query.limit])
    named: dict[int, OfItem] = {row.pk: _InScreenLanguage(row) for row in first}
    pages = pages_of(named.values(), query.user) if first else {}
    tasks = [
        _task(
            pages,
            named[row.pk],
            note=_now("overdue since %(day)s") % day if row.review_due < today else _now("due on %(day)s") % day,
            edit=True,
        )
        for row in first
        if row.review_due is not None and (day := {"day": date_format(row.review_due, "j F Y")})
    ]
    return FoundTasks(count, own, tasks)


def _task(pages: Any, row: OfItem, *, edit: bool = False, **more: Any) -> DueTask:
    page = nearest(pages, row)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk]) if edit else item_url(pages, row)
    return DueTask(str(page.get_admin_display_title()), url, page.locale.language_code, **more)


def _in_workflow(query: TaskQuery) -> FoundTasks:
    """What somebody has submitted and the user may approve or send back: all of it is the user's own."""
    waiting = TaskState.objects.reviewable_by(query.user).order_by("started_at", "pk")
    count = waiting.count()
    first = waiting.select_related("task", "revision").prefetch_related("revision__content_object")[: query.limit]
    finder = AdminURLFinder(query.user)
    return FoundTasks(count, count, list(_workflow_tasks(first, finder)))


def _workflow_tasks(states: Any, finder: AdminURLFinder) -> Iterator[DueTask]:
    for state in states:
        instance = state.revision.content_object
        url = finder.get_edit_url(instance) if instance is not None else None
        if url is None:
            continue
        title = instance.get_admin_display_title() if isinstance(instance, Page) else str(instance)
        locale = getattr(instance, "locale", None)
        yield DueTask(str(title), url, locale.language_code if locale else "", state.task.name, since=state.started_at)


def _sent_back(query: TaskQuery) -> FoundTasks:
    """What somebody has asked to be changed, and has not been submitted again."""
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), status=WorkflowState.STATUS_NEEDS_CHANGES
    )
    asked = states.filter(object_id=Cast(OuterRef("pk"), CharField())).order_by("-pk")
    pages = own_pages(query.user).filter(Exists(asked))
    mine = Q(Exists(asked.filter(requested_by=query.user))) | of_user(query.user)
    counts = pages.aggregate(count=Count("pk"), own=Count("pk", filter=mine))
    chosen = (pages.filter(mine) if query.only_own else pages).annotate(
        since=Subquery(asked.values("current_task_state__finished_at")[:1])
    )
    first = list(chosen.order_by("since", "pk")[: query.limit])
    states_of = {
        int(state.object_id): state
        for state in states.filter(object_id__in=[str(page.pk) for page in first]).select_related(
            "current_task_state__finished_by"
        )
    }
    tasks = [
        DueTask(
            str(page.get_admin_display_title()),
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            page.locale.language_code,
            words_of(states_of[page.pk].current_task_state),
            since=page.since,
        )
        for page in first
    ]
    return FoundTasks(counts["count"], counts["own"], tasks)


def _withdrawals(query: TaskQuery) -> FoundTasks:
    """What would have been withdrawn from readers, and waits for somebody's word."""
    chosen, count, own = counted(open_withdrawals(), query)
    first: list[HeldWithdrawal] = list(chosen.order_by("since", "pk")[: query.limit])
    pages = pages_of(first, query.user) if first else {}
    return FoundTasks(count, own, [_task(pages, row, since=row.since) for row in first])


def _searches(query: TaskQuery) -> FoundTasks:
    """What was searched for often within a month and found nothing, what was missed most first; nobody's own."""
    from search.admin.search_statistics import most_searched
    from search.statistics.count_records import today

    if query.only_own:
        return FoundTasks(0, 0)
    days, last = SEARCHED_DAYS, today()
    found = [
        (code, row)
        for code in CODES
        for row in most_searched(code, days, last, 100, without_results=True)
        if row.hits == 0
    ]
    found.sort(key=lambda pair: (-pair[1].missed, pair[1].keys))
    address = f"{reverse('search_report')}?days={days}"
    tasks = [DueTask(row.keys, address, code, _times(row.missed)) for code, row in found[: query.limit]]
    return FoundTasks(len(found), 0, tasks)


def _times(count: int) -> str:
    return ngettext("%(count)s time", "%(count)s times", count) % {"count": count}


DATED_TASKS: Final = (
    TaskList(
        "workflow",
        _("Waiting for your decision"),
        _("Somebody has sent these for approval. Approve each or send it back."),
        10,
        _in_workflow,
        lambda: reverse("wagtailadmin_reports:workflow_tasks"),
    ),
    TaskList(
        "sent-back",
        _("Sent back for changes"),
        _("Somebody has asked for changes. Make them, and submit the page again."),
        12,
        _sent_back,
    ),
    TaskList(
        "withdrawals",
        _("Withdrawals that wait"),
        _("One change would have withdrawn these from readers. Correct what they share, or confirm that they go."),
        15,
        _withdrawals,
        lambda: reverse("publication_admin:withdrawals"),
    ),
    TaskList(
        "exceptions",
        _("One language alone"),
        _(
            "Readers see one language ahead of the other, or without it, until the date given. Finish the other before then."
        ),
        25,
        _exceptions,
        lambda: reverse("publication_admin:waiting"),
    ),
    TaskList(
        "reviews",
        _("Reviews due"),
        _("Read the page, change what is no longer right, and enter the new dates."),
        70,
        _reviews,
    ),
    TaskList(
        "searches",
        _("Searches that found nothing"),
        _("People looked for these and found nothing. Write about them, or add a synonym."),
        90,
        _searches,
        lambda: reverse("search_report"),
    ),
)
