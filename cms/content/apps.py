"""The content all page types share."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "cms.content"
    label = "content"
    verbose_name = _("Content")

    def ready(self) -> None:
        """Registers the checks, and keeps Wagtail from losing words, mixing languages, writing scripts and being slow."""
        from . import declared_calls, snippets
        from .blocks import taking_turns
        from .declaration import checks  # noqa: F401
        from .files import broken_pictures
        from .projection import standing_in
        from .translating import kept_restrictions, seen_sources, segment_records, translation_guard
        from .trees import kept_places, moving, places, vanished_pages

        translation_guard.install()
        segment_records.install()
        seen_sources.install()
        kept_restrictions.install()
        places.install()
        moving.install()
        kept_places.install()
        vanished_pages.install()
        standing_in.connect(snippets.Organisation, snippets.Topic)
        declared_calls.install()
        taking_turns.install()
        broken_pictures.install()
