"""Who may come into the admin, and how."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Registers the checks and what the audit notes, and keeps Wagtail from trying to send what goes nowhere."""
        from django.contrib.auth import get_user_model, signals
        from django.db.models.signals import m2m_changed, post_save, pre_save

        from . import account_log, checks, mail  # noqa: F401
        from .sessions.session_ending import switched_off

        user: Any = get_user_model()
        signals.user_logged_in.connect(account_log.logged_in)
        signals.user_logged_out.connect(account_log.logged_out)
        signals.user_login_failed.connect(account_log.log_in_failed)
        pre_save.connect(account_log.before_saving, sender=user)
        post_save.connect(account_log.saved, sender=user)
        post_save.connect(switched_off, sender=user)
        m2m_changed.connect(account_log.groups_changed, sender=user.groups.through)
        mail.attempt_only_what_can_be_sent()
