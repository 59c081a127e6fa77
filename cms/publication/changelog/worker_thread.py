"""The work of `manage.py worker` in a thread of the serving process: the embedded default has no other process."""

import threading
from typing import Final

from .worker import Worker

_POLL: Final = 1.0


def start() -> threading.Thread:
    """Starts the thread. Several serving processes share the work by leases, as workers do; it ends with the process.

    Consumers are left to who writes the log (`log_written`): to look after search, each process would hold its dictionaries.
    """
    thread = threading.Thread(target=Worker(followers=list).run, args=(_POLL,), name="worker", daemon=True)
    thread.start()
    return thread
