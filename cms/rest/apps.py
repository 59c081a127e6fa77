"""REST, a reader of editions."""

from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "cms.rest"
    label = "rest"
