"""What the public may see: editions and the log of their changes."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "cms.publication"
    label = "publication"
    verbose_name = _("Publication")

    def ready(self) -> None:
        """Connects the receivers and the system checks, and has the triggers made by `migrate`."""
        from . import checks  # noqa: F401
        from .admin import messages
        from .admin.releasing import dates_view, minor_at_publication
        from .intents.installation import after_migrating, before_migrating
        from .reconciliation import kept_revisions, receivers  # noqa: F401
        from .releases import item_dates, taken_down_by

        minor_at_publication.install()
        item_dates.install()
        taken_down_by.install()
        dates_view.install()
        messages.install()
        pre_migrate.connect(before_migrating, sender=self)
        post_migrate.connect(after_migrating, sender=self)
