"""What the first screen of the admin is made of."""

from collections.abc import Iterator

from django.urls import URLResolver, include, path
from wagtail import hooks

from .all_tasks import all_tasks_view
from .dated_tasks import DATED_TASKS
from .page_summary import in_the_editors_language
from .page_tasks import PAGE_TASKS
from .task_lists import HOOK, TaskList
from .task_panel import add_tasks


def lists() -> Iterator[TaskList]:
    """Those on what other rooms below keep."""
    yield from (*PAGE_TASKS, *DATED_TASKS)


def task_urls() -> list[URLResolver]:
    """The admin's addresses of this room."""
    addresses = [path("<slug:name>/", all_tasks_view, name="tasks")]
    return [path("tasks/", include((addresses, "desk_home")))]


hooks.register(HOOK, lists, order=-1)
hooks.register("register_admin_urls", task_urls)
hooks.register("construct_homepage_panels", add_tasks)
hooks.register("construct_homepage_summary_items", in_the_editors_language, order=10)
