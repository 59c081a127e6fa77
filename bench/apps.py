"""Gives the page types what Wagtail's API v2 and wagtail-grapple need to serve their text."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "bench"

    def ready(self) -> None:
        from wagtail.api import APIField

        from guides.models import GuidePage

        from .grapple import add_fields

        GuidePage.api_fields = [APIField(name) for name in ("summary", "body", "key_messages", "chapters")]
        add_fields()
