"""The whole service over services of its own, with editors, readers and partners at work, and every fault in turn.

`make soak` takes an hour, or as many minutes as SOAK_MINUTES says; `make installation-check` has a small form of it.
"""

import logging
import os
import time
from collections import Counter
from pathlib import Path

from django.conf import settings

from tests.server.flood import ceilings

from .faults import Faults
from .installation import MANAGE, Actors, Installation, Size, installed, wait_until
from .measured import Memory, Reading, Report
from .released_set import ReleasedSet

logger = logging.getLogger(__name__)
MINUTES = float(os.environ.get("SOAK_MINUTES") or 60)
LARGE = Size(minutes=MINUTES, rate=500, desks=10, pause=8, pairs_released=200, documents=50)
SMALL = Size(minutes=MINUTES, rate=40, desks=2, pause=0.5, pairs_released=4, documents=8)
# Under this many minutes there is no time for many pairs.
SHORT = 5
SETTLED_WITHIN = 120
# Megabytes a minute in the second half of a life of so many minutes; in a shorter one memory has not filled yet.
FLAT, LONG = 2.0, 30


def test_nothing_that_breaks_makes_an_answer_wrong() -> None:
    size = LARGE if MINUTES >= SHORT else SMALL
    with installed(size) as (installation, folder):
        report = soak(installation, folder)
    text = report.text()
    (Path(settings.BASE_DIR) / "var" / "installation-soak.md").write_text(text, encoding="utf-8")
    logger.warning("%s", text)
    assert report.reading.wrong == []
    assert [fault for fault in report.faults if fault.recovered == float("inf")] == []
    most = ceilings()
    assert {kind: megabytes for kind, megabytes in report.memory.most().items() if megabytes > most[kind]} == {}
    slopes = report.memory.slopes().items()
    assert {name: slope for name, (minutes, slope) in slopes if minutes > LONG and slope > FLAT} == {}


def soak(installation: Installation, folder: Path) -> Report:
    """Everybody at work for the time given, each fault in turn; then until all is settled."""
    size = installation.size
    assert wait_until(installation.is_well, SETTLED_WITHIN) < SETTLED_WITHIN
    released_set = ReleasedSet(installation, size.pairs_released)
    installation.follow()
    memory, actors = Memory(installation.processes), Actors(installation, folder)
    memory.start()
    try:
        return _observed(installation, released_set, actors, memory)
    finally:
        memory.over.set()
        memory.join()


def _observed(installation: Installation, released_set: ReleasedSet, actors: Actors, memory: Memory) -> Report:
    size = installation.size
    began, faults = time.monotonic(), Faults(installation, seconds=min(30.0, size.minutes * 60 / 40))
    every = size.minutes * 60 / (len(faults.all()) + 2)
    released = {}
    for number, fault in enumerate(faults.all(), 1):
        _sleep_until(began + every * number)
        if fault == faults.postgresql_restarted:  # it would end the process that has the set
            released = released_set.go_out_and_back()
        done = faults.provoke(fault)
        logger.warning(
            "%s: %.1f s, well again after %.1f s. %s", done.name, done.over - done.began, done.recovered, done.seen
        )
    _sleep_until(began + size.minutes * 60)
    minutes = (time.monotonic() - began) / 60
    actors.end()
    settled = wait_until(lambda: not (installation.troubles() or installation.differing()), SETTLED_WITHIN)
    assert settled < SETTLED_WITHIN, (installation.troubles(), installation.differing())
    installation.run(*MANAGE, "rebuild_publication", "--check")
    reading = Reading()
    reading.read(actors.answers(), faults.done)
    done = [one for one in actors.told if "ms" in one]
    later = [one for one in actors.told if "later" in one]
    unasked = [one for one in later if not any(fault.covers(one["at"], one["at"]) for fault in faults.done)]
    reading.wrong += [str(one) for one in actors.told if "wrong" in one] + [str(one) for one in unasked]
    acts = Counter(one["act"].split()[0] for one in done)
    taken = [float(milliseconds) for one in done for milliseconds in one["ms"]]
    copies = len(installation.copies)
    return Report(minutes, reading, faults.done, memory, acts, taken, len(later), released, settled, copies)


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))
