"""The screens of the second factor: giving it after the password, setting it up, new recovery codes, doing without it."""

from base64 import b32encode
from typing import Any

import django_otp
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import override
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.util import random_hex
from wagtail.users.models import UserProfile

from .. import account_log
from . import devices
from .requirement import must_have_second_factor
from .second_factor_forms import CodeForm, SetUpForm

# Where the session keeps a key until a number has shown that the app has it.
_KEY = "second_factor_key"


@method_decorator([never_cache, sensitive_post_parameters("code", "number")], name="dispatch")
class SecondFactorScreen(View):
    """A screen for somebody whose password was right, in their language; anybody else logs in first."""

    user: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        waiting = request.waiting_user  # type: ignore[attr-defined]
        self.user = waiting if waiting.is_authenticated else request.user
        if not self.user.is_authenticated:
            return redirect("wagtailadmin_login")
        if waiting.is_authenticated and devices.has_second_factor(waiting) and not isinstance(self, CheckView):
            return redirect("second_factor_check")
        with override(UserProfile.get_for_user(self.user).get_preferred_language()):
            return super().dispatch(request, *args, **kwargs)

    def verify(self, device: Any) -> None:
        """From here on the session is one of somebody who has given both."""
        self.request.user = self.user
        self.request.session.cycle_key()
        django_otp.login(self.request, device)
        account_log.note_own(account_log.LOGGED_IN, self.user)

    def next_address(self) -> str:
        """Where somebody wanted to go; the admin, where that is not an address of ours."""
        asked = self.request.POST.get("next") or self.request.GET.get("next") or ""
        hosts, secure = {self.request.get_host()}, self.request.is_secure()
        return asked if url_has_allowed_host_and_scheme(asked, hosts, secure) else reverse("wagtailadmin_home")

    def show(self, template: str, **context: Any) -> HttpResponse:
        context |= {"next": self.next_address(), "required": must_have_second_factor(self.user), "owner": self.user}
        return render(self.request, f"accounts/{template}.html", context)


class CheckView(SecondFactorScreen):
    """Asks for the second factor after the password."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        waiting = request.waiting_user  # type: ignore[attr-defined]
        if waiting.is_authenticated and not devices.has_second_factor(waiting):
            return redirect("second_factor")
        if request.user.is_authenticated:
            return redirect(self.next_address())
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show("second_factor_check", form=CodeForm(user=self.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST, user=self.user)
        if not form.is_valid():
            account_log.note_failure(account_log.WRONG_CODE, self.user)
            return self.show("second_factor_check", form=form)
        address = self.next_address()
        self.verify(form.device)
        return redirect(address)


class SecondFactorView(SecondFactorScreen):
    """Sets a second factor up; where there is one, says so."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if devices.has_second_factor(self.user):
            return self.show_state()
        return self.show_set_up(SetUpForm(key=self.key()))

    def post(self, request: HttpRequest) -> HttpResponse:
        if devices.has_second_factor(self.user):
            return redirect("second_factor")
        form = SetUpForm(request.POST, key=self.key())
        if not form.is_valid():
            return self.show_set_up(form)
        with transaction.atomic():
            device, codes = devices.set_up(self.user, request.session.pop(_KEY))
            account_log.note_own(account_log.FACTOR_SET_UP, self.user)
        self.verify(device)
        return self.show("recovery_codes", codes=codes)

    def key(self) -> str:
        """The key that is being set up; it stays the same until that is done."""
        return str(self.request.session.setdefault(_KEY, random_hex(20)))

    def show_set_up(self, form: SetUpForm) -> HttpResponse:
        typed = b32encode(bytes.fromhex(form.key)).decode()
        groups = [typed[start : start + 4] for start in range(0, len(typed), 4)]
        picture = devices.qr_code(self.user, form.key)
        return self.show("second_factor_set_up", form=form, picture=picture, key=" ".join(groups))

    def show_state(self, form: CodeForm | None = None) -> HttpResponse:
        left = devices.recovery_codes_left(self.user)
        return self.show("second_factor_state", form=form or CodeForm(user=self.user), left=left)


class ChangeView(SecondFactorScreen):
    """What is done with a second factor that there is, once more shown by a code: `change` says what."""

    change = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("second_factor")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST, user=self.user)
        if not form.is_valid():
            return self.show("second_factor_state", form=form, left=devices.recovery_codes_left(self.user))
        if self.change == "codes" or must_have_second_factor(self.user):
            with transaction.atomic():
                account_log.note_own(account_log.NEW_CODES, self.user)
                return self.show("recovery_codes", codes=devices.new_recovery_codes(self.user))
        with transaction.atomic():
            devices.forget(self.user)
            account_log.note_own(account_log.FACTOR_FORGOTTEN, self.user)
        return redirect("second_factor" if settings.SECOND_FACTOR != "nobody" else "wagtailadmin_account")
