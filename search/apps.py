"""Search over the published editions."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
