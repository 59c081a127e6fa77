"""Which links pages have, and what came of asking the addresses of other sites."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class LinkKind(models.TextChoices):
    """What a link leads to."""

    PAGE = "page", _("Page of ours")
    FILE = "file", _("File")
    PATH = "path", _("Address of ours")
    ANCHOR = "anchor", _("Place in a page")
    EXTERNAL = "external", _("Other site")


class LinkFault(models.TextChoices):
    """Why a link leads nowhere."""

    DELETED = "deleted", _("It is deleted.")
    UNPUBLISHED = "unpublished", _("It is not public in this language.")
    NO_PAGE = "no-page", _("There is no page at this address.")
    ANCHOR = "anchor", _("It leads to a place in the same page, which other sites do not have.")
    NOT_FOUND = "not-found", _("The other site has nothing there.")
    NO_SITE = "no-site", _("There is no such site, or it leads to what is not public.")
    NO_ANSWER = "no-answer", _("The other site has not answered as it should for days.")
    MALFORMED = "malformed", _("It is not an address of the web.")


class ExternalAddress(models.Model):
    """An address of another site. `fault` is empty until it is sure to be broken; `failures` counts what was in vain since it
    last answered.
    """

    url = models.CharField(max_length=2000, unique=True)
    host = models.CharField(max_length=255, db_index=True)
    fault = models.CharField(max_length=12, choices=LinkFault.choices, blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    broken_since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("address of another site")
        verbose_name_plural = _("addresses of other sites")

    def __str__(self) -> str:
        return self.url


class ScannedPage(models.Model):
    """Of which revision of a page the links are noted."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="+")
    revision = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("page whose links are noted")
        verbose_name_plural = _("pages whose links are noted")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.revision}"


class PageLink(models.Model):
    """A link in the newest version of a page. `target` is the key of a page or file of ours, `address` any other's; `words` is
    what is written on it.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="noted_links")
    kind = models.CharField(max_length=8, choices=LinkKind.choices)
    address = models.CharField(max_length=2000, blank=True)
    target = models.BigIntegerField(null=True)
    external = models.ForeignKey(ExternalAddress, on_delete=models.CASCADE, null=True, related_name="links")
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        indexes: ClassVar = [models.Index(fields=("kind", "target"), name="link_by_target")]

    def __str__(self) -> str:
        return self.address or f"{self.kind} {self.target}"
