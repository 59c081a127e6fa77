"""The app: its commands."""

from django.apps import AppConfig


class BackupConfig(AppConfig):
    """No tables: what is kept is files."""

    name = "cms.operations.backup"
    label = "backup"
