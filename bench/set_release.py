"""A planned release of many pairs: how long it is staged, how late readers see it, and the memory of the worker that does it.

The worker is a process of its own: `python -m bench.set_release`.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

_STARTS_WITHIN = timedelta(seconds=5)
_PATIENCE = 120.0


def measure_set(items: Sequence[UUID], change: Callable[[], None]) -> dict[str, float]:
    """The figures of a release of the items, which `change` alters in both languages."""
    from cms.publication.changelog.log import newest
    from cms.publication.clock import shared_now
    from cms.publication.models import ReleaseSet
    from cms.publication.release_sets import flips, set_members

    release_set = ReleaseSet.objects.create(name="bench")
    set_members.add_items(release_set, items)
    change()
    staged, before = flips.rehearse(release_set), newest()
    worker = _worker()
    moment = shared_now() + _STARTS_WITHIN + timedelta(seconds=2 * staged)
    flips.plan(release_set, moment, None)
    given_up = time.monotonic() + _PATIENCE
    while newest() == before:
        if time.monotonic() > given_up or worker.poll():
            sys.exit("The set was not released.")
        time.sleep(0.005)
    late = (shared_now() - moment).total_seconds() * 1000
    done = json.loads(worker.communicate(timeout=_PATIENCE)[0])
    name = f"a set of {len(items)} pairs"
    return {f"{name}, {what}": figure for what, figure in {"seen after its moment ms": late, **done}.items()}


def _worker() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.set_release"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def work() -> dict[str, float]:
    """Releases what is planned, as the worker does, and tells how long the stages took and how much memory it has and had."""
    from cms.publication.models import ReleaseSet
    from cms.publication.release_sets import flips

    moments: list[float] = []

    def sleep(seconds: float) -> None:
        moments.append(time.monotonic())
        time.sleep(seconds)
        moments.append(time.monotonic())

    before = _memory("VmRSS")
    while ReleaseSet.objects.filter(state="open").exists():
        flips.release_due(lambda: None, sleep)
        ended = time.monotonic()
        time.sleep(0.2)
    _, begun, staged, due = moments
    return {
        "staging s": staged - begun,
        "commit ms": (ended - due) * 1000,
        "worker MB before": before,
        "worker MB at most": _memory("VmHWM"),
    }


def _memory(name: str) -> float:
    found: Any = re.search(rf"{name}:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(work()))
