"""Who may act in a stage, what they may do there, and what that does: approving, releasing a pair, asking for changes."""

from collections.abc import Iterator
from typing import Any, Final

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupPagePermission, Page, TaskState, WorkflowState
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from cms.publication.completeness.translations import FrozenSource
from cms.publication.completeness.versions import live_version

from . import authorship
from .request_changes import MISSING

APPROVE: Final = "approve"
APPROVE_ALL: Final = "approve_all"
REJECT: Final = "reject"
Action = tuple[str, Any, bool]


def is_for(task: Any, page: Any, user: Any) -> bool:
    """Whether a stage of a page is a user's: a member of one of its groups that has rights over the page, so in its language.

    The right that the stage needs beyond that may be another group's.
    """
    if user.is_superuser or not user.is_active:
        return bool(user.is_superuser and user.is_active)
    if not groups_for(task, page) & set(user.groups.all()):
        return False
    return not task.needs or task.needs in page.permissions_for_user(user).permissions


def groups_for(task: Any, page: Any) -> set[Group]:
    """The groups of a stage that have rights over a page."""
    rights = GroupPagePermission.objects.filter(group__in=task.groups.all()).select_related("group", "page")
    return {right.group for right in rights if page.path.startswith(right.page.path)}


def may_approve(task: Any, page: Any, user: Any) -> bool:
    """Whether a user may end a stage of a page. That a translation is finished is said by who wrote it."""
    if not is_for(task, page, user):
        return False
    if is_translation_stage(task):
        return not lacks_translation(page)
    return not authorship.refuses_own_work(page, user) and not lacks_translation(page)


def actions(task: Any, page: Any, user: Any) -> list[Action]:
    """What a user may do in a stage of a page: name, words, and whether something is asked first."""
    if not is_for(task, page, user):
        return []
    if is_translation_stage(task):
        return [(APPROVE, _("The translation is finished"), False)] if may_approve(task, page, user) else []
    reject: Action = (REJECT, _("Request changes"), True)
    if not may_approve(task, page, user):
        return [reject]
    found = [reject, (APPROVE, _("Approve"), False), (APPROVE, _("Approve with comment"), True)]
    following = list(_stages_after(task, page))
    if following and all(may_approve(one, page, user) for one in following):
        found.append((APPROVE_ALL, _("Approve all stages and release"), False))
    return found


def act(task: Any, task_state: TaskState, user: Any, action: str, comment: str = "") -> None:
    """Carries out an action. What a user may not approve, having written some of it meanwhile, is left as it is.

    Raises ValidationError where changes are asked for and nobody says which.
    """
    page = task_state.workflow_state.content_object.specific
    if action == REJECT:
        if not comment:
            raise ValidationError(MISSING)
        task_state.reject(user=user, comment=comment)
    elif action in {APPROVE, APPROVE_ALL} and may_approve(task, page, user):
        with transaction.atomic():
            _approve(task_state, user, comment, is_all=action == APPROVE_ALL)


def states_for(task: Any, user: Any) -> Any:
    """The pages that wait in a stage for a user, and that the user may approve or translate."""
    waiting = task.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("workflow_state")
    wanted = [one.pk for one in waiting if is_waiting_for(task, one.workflow_state.content_object, user)]
    return TaskState.objects.filter(pk__in=wanted)


def is_waiting_for(task: Any, page: Any, user: Any) -> bool:
    """Whether a page in a stage waits for a user: who wrote it is waited for by its translation alone."""
    if page is None or not is_for(task, page, user):
        return False
    return is_translation_stage(task) or not authorship.refuses_own_work(page, user)


def translation_into(page: Any) -> Translation | None:
    """wagtail-localize's record of a page that is kept as a translation."""
    found: Translation | None = (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        )
        .select_related("source", "target_locale")
        .first()
    )
    return found


def untranslated(translation: Translation) -> int:
    """How many texts of a translation are missing, by what was last taken over from the original."""
    total, translated = translation.get_progress()
    return int(total - translated)


def lacks_translation(page: Any) -> bool:
    """Whether a page is a translation that lacks texts, or was made of what the original said before."""
    translation = translation_into(page)
    return translation is not None and (untranslated(translation) > 0 or not is_of_the_original(translation))


def is_of_the_original(translation: Translation) -> bool:
    """Whether a translation is made of what its original says now that it is live."""
    try:
        original = translation.source.get_source_instance()
    except Page.DoesNotExist:
        return True
    return FrozenSource(translation.source).is_unchanged_in(live_version(original).page)


def has_newer_texts(page: Any, translation: Translation) -> bool:
    """Whether somebody has written texts or values of a translation since the page's newest version."""
    of_the_page = {"context__object_id": page.translation_key, "locale_id": translation.target_locale_id}
    if page.latest_revision_created_at is not None:
        of_the_page["updated_at__gt"] = page.latest_revision_created_at
    return any(model.objects.filter(**of_the_page).exists() for model in (StringTranslation, SegmentOverride))


def take_over_texts(page: Any, user: Any) -> None:
    """Writes the texts of the translation editor into a new version of the page, a draft."""
    translation = translation_into(page)
    if translation is not None:
        translation.save_target(user=user, publish=False)


def is_translation_stage(task: Any) -> bool:
    """Whether the stage is the translators'."""
    from ..models import TranslationTask

    return isinstance(task, TranslationTask)


def is_release_stage(task: Any) -> bool:
    """Whether the stage is the last, in which a page goes live."""
    from ..models import ReleaseTask

    return isinstance(task, ReleaseTask)


def _stages_after(task: Any, page: Any) -> Iterator[Any]:
    from ..models import StageTask

    tasks = [one.specific for one in page.current_workflow_state.workflow.tasks.filter(active=True)]
    for one in tasks[[other.pk for other in tasks].index(task.pk) + 1 :]:
        if isinstance(one, StageTask):
            yield one


def _approve(state: TaskState, user: Any, comment: str, *, is_all: bool) -> None:
    """This stage, and those after it where all are meant. The twin is released with a page where it has come as far."""
    task, page = state.task.specific, state.workflow_state.content_object.specific
    if is_release_stage(task):
        _release(page, user, comment)
        return
    if is_translation_stage(task):
        take_over_texts(page, user)
    done = TaskState.objects.get(pk=state.pk).approve(user=user, comment=comment)
    following = WorkflowState.objects.get(pk=done.workflow_state_id).current_task_state
    if is_all and following is not None and following.status == TaskState.STATUS_IN_PROGRESS:
        _approve(following, user, comment, is_all=True)


def _release(page: Any, user: Any, comment: str) -> None:
    """A page, and its twin if that waits for release too: the original first, in one transaction."""
    pair = [page, *(twin for twin in page.get_translations() if _may_go_along(twin, user))]
    for one in sorted(pair, key=lambda found: translation_into(found) is not None):
        take_over_texts(one, user)
        Page.objects.get(pk=one.pk).current_workflow_task_state.approve(user=user, comment=comment)


def _may_go_along(twin: Any, user: Any) -> bool:
    task = twin.current_workflow_task
    return task is not None and is_release_stage(task) and may_approve(task, twin.specific, user)
