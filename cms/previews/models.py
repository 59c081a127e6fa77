"""The tokens of previews: who made each, for whom, what it shows and until when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.publication.models import ReleaseSet


class PreviewToken(models.Model):
    """A token. As of a partner's key, its text is not stored: `prefix` is what is seen of it, `digest` recognises the rest.

    It shows the items of `release_set` as that would release them, or `item`: as it is being written or, unless `drafts`, as
    it is published and perhaps held. One that is pinned shows the revisions of the moment at which it was made.
    """

    prefix = models.CharField(max_length=20, unique=True)
    digest = models.CharField(max_length=64)
    for_whom = models.CharField(_("for whom"), max_length=200)
    item = models.UUIDField(null=True, db_index=True)
    release_set = models.ForeignKey(ReleaseSet, on_delete=models.CASCADE, null=True, related_name="+")
    drafts = models.BooleanField(default=True)
    is_pinned = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=300)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("shared preview")
        verbose_name_plural = _("shared previews")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(item=None, release_set__isnull=False)
                | models.Q(item__isnull=False, release_set=None),
                name="of_an_item_or_a_release",
            )
        ]

    def __str__(self) -> str:
        return self.prefix

    @property
    def is_live(self) -> bool:
        """Whether it shows anything now."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class PinnedRevision(models.Model):
    """A page's revision that a token shows, whatever is written or released later."""

    token = models.ForeignKey(PreviewToken, on_delete=models.CASCADE, related_name="pins")
    page = models.BigIntegerField()
    revision = models.BigIntegerField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "page"], name="one_pinned_revision_a_page"),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.revision}"
