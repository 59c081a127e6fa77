"""All tasks of one list, for those that no report shows."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .task_lists import MOST, TaskQuery, task_lists


@require_safe
def all_tasks_view(request: HttpRequest, name: str) -> HttpResponse:
    """The first MOST of them, the longest waiting first. They are those that the user may do, so that nobody is refused."""
    about = next((one for one in task_lists() if one.name == name), None)
    if about is None:
        raise Http404
    context = {
        "breadcrumbs_items": [{"url": "", "label": about.title}],
        "header_title": about.title,
        "header_icon": "tasks",
        "about": about,
        "found": about.find(TaskQuery(request.user, timezone.now(), limit=MOST)),
    }
    return render(request, "desk_home/all_tasks.html", context)
