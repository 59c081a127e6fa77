"""What works beside the worker's rounds, each in a thread of its own: what cannot wait for them, or would hold them up."""

import logging
import threading
from collections.abc import Callable
from typing import Final, Protocol

from django.db import Error

from .leases import described
from .worker import let_go_of_old_connections

logger = logging.getLogger(__name__)
# Seconds between two turns: where another process has the work, or the database did not answer.
_PAUSE: Final = 1.0
Stop = Callable[[], bool]


class Companion(Protocol):
    """Work that one process at a time does, by a lease of its own."""

    def run(self, stop: Stop) -> None:
        """Works until `stop` says so, or another has the work."""

    def once(self, stop: Stop) -> None:
        """Does what there is to do."""


_factories: dict[str, Callable[[], Companion]] = {}


def register(name: str, factory: Callable[[], Companion]) -> None:
    """Adds the companion called `name`; `factory` makes it where it works."""
    _factories[name] = factory


def start(stop: Stop, wait: Callable[[float], object]) -> list[threading.Thread]:
    """Starts a thread for each, which ends when `stop` says so."""
    threads = [
        threading.Thread(target=_work, args=(name, factory, stop, wait), name=name, daemon=True)
        for name, factory in sorted(_factories.items())
    ]
    for thread in threads:
        thread.start()
    return threads


def once(stop: Stop) -> None:
    """Lets each do what there is to do, in this thread."""
    for _, factory in sorted(_factories.items()):
        factory().once(stop)


def _work(name: str, factory: Callable[[], Companion], stop: Stop, wait: Callable[[float], object]) -> None:
    companion, failing = factory(), False
    while not stop():
        try:
            companion.run(stop)
            failing = False
        except Error as error:
            if not failing:
                logger.error(
                    "%s: the database does not answer; trying again: %s."
                    " What to do: see that it runs and that DATABASE_URL is right.",
                    name,
                    described(error),
                )
            failing = True
        finally:
            let_go_of_old_connections()
        wait(_PAUSE)
