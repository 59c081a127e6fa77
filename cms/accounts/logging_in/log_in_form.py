"""The log-in form, with labels in the language of the screen, and with what is so where too many passwords were wrong."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.auth import LoginForm

from .lockout import waiting_time


class LogInForm(LoginForm):
    """Wagtail's form with its password field labelled: it takes the labels from the names of fields, in English."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = gettext_lazy("Password")

    def get_invalid_login_error(self) -> ValidationError:
        if not getattr(self.request, "axes_locked_out", False):
            return super().get_invalid_login_error()
        minutes = int(waiting_time().total_seconds() // 60)
        text = _(
            "Too many wrong passwords for this account. Nobody is let in to it from here for up to %(minutes)d minutes, "
            "not even with the right one. Try again later, or ask whoever looks after this service to unlock the account."
        )
        return ValidationError(text % {"minutes": minutes}, code="locked-out")
