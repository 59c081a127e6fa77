"""Files and pictures as editors manage them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "cms.desk.media"
    label = "media"
    verbose_name = _("Files and pictures")

    def ready(self) -> None:
        """Connects what a new translation takes from pairs of files, and what choosers are told of a picture."""
        from . import chosen_pictures, translated_files

        chosen_pictures.install()
        translated_files.install()
