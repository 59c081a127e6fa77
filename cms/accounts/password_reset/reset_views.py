"""Wagtail's views of a forgotten password. Without a mail server they say so, and whom to ask."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from wagtail.admin.views import account
from wagtail.admin.views.account import password_reset_enabled

from .. import mail
from ..logging_in.lockout import unlock
from . import outgoing


class ResetView(account.PasswordResetView):
    """Asks for an address. Whatever the address, the same is done before it answers: nothing but a note to send."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if password_reset_enabled() and not mail.is_on():
            return TemplateResponse(request, "accounts/no_mail.html")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponseBase:
        host, secure = self.request.get_host(), self.request.is_secure()

        def send() -> None:
            form.save(
                domain_override=host,
                use_https=secure,
                subject_template_name=self.subject_template_name,
                email_template_name=self.email_template_name,
            )

        outgoing.send_later(send)
        return redirect(self.get_success_url())


class ResetConfirmView(account.PasswordResetConfirmView):
    """Takes the new password. Whoever has read the mail is let in at once, however many wrong passwords there were."""

    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        unlock(form.user.get_username())
        return response
