"""The files in which processes keep what they counted, as prometheus_client's multiprocess mode has them.

A process takes the first number that no living process has, and goes on with that number's counts: so sums never fall when a
process ends, and there are never more files than there were processes at once.
"""

import fcntl
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings

from .catalogue import BUCKETS, Described

# The lock of this process's number, open for as long as it lives.
_held: Final[list[IO[str]]] = []


def folder() -> Path:
    """The folder, which is made where it is missing. Raises OSError."""
    found = Path(settings.METRICS_FOLDER)
    found.mkdir(parents=True, exist_ok=True)
    return found


def take_number() -> int:
    """A number that no other living process has. How things stood with who had it before is nobody's state now."""
    number = next(number for number in count() if _lock(number))
    for file in folder().glob(f"gauge_*_{number}.db"):
        file.unlink(missing_ok=True)
    return number


def _lock(number: int) -> bool:
    file = (folder() / f"{number}.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return False
    _held.append(file)
    return True


def files() -> list[str]:
    """Those of all processes; how things stood with processes that have ended is left out."""
    return [str(file) for file in folder().glob("*.db") if not file.name.startswith("gauge_") or _has_owner(file)]


def _has_owner(file: Path) -> bool:
    with (folder() / f"{file.stem.rpartition('_')[2]}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def open_metrics(described: tuple[Described, ...]) -> dict[str, Any]:
    """The metrics of this process by name, kept in files of its own. Raises OSError."""
    number = take_number()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder())
    from prometheus_client import Counter, Gauge, Histogram, values

    values.ValueClass = values.MultiProcessValue(lambda: number)  # type: ignore[no-untyped-call]
    made: dict[str, Any] = {}
    for name, kind, labels, meaning in described:
        if kind == "histogram":
            made[name] = Histogram(name, meaning, labels, registry=None, buckets=BUCKETS)
        elif kind == "counter":
            made[name] = Counter(name, meaning, labels, registry=None)
        else:
            made[name] = Gauge(name, meaning, labels, registry=None, multiprocess_mode="livesum")
    return made


def merged(names: set[str]) -> Iterator[Any]:
    """What all processes counted, added up, of the metrics of these names."""
    from prometheus_client.multiprocess import MultiProcessCollector

    for metric in MultiProcessCollector.merge(files()):  # type: ignore[no-untyped-call]
        if {metric.name, f"{metric.name}_total"} & names:
            yield metric
