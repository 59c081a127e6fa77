"""One's account, as Wagtail shows it, which offers no e-mails where none are sent."""

from typing import Any

from wagtail.admin.views.account import AccountView, NotificationsSettingsPanel

from . import mail


class AccountScreen(AccountView):
    """Name, language, password and the like of whoever is logged in."""

    def get_panels(self) -> list[Any]:
        panels = super().get_panels()
        return [panel for panel in panels if mail.is_on() or not isinstance(panel, NotificationsSettingsPanel)]
