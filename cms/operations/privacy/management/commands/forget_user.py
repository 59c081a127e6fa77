"""`manage.py forget_user`: empties somebody's account, and takes the name out of everything they did."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError

from ...asking import ForgettingCommand
from ...forgetting import forget_user


class Command(ForgettingCommand):
    help = "Forgets somebody who has worked in the admin, by the user name: what they did stays, and not who it was."

    def handle(self, *args: Any, who: str, **options: Any) -> None:
        user = get_user_model().objects.filter(username=who).first()
        if user is None:
            raise CommandError("There is no account of that name.")
        self.forget(who, forget_user, user, **options)
