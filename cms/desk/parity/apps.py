"""The report of parity."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParityDeskConfig(AppConfig):
    name = "cms.desk.parity"
    label = "desk_parity"
    verbose_name = _("Parity")
