"""Reading pages, a reader of editions."""

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "cms.reading"
    label = "reading"

    def ready(self) -> None:
        """Connects the system checks, and shows editors their drafts."""
        from cms.content import previewing

        from . import checks  # noqa: F401
        from .preview_page import preview_page

        previewing.register(preview_page)
