"""The app."""

from django.apps import AppConfig


class DisksConfig(AppConfig):
    """No tables."""

    name = "cms.operations.disks"
    label = "disks"
