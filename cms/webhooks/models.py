"""Partners' endpoints, what waits to be sent to each, and what was attempted."""

from typing import Any, ClassVar, Final

from django.contrib import admin
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .sending.delivery_faults import GONE, DeliveryFault


class WebhookEvent(models.TextChoices):
    """What a message tells."""

    PUBLISHED = "item.published", _("Published, or changed")
    MOVED = "item.moved", _("Moved to another address")
    WITHDRAWN = "item.withdrawn", _("Withdrawn")
    GONE = "item.gone", pgettext_lazy("event of a webhook", "Gone")
    LEFT = "item.left", _("Changed, and not in the selection")
    TEST = "webhook.test", _("Test")


# Of these a partner chooses.
ITEM_EVENTS: Final = tuple(event.value for event in WebhookEvent if event != WebhookEvent.TEST)


class EndReason(models.TextChoices):
    """Why nothing is sent to an endpoint."""

    NONE = "", _("It is on")
    HAND = "hand", _("Switched off")
    FAILURES = "failures", _("It failed for too long")
    GONE = "gone", _("The receiver said that it is gone (410)")
    SECRET = "secret", _("Its secret cannot be read: SECRET_KEY has changed")


class WebhookEndpoint(models.Model):
    """An address of a partner's that is told of changes. An empty list narrows nothing.

    `queued_to` is the version of the log up to which it was queued for: put back, it is told again. `failures` are those in a
    row since `failing_since`; until `retry_at` nothing is sent. `certificate_ends` is what its certificate said when it was
    last seen. Secrets are stored sealed; without one nothing is sent either.
    """

    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.CASCADE, related_name="webhooks", verbose_name=_("partner")
    )
    url = models.CharField(_("address"), max_length=2000, help_text=_("Begins with https://."))
    events = models.JSONField(_("events"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    types = models.JSONField(_("types"), default=list, blank=True)
    audiences = models.JSONField(_("audiences"), default=list, blank=True)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    sections = models.JSONField(_("sections"), default=list, blank=True)

    ended = models.CharField(_("state"), max_length=10, choices=EndReason, default="", blank=True)
    ended_at = models.DateTimeField(null=True)
    secret = models.CharField(max_length=300, default="", blank=True)
    secret_since = models.DateTimeField()
    previous_secret = models.CharField(max_length=300, default="", blank=True)

    queued_to = models.BigIntegerField()
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    last_fault = models.CharField(max_length=12, choices=DeliveryFault, default="", blank=True)
    delivered_at = models.DateTimeField(_("last delivered"), null=True)
    certificate_ends = models.DateTimeField(_("certificate ends"), null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering: ClassVar = ["partner", "pk"]

    def __str__(self) -> str:
        return self.url

    @property
    def is_on(self) -> bool:
        """Whether it is told of changes."""
        return not self.ended

    @admin.display(description=_("State"))
    def state_in_words(self) -> Any:
        """Whether it is on and well, for screens."""
        if self.ended:
            return self.get_ended_display()
        if not self.secret:
            return _("It has no secret yet")
        return _("Failing: %(reason)s") % {"reason": self.get_last_fault_display()} if self.failures else _("On")

    @admin.display(description=_("Certificate ends"), ordering="certificate_ends")
    def certificate_in_words(self) -> str:
        """The day on which its certificate ends, for screens; nothing where none was seen."""
        return date_format(localtime(self.certificate_ends), "j F Y") if self.certificate_ends else ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The sealed secrets by which is signed, the newest first."""
        return tuple(filter(None, (self.secret, self.previous_secret)))


class WebhookMessage(models.Model):
    """What waits to be sent to an endpoint: of each item at most one, that of its last change. A test has no item.

    `message_id` and `body` stay the same over all attempts; a later change of the item puts another message in the row.
    """

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="messages")
    item = models.UUIDField(null=True)
    version = models.BigIntegerField()
    event = models.CharField(max_length=20, choices=WebhookEvent)
    message_id = models.CharField(max_length=40, unique=True)
    body = models.TextField()
    queued_at = models.DateTimeField()
    retry_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["endpoint", "item"], name="one_message_an_item")]
        indexes: ClassVar = [models.Index(fields=["endpoint", "retry_at"], name="messages_in_turn")]

    def __str__(self) -> str:
        return self.message_id


class AttemptOutcome(models.TextChoices):
    """What came of an attempt."""

    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Failed; it is tried again")
    GIVEN_UP = "given-up", _("Failed for a day; given up")


class WebhookAttempt(models.Model):
    """One attempt to send a message: of the answer its status and length, never a word. Kept for some time."""

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="attempts")
    message_id = models.CharField(max_length=40)
    event = models.CharField(_("event"), max_length=20, choices=WebhookEvent)
    item = models.UUIDField(_("item"), null=True)
    version = models.BigIntegerField()
    at = models.DateTimeField(_("time"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=AttemptOutcome)
    fault = models.CharField(_("reason"), max_length=12, choices=DeliveryFault, default="", blank=True)
    status = models.PositiveIntegerField(_("status"), default=0)
    length = models.PositiveIntegerField(_("length"), default=0)
    milliseconds = models.PositiveIntegerField(_("milliseconds"), default=0)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["endpoint", "-at"], name="attempts_of_an_endpoint"),
            models.Index(fields=["at"], name="attempts_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.outcome}"

    def outcome_in_words(self) -> Any:
        """What came of it, for screens: whether it is tried again depends on what failed, and on why."""
        if self.outcome != AttemptOutcome.FAILED:
            return self.get_outcome_display()
        if self.item is None:
            return _("Failed")
        ends = self.status == GONE or self.fault == DeliveryFault.SECRET
        return _("Failed; it is sent once the webhook is on again") if ends else self.get_outcome_display()
