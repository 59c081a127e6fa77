"""The bin for deleted pages."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from cms.publication.changelog.companions import Companion


def emptier() -> "Companion":
    """What deletes for good what has been kept for long enough, beside the worker."""
    from .emptying import BinEmptier

    return BinEmptier()


class TrashConfig(AppConfig):
    name = "cms.desk.trash"
    label = "trash"
    verbose_name = _("Bin")

    def ready(self) -> None:
        """Has what editors delete go to the bin, and the worker empty it."""
        from cms.publication.changelog import companions

        from . import binning

        binning.install()
        companions.register("bin", emptier)
