"""Lines of the log."""

import logging
import sys
import threading
from types import TracebackType

from django.apps import AppConfig
from django.conf import settings

logger = logging.getLogger("cms.uncaught")


class LogsConfig(AppConfig):
    name = "cms.operations.logs"
    label = "logs"

    def ready(self) -> None:
        """Where programs read the log, what ends a process or a thread is a line of it too."""
        if settings.LOG_FORMAT == "json":
            sys.excepthook = tell_uncaught
            threading.excepthook = lambda ended: tell_uncaught(
                ended.exc_type, ended.exc_value or ended.exc_type(), ended.exc_traceback
            )


def tell_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Notes what nothing has caught."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logger.critical(
        "ended by %s. What to do: start it again, and report what stands here.",
        kind.__name__,
        exc_info=(kind, error, trace),
    )
