"""One thread a process sends what was asked for: no answer waits for it, or tells by its time whether there is an account."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Final

from django.db import connections

# What waits beyond this is dropped: somebody is asking without end.
MOST_WAITING: Final = 100
logger = logging.getLogger(__name__)
_thread: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")
_room: Final = BoundedSemaphore(MOST_WAITING)


def send_later(send: Callable[[], None]) -> None:
    """Calls `send` soon, in the thread. What it raises is logged; a process that dies before takes it along."""
    if not _room.acquire(blocking=False):
        logger.error(
            "too many mails wait to be sent: one was dropped."
            " What to do: see that the mail server answers quickly; whoever waits for it asks again."
        )
        return
    _thread.submit(_carry_out, send)


def _carry_out(send: Callable[[], None]) -> None:
    try:
        send()
    except Exception:
        logger.exception(
            "a mail could not be sent. What to do: see that EMAIL_URL is right and the mail server answers."
        )
    finally:
        _room.release()
        connections.close_all()
