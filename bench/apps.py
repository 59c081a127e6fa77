"""Gives the page types the API fields that Wagtail's API v2 needs to serve their text."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "bench"

    def ready(self) -> None:
        from wagtail.api import APIField

        from guides.models import GuidePage

        GuidePage.api_fields = [APIField(name) for name in ("summary", "body", "key_messages", "chapters")]
