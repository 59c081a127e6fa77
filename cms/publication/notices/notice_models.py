"""What editors say to readers of an item that is not to be relied on any more. Rows are only added: the newest counts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.content.languages import Language


class NoticeKind(models.TextChoices):
    """`withdrawn` can still be read, with the notice; `gone` cannot; `moved` leads to another item; `ended` takes back what was
    said before.
    """

    WITHDRAWN = "withdrawn", _("Withdrawn: it can still be read, with a notice")
    GONE = "gone", _("Gone: it cannot be read any more")
    MOVED = "moved", _("Moved: its addresses lead to another item")
    ENDED = "ended", _("In force again")


class ReaderNotice(models.Model):
    """A word to readers on both languages of an item: why, in each, and which items to go to instead.

    `after` is the item's newest release when it was said: of what is gone or moved it holds until a later one brings the
    language back. `moved_to` is the item that now has what this one had, which is the one to go to instead too.
    """

    item = models.UUIDField()
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    cy = models.TextField(blank=True)
    en = models.TextField(blank=True)
    instead = models.JSONField(default=list)
    moved_to = models.UUIDField(null=True, db_index=True)
    after = models.BigIntegerField(default=0)

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "publication"
        indexes: ClassVar = [models.Index(fields=("item", "-id"), name="notice_by_item")]

    def __str__(self) -> str:
        return f"{self.kind} {self.item} {self.at:%Y-%m-%d %H:%M:%S %Z}"

    def text(self, language: Language) -> str:
        """What is said in a language."""
        found: str = getattr(self, language)
        return found
