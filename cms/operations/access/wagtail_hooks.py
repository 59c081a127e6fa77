"""What the acts of logging in are called in the audit."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .issued_accounts import CONNECTED
from .operators_links import LINK_MADE

_LABELS: Final = {CONNECTED: _("Account connected with the issuer"), LINK_MADE: _("Link for logging in made")}


def log_actions(actions: Any) -> None:
    """Both acts."""
    for name, label in _LABELS.items():
        actions.register_action(name, label, label)


hooks.register("register_log_actions", log_actions)
