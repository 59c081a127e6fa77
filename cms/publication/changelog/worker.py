"""The loop of `manage.py worker`: every consumer follows the log, and what is done by the clock is done."""

import logging
import time
from collections.abc import Callable
from typing import Final

from django.db import Error, InterfaceError, OperationalError, connections

from ..clock import is_wrong_here, shared_now
from ..intents.settlement import settle
from ..models import ConsumerOffset
from ..parity.daily_sample import SAMPLE
from ..reconciliation.made_by import note_start
from . import signs_of_life
from .consumers import Consumer, consumers, follow
from .leases import Clock, delay, described
from .log import newest
from .scheduled_jobs import COMPACTION, REPAIR, SCHEDULE, run_due

# A consumer with nothing to do is asked this often, in seconds, whether what it derived is still there; so often the worker
# shows that it is alive.
LOOK: Final = 10.0
logger = logging.getLogger(__name__)


def let_go_of_old_connections() -> None:
    """Closes what is broken or too old, as Django does between requests; never in the middle of a transaction."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


class Worker:
    """Works until `stop` says so. `wait` sleeps for some seconds, or less if it is to stop; `followers` follow the log, and
    `look` is called every LOOK seconds.
    """

    def __init__(
        self,
        stop: Callable[[], bool] = bool,
        wait: Callable[[float], object] = time.sleep,
        clock: Clock = shared_now,
        monotonic: Callable[[], float] = time.monotonic,
        followers: Callable[[], list[Consumer]] = consumers,
        look: Callable[[], object] = bool,
    ) -> None:
        self._stop, self._wait, self._clock, self._monotonic = stop, wait, clock, monotonic
        self._followers, self._look = followers, look
        self._looked_at = self._monotonic()
        self._looked: dict[str, float] = {}
        self._outages = 0
        self._clock_was_wrong = False

    def run(self, poll: float) -> None:
        """Round after round, `poll` seconds apart; longer while the database does not answer."""
        started = False
        while not self._stop():
            try:
                if not started:
                    note_start()
                    signs_of_life.show(self._clock)
                    started = True
                self.round()
            except Error as error:
                self._note_outage(error)
            else:
                self._note_answer()
            let_go_of_old_connections()
            self._wait(max(poll, delay(self._outages)) if self._outages else poll)

    def round(self) -> None:
        """What cannot wait, and what is done daily, which is interrupted for it."""
        let_go_of_old_connections()
        self._urgent()
        for job in (REPAIR, COMPACTION, SAMPLE):
            if not self._stop():
                run_due(job, clock=self._clock, stop=self._stop, between=self._urgent)

    def _urgent(self) -> None:
        """What was committed and not settled by who committed it, what is scheduled for now, then what is new in the log."""
        settle()
        if not self._stop() and not self._clock_is_wrong():
            run_due(SCHEDULE, clock=self._clock, stop=self._stop)
        for consumer in self._followers():
            if not self._stop() and self._due(consumer):
                self._looked[consumer.name] = self._monotonic()
                follow(consumer, clock=self._clock, stop=self._stop)

        if self._monotonic() - self._looked_at >= LOOK:
            self._looked_at = self._monotonic()
            signs_of_life.show(self._clock)
            self._look()

    def _due(self, consumer: Consumer) -> bool:
        """Whether there is something new, something to try again, or some time since it was looked after."""
        looked = self._looked.get(consumer.name)
        if looked is None or self._monotonic() - looked >= LOOK:
            return True
        row = ConsumerOffset.objects.filter(name=consumer.name).only("version", "failures", "retry_at").first()
        if row is None or row.failures:
            return row is None or row.retry_at is None or row.retry_at <= self._clock()
        return row.version < newest()

    def _clock_is_wrong(self) -> bool:
        """Wagtail publishes what is due by this machine's clock. One that is wrong leaves that to other workers."""
        wrong = is_wrong_here(shared_now())
        if wrong and not self._clock_was_wrong:
            logger.error(
                "this machine's clock is not the database's: nothing scheduled is published or taken down here."
                " What to do: set the clocks of both machines by one time server (NTP)."
            )
        self._clock_was_wrong = wrong
        return wrong

    def _note_outage(self, error: Error) -> None:
        self._outages += 1
        if self._outages == 1:
            outage = isinstance(error, OperationalError | InterfaceError)
            logger.error(
                "the database does not answer; trying again: %s."
                " What to do: see that it runs and that DATABASE_URL is right.",
                described(error),
                exc_info=None if outage else error,
            )

    def _note_answer(self) -> None:
        if self._outages:
            logger.warning("the database answers again, after %s attempt(s)", self._outages)
        self._outages = 0
