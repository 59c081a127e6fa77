"""The form that asks for a new password, and the mail that answers it, in the language of whoever gets it."""

from typing import Any

from django.core.cache import cache
from django.utils.translation import override
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.users.models import UserProfile


class ResetForm(PasswordResetForm):
    """Wagtail's form. Nobody gets more than one mail a minute, however often somebody else asks for it."""

    def send_mail(self, subject: str, body: str, context: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        user = context["user"]
        if cache.add(f"password-reset-{user.pk}", True, timeout=60):
            with override(UserProfile.get_for_user(user).get_preferred_language()):
                super().send_mail(subject, body, context, *args, **kwargs)
