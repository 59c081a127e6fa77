"""Releases of several items: what goes out together, when, by whose word, and why."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SetState(models.TextChoices):
    """An open set holds its items; the others hold nothing."""

    OPEN = "open", _("Open")
    RELEASED = "released", _("Released")
    CANCELLED = "cancelled", _("Cancelled")


class ReleaseSet(models.Model):
    """Items that go out in one transaction, both languages of each. `reverts` is the released set that this one undid.

    `planned_for` is when the worker releases it, `seconds` how long that took when it was last tried. At `failed_at` that
    moment had come and nothing went out, because of `failures`: the items at fault.
    """

    name = models.CharField(_("name"), max_length=200)
    reason = models.TextField(_("reason"), blank=True)
    note_cy = models.TextField(_("change note in Welsh"), blank=True)
    note_en = models.TextField(_("change note in English"), blank=True)
    is_major = models.BooleanField(_("major change"), default=False, help_text=_("One that readers should be told of."))
    state = models.CharField(max_length=10, choices=SetState.choices, default=SetState.OPEN, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    planned_for = models.DateTimeField(null=True, editable=False, db_index=True)
    seconds = models.FloatField(default=0.0, editable=False)
    failed_at = models.DateTimeField(null=True, editable=False)
    failures = models.JSONField(default=list, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    by_name = models.CharField(max_length=300, blank=True, editable=False)
    reverts = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="reverted_by"
    )

    class Meta:
        app_label = "publication"

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it may be changed, and holds its items."""
        return self.state == SetState.OPEN


class ReleaseSetItem(models.Model):
    """An item of a set."""

    release_set = models.ForeignKey(ReleaseSet, on_delete=models.CASCADE, related_name="members")
    item = models.UUIDField(db_index=True)

    class Meta:
        app_label = "publication"
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(fields=("release_set", "item"), name="one_row_an_item_of_a_set"),
        ]

    def __str__(self) -> str:
        return f"{self.release_set_id} {self.item}"
