"""Partners, their contacts and keys; how much keys were used by day; and what was asked for in the minutes just past."""

from typing import ClassVar

from django.core.validators import URLValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from cms.content.languages import NAMES


class WantedLanguages(models.TextChoices):
    """In which languages a partner's sites show the content."""

    BOTH = "both", _("Welsh and English")
    WELSH = "cy", _("Welsh only")
    ENGLISH = "en", _("English only")


def one_address_a_line(text: str) -> None:
    """Raises ValidationError for a line that is no web address."""
    check = URLValidator(schemes=["http", "https"])
    for line in text.split():
        check(line)


class Partner(ClusterableModel):
    """An organisation whose sites take the content, and what they take."""

    name_cy = models.CharField(_("name in Welsh"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    sites = models.TextField(
        _("sites"), blank=True, validators=[one_address_a_line], help_text=_("One address a line.")
    )
    languages = models.CharField(
        _("languages wanted"), max_length=4, choices=WantedLanguages, default=WantedLanguages.BOTH
    )
    types = models.JSONField(_("types taken"), default=list, blank=True)
    topics = models.JSONField(_("topics taken"), default=list, blank=True)
    audiences = models.JSONField(_("audiences taken"), default=list, blank=True)
    tokens_a_minute = models.PositiveIntegerField(
        _("tokens a minute"), null=True, blank=True, help_text=_("Leave it empty for the usual limit.")
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Only seen here."))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering: ClassVar = ["name_en"]

    def __str__(self) -> str:
        return self.name(get_language() or "")

    def name(self, language: str) -> str:
        """Its name in a language."""
        return self.name_cy if language.startswith("cy") else self.name_en


class Contact(models.Model):
    """Somebody at a partner, who may log in to the partners' pages by a link that is mailed."""

    partner = ParentalKey(Partner, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=2, choices=list(NAMES.items()), default="cy")
    # What the one link that holds was made of; empty once it has been used.
    link = models.CharField(max_length=32, blank=True, editable=False)
    link_sent_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_contact_an_address",
                violation_error_message=_("Somebody with this e-mail address is a contact already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class KeyKind(models.TextChoices):
    """What a key is for."""

    LIVE = "live", _("For a site")
    SANDBOX = "test", _("For trying out")


# How many of a kind may be live at once: one in use, and the one that takes its place.
LIVE_AT_ONCE = 2


class PartnerKey(models.Model):
    """A key. Its text is not stored: `prefix` is what is seen of it, `digest` what the rest is recognised by."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=4, choices=KeyKind, default=KeyKind.LIVE)
    slot = models.PositiveSmallIntegerField()
    prefix = models.CharField(max_length=20, unique=True)
    digest = models.CharField(max_length=64)
    contract = models.CharField(max_length=20)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partner", "kind", "slot"], condition=models.Q(revoked_at=None), name="live_keys_of_a_partner"
            ),
            models.CheckConstraint(condition=models.Q(slot__gte=1, slot__lte=LIVE_AT_ONCE), name="two_live_keys"),
        ]

    def __str__(self) -> str:
        return self.prefix


class DailyUse(models.Model):
    """How much a key was used on a day in Wales: requests, the tokens that they took, and how many were refused."""

    key = models.ForeignKey(PartnerKey, on_delete=models.CASCADE, related_name="uses")
    day = models.DateField()
    requests = models.BigIntegerField()
    tokens = models.BigIntegerField()
    refused = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "day"], name="one_use_a_day")]

    def __str__(self) -> str:
        return f"{self.key_id} {self.day}"


class MinuteUse(models.Model):
    """The tokens that a client took in a minute, over all processes. A client is a hash: whose, nobody can tell."""

    client = models.CharField(max_length=40)
    minute = models.BigIntegerField()
    tokens = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["client", "minute"], name="one_use_a_minute")]

    def __str__(self) -> str:
        return f"{self.client} {self.minute}"
