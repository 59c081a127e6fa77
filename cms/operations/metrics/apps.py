"""Counting begins with the process, where it is wanted."""

from django.apps import AppConfig
from django.conf import settings


class MetricsConfig(AppConfig):
    name = "cms.operations.metrics"
    label = "metrics"

    def ready(self) -> None:
        """Listens to what is told, and has the worker answer where no serving process does."""
        if not settings.METRICS_ADDRESS:
            return
        from cms.publication.changelog import companions

        from .exposition import MetricsServer
        from .listeners import listen

        listen()
        companions.register("metrics", MetricsServer)
