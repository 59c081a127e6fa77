"""The screens of previews, and the addresses at which they are shared."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PreviewingConfig(AppConfig):
    name = "cms.desk.previewing"
    label = "previewing"
    verbose_name = _("Previewing")
