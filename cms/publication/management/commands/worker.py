"""`manage.py worker`: follows the log for every consumer, and does what is due by the clock."""

import signal
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from json import dumps
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from cms.publication.changelog import companions
from cms.publication.changelog.consumers import ConsumerStatus, consumer_status, consumers
from cms.publication.changelog.log import newest
from cms.publication.changelog.work_status import JOBS, work_status
from cms.publication.changelog.worker import Worker
from cms.publication.clock import shared_now
from cms.publication.intents.pending import backlog
from cms.publication.models import ConsumerOffset
from cms.publication.reconciliation.made_by import note_start
from cms.publication.safeguards.blast_radius import open_withdrawals


class Stop:
    """Set by SIGTERM and SIGINT, so that the step in hand is finished.

    No threading.Event: its lock cannot be taken again by a signal's handler that interrupts who holds it.
    """

    def __init__(self) -> None:
        self.asked = False

    def ask(self, *args: object) -> None:
        """As a signal's handler."""
        self.asked = True

    def __call__(self) -> bool:
        return self.asked

    def wait(self, seconds: float) -> None:
        """Sleeps that long, or until asked to stop."""
        end = time.monotonic() + seconds
        while not self.asked and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.1))


@contextmanager
def stopping() -> Iterator[Stop]:
    """What the signals set, within the block."""
    stop = Stop()
    before = {number: signal.signal(number, stop.ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Command(BaseCommand):
    help = (
        "Settles what was committed, follows the log for search and every other consumer, sends webhooks, publishes what is "
        "scheduled (each minute), repairs editions, clears the log and counts what each language lacks (each day). Run as many "
        "as you like: they share the work. Stops cleanly on SIGTERM or Ctrl-C."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Adds --once, --poll, --status and --json."""
        parser.add_argument("--once", action="store_true", help="Do what there is to do, and end.")
        parser.add_argument(
            "--poll", type=float, default=1.0, help="Seconds between two looks at the log (default: 1)."
        )
        parser.add_argument("--status", action="store_true", help="Only say how far each consumer is, and what fails.")
        parser.add_argument(
            "--json",
            action="store_true",
            help="With --status: the same as JSON, for what watches the service; ends with 1 where something is not well.",
        )

    def handle(self, *args: Any, once: bool, poll: float, status: bool, json: bool, **options: Any) -> None:
        """Works until told to stop."""
        if not 0.05 <= poll <= 60:
            raise CommandError("--poll: expected 0.05 to 60 seconds.")
        if json and not status:
            raise CommandError("--json: expected with --status.")
        if status:
            self._tell_json() if json else self._tell()
            return
        with stopping() as stop:
            worker = Worker(stop, stop.wait)
            if once:
                note_start()
                worker.round()
                companions.once(stop)
                self._refuse_failures()
            else:
                threads = companions.start(stop, stop.wait)
                worker.run(poll)
                for thread in threads:
                    thread.join()

    def _tell(self) -> None:
        self.stdout.write(f"The log's newest version: {newest()}")
        self._tell_backlog()
        self._tell_held()
        for consumer in consumers():
            self.stdout.write(_line(consumer_status(consumer.name)))
        for job in JOBS:
            row = ConsumerOffset.objects.filter(name=job).first() or ConsumerOffset(name=job)
            done = f"last done {row.moved_at:%Y-%m-%d %H:%M:%S %Z}" if row.moved_at else "never done"
            step = f"; step {row.state['step']} of {row.state['steps']}" if row.held_by and "step" in row.state else ""
            self.stdout.write(f"{job}: {done}{step}{_troubles(row)}")

    def _tell_json(self) -> None:
        found = work_status().as_dict()
        self.stdout.write(dumps(found, ensure_ascii=False, indent=2))
        if not found["well"]:
            sys.exit(1)

    def _tell_backlog(self) -> None:
        """What is still to be settled, and since when."""
        found = backlog()
        if not found.count:
            self.stdout.write("to be settled: nothing")
            return
        seconds = max(0.0, (shared_now() - found.since).total_seconds()) if found.since else 0.0
        self.stdout.write(f"to be settled: {found.count} change(s), the oldest for {seconds:.0f} s")
        for intent in found.failing:
            tried = f"{intent.failures} failure(s), tried again at {intent.retry_at:%H:%M:%S %Z}"
            self.stdout.write(f"  {intent}, since {intent.at:%Y-%m-%d %H:%M:%S %Z}: {intent.last_error}; {tried}")

    def _tell_held(self) -> None:
        """What is public although its page is incomplete, since too much would have been withdrawn at once."""
        rows = open_withdrawals().values("since").annotate(editions=Count("pk")).order_by("since")
        for row in rows:
            self.stdout.write(
                f"held: {row['editions']} edition(s) since {row['since']:%Y-%m-%d %H:%M:%S %Z} stay public as they were: "
                "correct what they share, or confirm their withdrawal in the admin under Reports, Withdrawals that wait"
            )

    def _refuse_failures(self) -> None:
        names = [*(consumer.name for consumer in consumers()), *JOBS]
        failing = ConsumerOffset.objects.filter(name__in=names, failures__gt=0).order_by("name")
        if failing:
            raise CommandError("\n".join(f"{row.name}{_troubles(row)}" for row in failing))


def _line(found: ConsumerStatus) -> str:
    since = found.waiting_since
    seconds = max(0.0, (shared_now() - since).total_seconds()) if since else 0.0
    lag = f"{found.behind} behind, for {seconds:.0f} s" if found.behind else "nothing behind"
    return f"{found.name}: at version {found.version}, {lag}{_troubles(found.row)}"


def _troubles(row: ConsumerOffset) -> str:
    """Who works at it, and what failed since when."""
    text = f"; in hand by {row.held_by} until {row.held_until:%H:%M:%S %Z}" if row.held_by and row.held_until else ""
    if row.failures:
        text += f"; {row.failures} failure(s) since {row.failing_since:%Y-%m-%d %H:%M:%S %Z}: {row.last_error}"
        text += f"; tried again at {row.retry_at:%H:%M:%S %Z}"
    return text
