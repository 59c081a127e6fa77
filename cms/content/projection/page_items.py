"""Which item each page and snippet is, or was: content names them by number, also after one language's row is deleted."""

from django.db import models


class PageItem(models.Model):
    """A page, by its primary key, and its item. It outlives the page: a link to it leads to the item's other language."""

    page = models.BigIntegerField(primary_key=True)
    item = models.UUIDField()

    class Meta:
        app_label = "content"

    def __str__(self) -> str:
        return f"{self.page} {self.item}"


class SnippetItem(models.Model):
    """A snippet, by its table and primary key, and its item: what names it means the item, in whichever language it is left."""

    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    item = models.UUIDField()

    class Meta:
        app_label = "content"
        constraints = [models.UniqueConstraint(fields=("table", "row"), name="one_item_a_snippet")]

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.item}"
