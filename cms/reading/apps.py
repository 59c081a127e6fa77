"""Reading pages, a reader of editions."""

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "cms.reading"
    label = "reading"

    def ready(self) -> None:
        """Connects the system checks."""
        from . import checks  # noqa: F401
