"""`manage.py log_in_link`: the way in that is left where nobody can log in."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from cms.accounts.account_log import note

from ...operators_links import LASTS_MINUTES, LINK_MADE, link_token


class Command(BaseCommand):
    help = "Prints a link that lets somebody in once, without issuer or password. The second factor is asked for."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None or not user.is_active:
            raise CommandError(f"There is no account {username} that is switched on.")
        note(LINK_MADE, user)
        address = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("log_in_link", args=[link_token(user)])
        self.stdout.write(f"It works once, for {LASTS_MINUTES} minutes. Give it to nobody but {username}:\n{address}")
