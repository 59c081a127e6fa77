"""Django's `migrate`. It waits for tables without taking them from anybody, and makes the triggers at its end, so it does not
refuse to begin for want of them.
"""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from cms.operations.upgrades.giving_way import give_way
from cms.publication.intents.installation import being_made, kept_where_it_fails


class Command(migrate.Command):
    def check(self, *args: Any, **kwargs: Any) -> None:
        """All checks but that of what is about to be made."""
        with being_made():
            super().check(*args, **kwargs)

    def handle(self, *args: Any, **options: Any) -> None:
        """All of it as often as it takes: what was done is not done again.

        The release that serves meanwhile needs its triggers, above all where this one ends early.
        """
        connection = connections[options["database"]]
        with kept_where_it_fails(connection.alias):
            give_way(connection, lambda: super(Command, self).handle(*args, **options), self.stderr.write)
