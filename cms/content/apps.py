"""The content all page types share."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "cms.content"
    label = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        """Registers the checks, and keeps Wagtail and wagtail-localize from what loses words or mixes languages."""
        from . import snippets, translation_guard
        from .declaration import checks  # noqa: F401
        from .projection import standing_in
        from .trees import places

        translation_guard.install()
        places.install()
        standing_in.connect(snippets.Organisation, snippets.Topic)
