"""The panel at the top of the first screen: every list that has something to do, or that there is nothing."""

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from .task_lists import FoundTasks, TaskList, TaskQuery, task_lists

# By which the address asks for the user's own tasks only.
WHOSE: Final = "tasks"
OWN: Final = "own"
_GUIDES: Final = {"cy": "golygyddion", "en": "editors"}


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list with what was found of it."""

    about: TaskList
    found: FoundTasks
    count: int

    @property
    def more(self) -> int:
        """How many of them are not shown."""
        return self.count - len(self.found.first)


class TaskPanel(Component):  # type: ignore[misc]
    """What is to be done today, for the user or for all."""

    name = "tasks"
    order = 50
    template_name = "desk_home/tasks.html"

    class Media:
        css = {"all": ["desk_home/tasks.css"]}

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The lists in order; those without tasks are named together."""
        request = parent_context["request"]
        only_own = request.GET.get(WHOSE) == OWN
        query = TaskQuery(request.user, timezone.now(), only_own)
        shown = [_shown(one, query) for one in task_lists()]
        language = (get_language() or "en")[:2]
        return {
            "lists": [one for one in shown if one.count],
            "nothing_in": [one.about.title for one in shown if not one.count],
            "count": sum(one.found.count for one in shown),
            "own": sum(one.found.own for one in shown),
            "only_own": only_own,
            "whose": f"?{WHOSE}={OWN}",
            "guide": f"{settings.API_URL}/api/docs/{_GUIDES.get(language, 'editors')}",
        }


def _shown(about: TaskList, query: TaskQuery) -> ShownList:
    found = about.find(query)
    return ShownList(about, found, found.own if query.only_own else found.count)


def add_tasks(request: Any, panels: list[Component]) -> None:
    """Puts it first. What waits for the user's decision is a list of it, so that Wagtail's panel of the same goes."""
    panels[:] = [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]
    panels.append(TaskPanel())
