"""Broken links among what is to be done today."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.desk.home.page_tasks import of_user
from cms.desk.home.task_lists import DueTask, FoundTasks, TaskList, TaskQuery

from .broken_links_report import TITLE, label
from .link_faults import broken_links, targets_named


def _find(query: TaskQuery) -> FoundTasks:
    """Each link is a task: done in the editor of its page. What other sites have had broken longest comes first."""
    found = broken_links(query.user)
    own = found.filter(page__in=Page.objects.filter(of_user(query.user)).values("pk"))
    chosen = own if query.only_own else found
    links = list(chosen.order_by("external__broken_since", "page__title", "pk")[: query.limit])
    names = targets_named(links)
    tasks = [
        DueTask(
            link.page.get_admin_display_title(),
            reverse("wagtailadmin_pages:edit", args=[link.page_id]),
            language=link.page.locale.language_code,
            note=f"{names[link.pk]}: {label(link)}",
            since=link.external.broken_since if link.external else None,
        )
        for link in links
    ]
    return FoundTasks(found.count(), own.count(), tasks)


def link_task_lists() -> list[TaskList]:
    """The list, for the first screen."""
    advice = _("These lead nowhere. Change or take away each link.")
    return [TaskList("broken-links", TITLE, advice, 95, _find, lambda: reverse("broken_links"))]
