"""The work of `manage.py worker` in a thread of the serving process: the embedded default has no other process."""

import threading
import time
from typing import Final

from django.dispatch import Signal

from . import companions
from .worker import Worker

# Sent now and then in a serving process that works by itself, for those who keep what was derived from the log.
looked_after = Signal()
_POLL: Final = 1.0


def start() -> threading.Thread:
    """Starts the thread. Several serving processes share the work by leases, as workers do; it ends with the process.

    Consumers are left to who writes the log (`log_written`), and to `looked_after`: to follow it for search, each process would
    hold its dictionaries.
    """
    worker = Worker(followers=list, look=lambda: looked_after.send_robust(sender=Worker))
    thread = threading.Thread(target=worker.run, args=(_POLL,), name="worker", daemon=True)
    thread.start()
    companions.start(bool, time.sleep)
    return thread
