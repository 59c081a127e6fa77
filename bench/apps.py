"""Gives the page types what Wagtail's API v2 and wagtail-grapple need to serve their text."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "bench"

    def ready(self) -> None:
        from wagtail.api import APIField

        from bench.grapple import add_fields
        from guides.models import GuidePage

        GuidePage.api_fields = [APIField(name) for name in ("summary", "body", "key_messages", "chapters")]
        add_fields()
