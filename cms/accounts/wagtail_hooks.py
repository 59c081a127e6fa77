"""What this app adds to Wagtail's admin: the way to one's second factor, under one's name."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks


@hooks.register("register_account_menu_item")
def second_factor_item(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("second_factor"),
        "label": _("Second factor"),
        "help_text": _("A number from an app on your telephone, asked for beside your password."),
    }
