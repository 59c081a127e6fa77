"""The app: `migrate`, and what it does beside the migrations, so that two releases may run over one database."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class UpgradesConfig(AppConfig):
    """No tables, and a module of models all the same."""

    name = "cms.operations.upgrades"
    label = "upgrades"

    def ready(self) -> None:
        """Has `migrate` say in the database what becomes of what refers to a deleted row."""
        from . import deletion_rules

        pre_migrate.connect(deletion_rules.before_migrating, sender=self)
        post_migrate.connect(deletion_rules.after_migrating, sender=self)
