"""Django's `migrate`. It makes the triggers at its end, so it does not refuse to begin for want of them."""

from typing import Any

from django.core.management.commands import migrate

from cms.publication.intents.installation import being_made


class Command(migrate.Command):
    def check(self, *args: Any, **kwargs: Any) -> None:
        """All checks but that of what is about to be made."""
        with being_made():
            super().check(*args, **kwargs)
