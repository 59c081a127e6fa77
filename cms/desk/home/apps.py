"""The first screen of the admin."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeDeskConfig(AppConfig):
    name = "cms.desk.home"
    label = "desk_home"
    verbose_name = _("What is to be done")
