"""Django's `migrate`. It makes the triggers at its end, so it does not refuse to begin for want of them; where it fails,
those that it has removed are put back.
"""

from typing import Any

from django.core.management.commands import migrate

from cms.publication.intents.installation import being_made, kept_where_it_fails


class Command(migrate.Command):
    def check(self, *args: Any, **kwargs: Any) -> None:
        """All checks but that of what is about to be made."""
        with being_made():
            super().check(*args, **kwargs)

    def handle(self, *args: Any, **options: Any) -> None:
        """The release that serves meanwhile needs its triggers, above all where this one ends early."""
        with kept_where_it_fails(options["database"]):
            super().handle(*args, **options)
