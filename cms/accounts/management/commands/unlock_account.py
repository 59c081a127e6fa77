"""`manage.py unlock_account`: lets somebody try again who is locked out of the admin by wrong passwords."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from ...account_log import UNLOCKED, note
from ...logging_in.lockout import unlock


class Command(BaseCommand):
    help = "Lets somebody log in again who is locked out by too many wrong passwords."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account {username}.")
        with transaction.atomic():
            if were_wrong := unlock(username):
                note(UNLOCKED, user)
        if were_wrong:
            self.stdout.write(f"{username} may log in again.")
        else:
            self.stdout.write(f"{username} is not locked out.")
