"""Which former addresses somebody made by hand."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EditorRedirect(models.Model):
    """An address given to an item by an editor: `history` is the row of `AddressHistory` that leads there."""

    path = models.CharField(max_length=1000, unique=True)
    item = models.UUIDField()
    history = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")

    def __str__(self) -> str:
        return f"{self.path} {self.item}"
