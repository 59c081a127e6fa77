"""`manage.py end_sessions`: logs somebody out everywhere, at once."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...sessions.session_ending import end_all_sessions, end_sessions


class Command(BaseCommand):
    help = "Logs somebody out everywhere, in every process at once; with --all everybody, partners' contacts too."

    def add_arguments(self, parser: CommandParser) -> None:
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("username", nargs="?")
        whose.add_argument("--all", action="store_true", help="everybody's, partners' contacts too")

    def handle(self, *args: Any, username: str | None, **options: Any) -> None:
        if options["all"]:
            self.stdout.write(f"Sessions ended: {end_all_sessions()}. Everybody has to log in again.")
            return
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account {username}.")
        self.stdout.write(
            f"Sessions of {username} ended: {end_sessions(user)}. To keep somebody out, switch the account off too."
        )
