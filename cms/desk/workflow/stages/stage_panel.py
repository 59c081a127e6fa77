"""A page's stages as the translation editor shows them: what is done, who is waited for, and what the user may do now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import TaskState, WorkflowState

from . import acting
from .own_work import refusal


@dataclass(frozen=True)
class ShownStage:
    """One stage: where it stands and, once it is over, by whom and when."""

    name: str
    state: str
    is_current: bool = False
    by: str = ""
    at: datetime | None = None
    comment: str = ""


@dataclass(frozen=True)
class StagePanel:
    """The stages of a page for one user. `submit` is what the button that submits says, empty where there is none."""

    page: Any
    stages: tuple[ShownStage, ...]
    waits_for: tuple[str, ...]
    actions: tuple[tuple[str, Any], ...]
    submit: str
    submit_refusal: str
    hindrance: str
    lock: str
    can_cancel: bool


def panel_of(page: Any, user: Any) -> StagePanel | None:
    """The stages of a page as a user sees them; None for one that has no workflow."""
    workflow, state = page.get_workflow(), page.current_workflow_state
    if workflow is None and state is None:
        return None
    task = page.current_workflow_task
    permissions, lock = page.permissions_for_user(user), page.get_lock()
    may_submit = permissions.can_edit() and permissions.can_submit_for_moderation() and _has_something(page, state)
    is_locked = lock is not None and lock.for_user(user)
    offered = task.get_actions(page, user) if task and not is_locked else []
    may_approve = any(name == acting.APPROVE for name, *_rest in offered)
    is_theirs = task is not None and not is_locked and not may_approve
    own = "" if acting.is_translation_stage(task) else refusal(page, user)
    hindrance = (own or submit_refusal(page)) if is_theirs else ""
    return StagePanel(
        page=page,
        stages=tuple(_stages(workflow, state)),
        waits_for=tuple(sorted(map(str, acting.groups_for(task, page)))) if task and hasattr(task, "groups") else (),
        actions=tuple({name: words for name, words, _asks in reversed(offered)}.items()),
        submit=_submit_words(state) if may_submit else "",
        submit_refusal=submit_refusal(page) if may_submit else "",
        hindrance=hindrance,
        lock=str(lock.get_message(user) or "") if is_locked else "",
        can_cancel=bool(state is not None and state.user_can_cancel(user)),
    )


def submit_refusal(page: Any) -> str:
    """Why a page cannot be submitted yet: a translation lacks texts, or its original has changed since."""
    translation = acting.translation_into(page)
    if translation is None:
        return ""
    missing = acting.untranslated(translation)
    if missing:
        return _("Texts to translate: %(count)s.") % {"count": missing}
    return "" if acting.is_of_the_original(translation) else _("The original has changed: take its changes over first.")


def _has_something(page: Any, state: WorkflowState | None) -> bool:
    """Whether there is anything to submit: a draft, texts that are not in the live version, or changes that were asked for."""
    if state is not None or not page.live or page.has_unpublished_changes:
        return True
    translation = acting.translation_into(page)
    return translation is not None and acting.has_newer_texts(page, translation)


def _submit_words(state: WorkflowState | None) -> str:
    return _("Submit again") if state is not None else _("Submit")


def _stages(workflow: Any, state: WorkflowState | None) -> list[ShownStage]:
    if state is None:
        return [ShownStage(task.name, _("to come")) for task in workflow.tasks.filter(active=True)]
    return [_stage(task, task.task_state) for task in state.all_tasks_with_state()]


def _stage(task: Any, state: TaskState | None) -> ShownStage:
    words = {
        None: _("to come"),
        TaskState.STATUS_IN_PROGRESS: _("now"),
        TaskState.STATUS_APPROVED: _("approved"),
        TaskState.STATUS_REJECTED: _("changes asked for"),
        TaskState.STATUS_SKIPPED: _("nothing left to do"),
        TaskState.STATUS_CANCELLED: _("cancelled"),
    }
    if state is None:
        return ShownStage(task.name, words[None])
    by = get_user_display_name(state.finished_by) if state.finished_by else ""
    is_current = state.status in {TaskState.STATUS_IN_PROGRESS, TaskState.STATUS_REJECTED}
    return ShownStage(task.name, words[state.status], is_current, by, state.finished_at, state.comment)
