"""What Wagtail's history and mail say of stages: their names in the reader's language, and whom they are for."""

import copy
from functools import wraps
from typing import Any, Final

from django.contrib.auth import get_user_model
from wagtail.admin import mail
from wagtail.log_actions import LogActionRegistry

from . import acting, authorship
from .shown_names import shown

_ACTIONS: Final = ("start", "approve", "reject", "resume", "cancel")


def log_actions(actions: LogActionRegistry) -> None:
    """Names in what was noted in another language are shown in that of the screen."""
    for action in _ACTIONS:
        formatter = actions.formatters[f"wagtail.workflow.{action}"]
        formatter.format_message = _translated(formatter.format_message)


def _translated(format_message: Any) -> Any:
    @wraps(format_message)
    def translated(log_entry: Any) -> Any:
        entry = copy.copy(log_entry)
        entry.data = _with_names(log_entry.data)
        return format_message(entry)

    return translated


def _with_names(data: Any) -> Any:
    if not isinstance(data, dict):
        return data
    return {
        key: shown(value) if key == "title" and isinstance(value, str) else _with_names(value)
        for key, value in data.items()
    }


def install() -> None:
    """Writes to who can act in a page's stage and, when it is over, to who wrote the page: Wagtail has no hook for it."""
    submitted = mail.GroupApprovalTaskStateSubmissionEmailNotifier
    recipients = submitted.get_recipient_users

    @wraps(recipients)
    def who_can_act(self: Any, task_state: Any, **kwargs: Any) -> Any:
        found, task = recipients(self, task_state, **kwargs), task_state.task.specific
        if not _is_ours(task):
            return found
        page = task_state.workflow_state.content_object
        return {one for one in found.distinct() if acting.is_waiting_for(task, page, one)}

    submitted.get_recipient_users = who_can_act
    for notifier in (mail.WorkflowStateApprovalEmailNotifier, mail.WorkflowStateRejectionEmailNotifier):
        notifier.get_recipient_users = _and_writers(notifier.get_recipient_users)


def _and_writers(recipients: Any) -> Any:
    @wraps(recipients)
    def also_who_wrote_it(self: Any, workflow_state: Any, user: Any = None, **kwargs: Any) -> Any:
        found, page = set(recipients(self, workflow_state, user=user, **kwargs)), workflow_state.content_object
        if any(_is_ours(task.specific) for task in workflow_state.workflow.tasks):
            states = [one for one in workflow_state.task_states.all() if _is_translation(one)]
            wrote = {one.finished_by_id for one in states if one.finished_by_id is not None}
            wrote |= authorship.writers(page)
            found |= set(get_user_model().objects.filter(pk__in=wrote))
            found.discard(user)
        return found

    return also_who_wrote_it


def _is_translation(state: Any) -> bool:
    return acting.is_translation_stage(state.task.specific)


def _is_ours(task: Any) -> bool:
    from ..models import StageTask

    return isinstance(task, StageTask)
