"""Previews: what is not public, for those who were given a token."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PreviewsConfig(AppConfig):
    name = "cms.previews"
    label = "previews"
    verbose_name = _("Previews")

    def ready(self) -> None:
        """Connects what keeps the revisions that a preview is pinned to."""
        from . import pinned_revisions  # noqa: F401
