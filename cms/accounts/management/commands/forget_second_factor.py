"""`manage.py forget_second_factor`: for somebody who has lost both the telephone and the recovery codes."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from ...account_log import FACTOR_FORGOTTEN, note
from ...second_factor.devices import forget


class Command(BaseCommand):
    help = "Forgets somebody's second factor. Whoever needs one is asked to set up a new one at the next log-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account {username}.")
        with transaction.atomic():
            if had := forget(user):
                note(FACTOR_FORGOTTEN, user)
        if had:
            self.stdout.write(f"The second factor of {username} is forgotten. Make sure that it was they who asked.")
        else:
            self.stdout.write(f"{username} has no second factor.")
