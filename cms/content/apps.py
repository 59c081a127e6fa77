"""The content all page types share."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "cms.content"
    label = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        """Registers the checks, keeps wagtail-localize from overwriting what people wrote, and scripts out of forms."""
        from . import declared_calls, translation_guard
        from .declaration import checks  # noqa: F401
        from .files import broken_pictures

        translation_guard.install()
        declared_calls.install()
        broken_pictures.install()
