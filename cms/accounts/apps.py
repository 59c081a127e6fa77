"""Who may come into the admin, and how."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Registers the checks, and keeps Wagtail from trying to send what goes nowhere."""
        from . import checks, mail  # noqa: F401

        mail.attempt_only_what_can_be_sent()
