"""How both commands tell what would be done, and ask before they do it."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from .forgetting import ForgettingStep, NotForgotten


class ForgettingCommand(BaseCommand):
    """A command that forgets somebody, once that is confirmed."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom, and whether to ask."""
        parser.add_argument("who")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, and do nothing.")
        parser.add_argument("--no-input", action="store_true", help="Do not ask.")

    def forget(self, who: str, forget: Callable[..., list[ForgettingStep]], subject: Any, **options: Any) -> None:
        """Tells, asks and forgets."""
        try:
            for step in forget(subject, dry_run=True):
                self.stdout.write(f"{step.count:6}  {step.what}")
            if options["dry_run"]:
                self.stdout.write("Nothing was done.")
                return
            if not options["no_input"] and input(f"This cannot be undone. Type {who} again to go on: ") != who:
                raise CommandError("Nothing was done.")
            forget(subject)
        except NotForgotten as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write("Forgotten. Backups have it until they are deleted (docs/privacy.md).")
