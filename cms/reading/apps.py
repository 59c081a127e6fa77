"""Reading pages, a reader of editions."""

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "cms.reading"
    label = "reading"
