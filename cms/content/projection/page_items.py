"""Which item each page is, or was: texts name pages by their number, also after the page of one language is deleted."""

from django.db import models


class PageItem(models.Model):
    """A page, by its primary key, and its item. It outlives the page: a link to it leads to the item's other language."""

    page = models.BigIntegerField(primary_key=True)
    item = models.UUIDField()

    class Meta:
        app_label = "content"

    def __str__(self) -> str:
        return f"{self.page} {self.item}"
