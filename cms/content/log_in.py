"""The log-in form, with labels in the language of the screen: Wagtail's takes them from its field names, in English."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm


class LogInForm(LoginForm):
    """Wagtail's form with its password field labelled."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
