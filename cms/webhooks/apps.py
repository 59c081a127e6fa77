"""Changes told to partners, as they happen."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from cms.publication.changelog.companions import Companion
    from cms.publication.changelog.consumers import Consumer


def message_queue() -> "Consumer":
    """The log's consumer."""
    from .queueing.message_queue import MessageQueue

    return MessageQueue()


def courier() -> "Companion":
    """What sends, beside the worker."""
    from .sending.dispatcher import Courier

    return Courier()


class WebhooksConfig(AppConfig):
    name = "cms.webhooks"
    label = "webhooks"
    verbose_name = _("Webhooks")

    def ready(self) -> None:
        """Registers the consumer, and what sends for the worker."""
        from cms.publication.changelog import companions, consumers

        consumers.register("webhooks", message_queue)
        companions.register("webhooks", courier)
