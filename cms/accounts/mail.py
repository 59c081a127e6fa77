"""Whether there is a mail server, what is not attempted where there is none, and what happens where it does not answer."""

import logging
from collections.abc import Sequence
from functools import wraps
from smtplib import SMTPException
from typing import Any, Final

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.dispatch import Signal
from wagtail.admin import mail as wagtail_mail

NOWHERE: Final = "django.core.mail.backends.dummy.EmailBackend"
logger = logging.getLogger(__name__)
# The mail server did not take something.
mail_failed = Signal()


def is_on() -> bool:
    """Whether mail goes anywhere."""
    return bool(settings.EMAIL_BACKEND != NOWHERE)


class MailServer(EmailBackend):
    """Django's, which also raises where a connection is merely opened. Wagtail does that outside its own care for what
    fails, and an editor's save would end in an error. Here it is told when something is sent, at once for the rest of them.
    """

    fault: Exception | None = None

    def open(self) -> bool | None:
        try:
            return super().open()
        except (OSError, SMTPException) as error:
            logger.error(
                "the mail server does not answer: %s. What to do: see that EMAIL_URL is right and that it runs.", error
            )
            self.fault = error
            mail_failed.send_robust(sender=MailServer)
            return None

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        try:
            sent = 0 if self.fault else super().send_messages(email_messages)
        except (OSError, SMTPException):
            mail_failed.send_robust(sender=MailServer)
            raise
        if self.fault and not self.fail_silently:
            raise self.fault
        return sent or 0


def attempt_only_what_can_be_sent() -> None:
    """Without a mail server Wagtail's notifications have no recipients, and so are not even written."""
    from wagtail.admin.views.pages import edit

    mixin = wagtail_mail.EmailNotificationMixin
    recipients, notification = mixin.get_valid_recipients, wagtail_mail.send_notification

    @wraps(recipients)
    def get_valid_recipients(self: Any, instance: Any, **kwargs: Any) -> set[Any]:
        return recipients(self, instance, **kwargs) if is_on() else set()

    @wraps(notification)
    def send_notification(recipient_users: Any, name: str, extra_context: Any) -> Any:
        return notification(recipient_users if is_on() else [], name, extra_context)

    mixin.get_valid_recipients = get_valid_recipients
    # The page editor has a name of its own for it.
    for module in (wagtail_mail, edit):
        module.send_notification = send_notification
