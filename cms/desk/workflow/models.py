"""The stages of a page as Wagtail's tasks; who wrote what of it; which groups are ours; and reviews of whole pages."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from cms.content.languages import NAMES

from .stages import acting
from .stages.request_changes import RequestChangesForm


class StageTask(AbstractGroupApprovalTask):  # type: ignore[misc]
    """A stage in which members of its groups act on pages over which the group has rights: so each language has its own people.

    `needs` is the right that is wanted besides. Nobody approves what they wrote.
    """

    needs: ClassVar[str] = ""

    class Meta:
        abstract = True

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        """Starts the stage, and ends it at once where there is nothing to do in it."""
        state: TaskState = super().start(workflow_state, user=user)
        if not self.is_needed(workflow_state.content_object):
            state.status = TaskState.STATUS_SKIPPED
            state.save()
        return state

    def is_needed(self, page: Any) -> bool:
        """Whether the page goes through this stage."""
        return True

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return acting.is_for(self, obj, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not acting.is_for(self, obj, user)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return acting.is_for(self, obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        return acting.actions(self, obj, user)

    def get_form_for_action(self, action: str) -> Any:
        """What is asked before an action: who wants changes says which."""
        return RequestChangesForm if action == acting.REJECT else super().get_form_for_action(action)

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        acting.act(self, task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        return acting.states_for(self, user)

    @classmethod
    def get_description(cls) -> Any:
        return _(
            "Members of the chosen groups act on pages over which they have a right; nobody approves their own work"
        )


class TranslationTask(StageTask):
    """A translation is brought up to date with its original. Other pages pass through."""

    class Meta:
        verbose_name = _("Translation stage")
        verbose_name_plural = _("Translation stages")

    def is_needed(self, page: Any) -> bool:
        return bool(acting.lacks_translation(page))


class LanguageCheckTask(StageTask):
    """Somebody else reads the language of the page."""

    class Meta:
        verbose_name = _("Language check stage")
        verbose_name_plural = _("Language check stages")


class ContentApprovalTask(StageTask):
    """What the page says is approved."""

    class Meta:
        verbose_name = _("Content approval stage")
        verbose_name_plural = _("Content approval stages")


class ReleaseTask(StageTask):
    """The page goes live, and with it its twin where that has come to this stage too. It wants the right to publish."""

    needs = "publish"

    class Meta:
        verbose_name = _("Release stage")
        verbose_name_plural = _("Release stages")


class Contribution(models.Model):
    """When somebody last wrote part of an item in a language."""

    item = models.UUIDField()
    language = models.CharField(max_length=2, choices=list(NAMES.items()))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("item", "language", "user"), name="one_contribution_a_user"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.language} {self.user_id}"


class DeskGroup(models.Model):
    """A group that was made for the desk, by what its members do. It may be renamed."""

    role = models.CharField(max_length=20, unique=True)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.role


class PageReview(models.Model):
    """Somebody read an item in both languages and found it right, and when it is to be read next. The name stays."""

    item = models.UUIDField(db_index=True)
    on = models.DateField()
    next_due = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return f"{self.item} {self.on}"


class ReviewReminder(models.Model):
    """A reminder of a review that was mailed to somebody: before it was due, or once it was overdue."""

    item = models.UUIDField()
    due = models.DateField()
    overdue = models.BooleanField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("item", "due", "overdue", "user"), name="one_reminder_a_review"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.due}"
