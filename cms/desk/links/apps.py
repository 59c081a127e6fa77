"""Broken links, as editors see them."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from cms.publication.changelog.companions import Companion


def checker() -> "Companion":
    """What asks other sites, beside the worker."""
    from .link_rounds import LinkChecker

    return LinkChecker()


class LinksConfig(AppConfig):
    name = "cms.desk.links"
    label = "links"
    verbose_name = _("Links")

    def ready(self) -> None:
        """Registers what asks other sites for the worker."""
        from cms.publication.changelog import companions

        companions.register("links", checker)
