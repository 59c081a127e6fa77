"""The words of the screens."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WordingConfig(AppConfig):
    name = "cms.desk.wording"
    label = "wording"
    verbose_name = _("Words of the screens")

    def ready(self) -> None:
        """Before Wagtail's hooks make screens of these."""
        from . import labels, localize_dates, permission_names, shown_values, table_menu

        labels.install()
        shown_values.install()
        localize_dates.install()
        table_menu.install()
        permission_names.install()
