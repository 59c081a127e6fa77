"""What the report says of each row: its page, and who has the work in hand. Looked up for many rows in a few queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from cms.content.languages import other
from cms.publication.admin.releasing.waiting_view import own_pages
from cms.publication.models import LanguageStanding

from ..home.page_tasks import Pages, nearest, translate_url

_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class ShownStanding:
    """A row in words: the page, where the work is done, who has it in hand and whose the page is."""

    title: str
    url: str
    holder: str
    owner: str


def shown_standings(rows: Iterable[LanguageStanding], user: Any) -> dict[int, ShownStanding]:
    """By the rows' primary keys."""
    found: dict[int, ShownStanding] = {}
    every = list(rows)
    for start in range(0, len(every), _AT_ONCE):
        found |= _shown(every[start : start + _AT_ONCE], user)
    return found


def _shown(rows: Sequence[LanguageStanding], user: Any) -> dict[int, ShownStanding]:
    own = own_pages(user).select_related("owner", "locked_by", "latest_revision__user", "locale")
    pages: Pages = {
        (page.translation_key, page.locale.language_code): page
        for page in own.filter(translation_key__in={row.item for row in rows}).defer("latest_revision__content")
    }
    tasks = _tasks(page for row in rows if (page := pages.get((row.item, row.language))) is not None)
    return {
        row.pk: ShownStanding(
            title=str(nearest(pages, row).get_admin_display_title()),
            url=translate_url(pages, row),
            holder=_holder(pages.get((row.item, row.language)), tasks),
            owner=_name(nearest(pages, row).owner),
        )
        for row in rows
        if (row.item, row.language) in pages or (row.item, other(row.language)) in pages  # type: ignore[arg-type]
    }


def _tasks(pages: Iterable[Page]) -> dict[str, str]:
    """The name of the task of a workflow in which each of the pages is."""
    kind = ContentType.objects.get_for_model(Page)
    states = WorkflowState.objects.active().filter(
        base_content_type=kind, object_id__in=[str(page.pk) for page in pages]
    )
    return dict(states.values_list("object_id", "current_task_state__task__name"))


def _holder(page: Any, tasks: dict[str, str]) -> str:
    """In whose hands it is: a workflow's, who locked it, or who has begun to change it."""
    if page is None:
        return _("Nobody yet")
    if task := tasks.get(str(page.pk)):
        return _("In workflow: %(task)s") % {"task": task}
    if page.locked_by is not None:
        return _("Locked by %(name)s") % {"name": _name(page.locked_by)}
    if page.has_unpublished_changes and page.latest_revision is not None and page.latest_revision.user is not None:
        return _("Draft by %(name)s") % {"name": _name(page.latest_revision.user)}
    return _("Nobody yet")


def _name(user: Any) -> str:
    return str(user.get_full_name() or user.get_username()) if user is not None else ""
