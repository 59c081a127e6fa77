"""System checks: what an operator should know of mail and log-in before editors find out."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from . import mail


@register(Tags.security, deploy=True)
def mail_goes_somewhere(**kwargs: Any) -> list[CheckMessage]:
    """accounts.W001: without mail nobody can reset a password, or hears that a page waits for them."""
    if mail.is_on():
        return []
    return [
        Warning(
            "No mail is sent: EMAIL_URL names no server. The admin says so, and offers no new password by e-mail.",
            hint="Set EMAIL_URL and EMAIL_FROM (docs/settings.md), then try: manage.py sendtestemail ADDRESS.",
            id="accounts.W001",
        )
    ]


@register(Tags.security, deploy=True)
def whoever_publishes_gives_a_second_factor(**kwargs: Any) -> list[CheckMessage]:
    """accounts.W002: a password alone opens what the public reads."""
    if settings.SECOND_FACTOR != "nobody":
        return []
    return [
        Warning(
            "A password alone is enough to publish: SECOND_FACTOR is nobody.",
            hint="Set SECOND_FACTOR=publishers.",
            id="accounts.W002",
        )
    ]
