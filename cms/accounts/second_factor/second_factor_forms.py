"""The forms of the second factor: a number from the app, or a recovery code."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .devices import device_that_takes, key_is_shown_by, seconds_to_wait


class CodeForm(forms.Form):
    """Takes a number from the app, or a recovery code, however it is spaced. `device` is the one that it is of."""

    code = forms.CharField(
        label=gettext_lazy("Number from your app, or a recovery code"),
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": "", "spellcheck": "false"}),
    )
    device: Any = None

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split()).lower()
        if seconds := seconds_to_wait(self.user):
            raise ValidationError(_wait(seconds), code="wait")
        self.device = device_that_takes(self.user, code)
        if self.device is None:
            raise ValidationError(
                _("This is not the number that the app shows now, and no recovery code that is still good."),
                code="wrong",
            )
        return code


class SetUpForm(forms.Form):
    """Takes a number that shows that the app has the key."""

    number = forms.CharField(
        label=gettext_lazy("Number that the app shows"),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": ""}),
    )

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key

    def clean_number(self) -> str:
        number = "".join(self.cleaned_data["number"].split())
        if not key_is_shown_by(self.key, number):
            raise ValidationError(
                _("This is not the number that the app shows now. Is the time on your telephone right?"), code="wrong"
            )
        return number


def _wait(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext(
        "There were wrong codes before. Wait for %(minutes)d minute, then try again.",
        "There were wrong codes before. Wait for %(minutes)d minutes, then try again.",
        minutes,
    ) % {"minutes": minutes}
