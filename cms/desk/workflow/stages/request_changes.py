"""Changes that somebody asks for: they say which, and whoever writes the page is told until it is submitted again."""

from typing import Final

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Page, TaskState, WorkflowState

MISSING: Final = _("Say what is to be changed.")


class RequestChangesForm(TaskStateCommentForm):  # type: ignore[misc]
    """Asks what is to be changed."""

    comment = forms.CharField(
        label=_("What is to be changed"), error_messages={"required": MISSING}, widget=forms.Textarea({"rows": 3})
    )


def request_of(state: WorkflowState | None) -> TaskState | None:
    """Where changes were asked for, and not submitted yet: the stage in which that was."""
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    found: TaskState | None = state.current_task_state
    return found


def words_of(asked: TaskState) -> str:
    """What was asked for, by whom."""
    by = get_user_display_name(asked.finished_by) if asked.finished_by else ""
    return ": ".join(filter(None, (by, f"“{asked.comment}”" if asked.comment else "")))


def before_edit(request: HttpRequest, page: Page) -> None:
    """Tells whoever opens the page what was asked for."""
    asked = request_of(page.current_workflow_state) if request.method == "GET" else None
    if asked is None or asked.finished_at is None:
        return
    told = {"words": words_of(asked), "day": date_format(timezone.localtime(asked.finished_at), "j F Y")}
    messages.warning(request, _now("Changes were asked for, %(day)s. %(words)s") % told)
