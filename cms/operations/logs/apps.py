"""Lines of the log."""

import logging
import sys
import threading
from types import TracebackType

from django.apps import AppConfig
from django.conf import settings

from cms.http.problems.log_words import SEE_DATABASE, WHAT_TO_DO
from cms.http.problems.outages import is_outage

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
    todo = SEE_DATABASE if is_outage(error) else f"{WHAT_TO_DO}start it again, and report what stands here."
    logger.critical(
        f"ended by %s. {todo}",
        kind.__name__,
        exc_info=(kind, error, trace),
    )
