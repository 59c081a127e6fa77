"""The app: what `migrate` does beside the migrations, so that nobody waits long for it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class UpgradesConfig(AppConfig):
    """No tables."""

    name = "cms.operations.upgrades"
    label = "upgrades"

    def ready(self) -> None:
        """Comes first of all apps, so that whatever else is done before migrations waits no longer than they do."""
        from . import lock_limits

        pre_migrate.connect(lock_limits.set_limits, sender=self)
        post_migrate.connect(lock_limits.lift_limits, sender=self)
