"""Redirects that editors make, beside those that moves make."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RedirectsConfig(AppConfig):
    name = "cms.desk.redirects"
    label = "redirects"
    verbose_name = _("Redirects")
