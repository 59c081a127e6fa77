"""What is in the bin: items, the pages of each, which were deleted with all below them, and their rows as they were."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class BinnedItem(models.Model):
    """What one deletion took: a page, its twin and all below both.

    `changed` is what it changed in rows that it left, as (model, key, column, value before); `linked_from` are those that name
    any of the pages, as (model, key).
    """

    item = models.UUIDField(db_index=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    page_count = models.PositiveIntegerField()
    deleted_at = models.DateTimeField(db_index=True)
    kept_until = models.DateTimeField(db_index=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=300, blank=True)
    changed: Any = models.JSONField(default=list)
    linked_from: Any = models.JSONField(default=list)

    class Meta:
        verbose_name = _("item in the bin")
        verbose_name_plural = _("items in the bin")

    def __str__(self) -> str:
        return self.titles

    @property
    def titles(self) -> str:
        """In each language."""
        return " / ".join(root.title for root in self.roots.all())

    @property
    def places(self) -> str:
        """Below what its pages were."""
        return " / ".join(root.parent_title for root in self.roots.all())

    @property
    def type_name(self) -> str:
        """What a page of its type is called; empty for a type that there is no more."""
        model = self.content_type.model_class()
        return str(capfirst(model._meta.verbose_name)) if model else ""


class BinnedRoot(models.Model):
    """A page that was deleted with all below it, and where it stood: below `parent`, before the first of `followers`."""

    binned = models.ForeignKey(BinnedItem, on_delete=models.CASCADE, related_name="roots")
    page = models.BigIntegerField()
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=100)
    parent = models.BigIntegerField()
    parent_title = models.CharField(max_length=300)
    followers: Any = models.JSONField(default=list)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("page in the bin")
        verbose_name_plural = _("pages in the bin")

    def __str__(self) -> str:
        return self.title


class BinnedRows(models.Model):
    """Some rows of a table as they were, in Django's own JSON for fixtures."""

    binned = models.ForeignKey(BinnedItem, on_delete=models.CASCADE, related_name="rows")
    rows = models.TextField()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("rows in the bin")
        verbose_name_plural = _("rows in the bin")

    def __str__(self) -> str:
        return f"{self.binned_id}"
