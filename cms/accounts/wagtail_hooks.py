"""What this app adds to Wagtail's admin: ways to one's second factor and sessions, the log-in's looks, words of the audit."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks

from .account_log import ACTIONS


@hooks.register("register_account_menu_item")
def second_factor_item(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("second_factor"),
        "label": _("Second factor"),
        "help_text": _("A number from an app on your telephone, asked for beside your password."),
    }


@hooks.register("register_account_menu_item")
def sessions_item(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("end_own_sessions"),
        "label": _("Log out everywhere"),
        "help_text": _("On every computer and telephone on which you are logged in."),
    }


@hooks.register("insert_global_admin_css")
def log_in_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("accounts/log_in.css"))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    for name, label in ACTIONS.items():
        actions.register_action(name, label, label)


@hooks.register("insert_global_admin_js")
def session_script() -> str:
    """What tells somebody who writes that they have been logged out."""
    return render_to_string("accounts/session_script.html")
