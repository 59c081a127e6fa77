"""What comes of an installation's soak: memory by process, how late readers were, what was wrong, and a report of it all."""

import datetime as dt
import os
import re
import statistics
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from tests.server.running import told_of

from .faults import SEARCH, Fault

_EVERY = 2.0
# Of what was wrong.
SHOWN = 30
CALM = "no fault"
Series = dict[tuple[str, int], list[tuple[float, float]]]


class Memory(threading.Thread):
    """The megabytes that each process holds, asked for again and again."""

    def __init__(self, processes: Callable[[], dict[str, int]]) -> None:
        super().__init__(daemon=True)
        self._processes, self.over = processes, threading.Event()
        self.series: Series = defaultdict(list)

    def run(self) -> None:
        """Until it is over."""
        while not self.over.wait(_EVERY):
            for name, pid in self._processes().items():
                if found := re.search(rb"VmRSS:\s+(\d+) kB", told_of(pid, "status")):
                    self.series[name, pid].append((time.time(), int(found[1]) / 1000))

    def most(self) -> dict[str, float]:
        """By kind of process."""
        found: dict[str, float] = defaultdict(float)
        for (name, _), series in self.series.items():
            kind = name.split()[0]
            found[kind] = max(found[kind], *(megabytes for _, megabytes in series))
        return dict(found)

    def slopes(self) -> dict[str, tuple[float, float]]:
        """Of the longest life of each process: its minutes, and by how many megabytes a minute its second half grew."""
        longest: dict[str, list[tuple[float, float]]] = {}
        for (name, _), series in self.series.items():
            longest[name] = max(longest.get(name, []), series, key=len)
        found = {}
        for name, series in longest.items():
            later = series[len(series) // 2 :]
            if len(later) > 2:
                slope = statistics.linear_regression([at / 60 for at, _ in later], [mb for _, mb in later]).slope
                found[name] = ((series[-1][0] - series[0][0]) / 60, slope)
        return found


@dataclass
class Reading:
    """What readers were given: milliseconds by outlet, apart from the faults' own seconds, and what was wrong."""

    calm: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faulty: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def read(self, answers: Iterable[Sequence[str]], faults: Sequence[Fault]) -> None:
        """Sorts all answers."""
        for due, outlet, status, milliseconds, *fault in answers:
            at = float(due)
            meanwhile = [one for one in faults if one.covers(at, at + float(milliseconds) / 1000)]
            for one in meanwhile[-1:]:
                self.faulty[one.name].append(float(milliseconds))
            if not meanwhile:
                self.calm[outlet].append(float(milliseconds))
            if fault and fault[0]:
                self.wrong.append(f"{_time(at)} {outlet}: {fault[0]}")
            elif status != "200":
                refusing = [one.name for one in meanwhile if one.refuses(outlet)]
                refusing += [CALM] if (outlet, status) == (SEARCH, "503") else []
                if refusing:
                    self.refused[refusing[0]] += 1
                else:
                    self.wrong.append(f"{_time(at)} {outlet}: {status}, {meanwhile[0].name if meanwhile else CALM}")

    def all_calm(self) -> list[float]:
        """Of every outlet."""
        return [one for many in self.calm.values() for one in many]


def percentile(values: Sequence[float], which: int) -> float:
    """0 where there are none."""
    return sorted(values)[min(len(values) - 1, len(values) * which // 100)] if values else 0.0


@dataclass
class Report:
    """The tables of docs/reliability.md, and what was wrong."""

    minutes: float
    reading: Reading
    faults: list[Fault]
    memory: Memory
    acts: Counter[str]
    editors: list[float]
    refused: int
    released: dict[str, float]
    settled: float
    copies: int

    def text(self) -> str:
        """As Markdown."""
        calm = self.reading.all_calm()
        count = len(calm) + sum(len(many) for many in self.reading.faulty.values())
        load = os.getloadavg()[2]
        rate = f"{count:,} answers to readers ({count / self.minutes / 60:.0f} a second)"
        machine, wrong, released = f"{os.cpu_count()} processors, load {load:.0f}", self.reading.wrong, self.released
        lines = [
            f"{dt.datetime.now(dt.UTC):%d %B %Y}, {machine}: {self.minutes:.1f} minutes, {rate}, {len(wrong)} wrong.",
            "",
            "| answers outside faults | count | median ms | p99 ms |",
            "|---|---:|---:|---:|",
            *(_row(name, many) for name, many in sorted(self.reading.calm.items())),
            _row("all", calm),
            "",
            f"Searches refused then, since they took too long: {self.reading.refused[CALM]}.",
            "",
            "| fault | seconds | well again after | refused | p99 ms meanwhile | seen |",
            "|---|---:|---:|---:|---:|---|",
            *(self._fault(one) for one in self.faults),
            "",
            "| process | minutes | most MB | MB a minute, second half |",
            "|---|---:|---:|---:|",
            *self._processes(),
            "",
            f"Editors: {', '.join(f'{count} {act}' for act, count in sorted(self.acts.items()))}.",
            f"Their requests: median {percentile(self.editors, 50):.0f} ms, p99 {percentile(self.editors, 99):.0f} ms.",
            f"Refused during a fault, and done again: {self.refused}.",
            f"A planned release of {released['pairs']} pairs: {released['late']:.2f} s late.",
            f"Of the {released['answers']:,} answers that had pages of it none was mixed.",
            f"At the end all was settled after {self.settled:.1f} s, {self.copies} copies equal to the export.",
            *wrong[:SHOWN],
        ]
        return "\n".join(lines) + "\n"

    def _fault(self, fault: Fault) -> str:
        meanwhile = self.reading.faulty.get(fault.name, [])
        refused = f"{self.reading.refused[fault.name]} of {len(meanwhile)}"
        took = f"{fault.over - fault.began:.1f} | {fault.recovered:.1f} s"
        return f"| {fault.name} | {took} | {refused} | {percentile(meanwhile, 99):.0f} | {fault.seen} |"

    def _processes(self) -> Iterable[str]:
        most = self.memory.most()
        for name, (minutes, slope) in sorted(self.memory.slopes().items()):
            yield f"| {name} | {minutes:.1f} | {most[name.split()[0]]:.0f} | {slope:+.2f} |"


def _time(at: float) -> str:
    return f"{dt.datetime.fromtimestamp(at, dt.UTC):%H:%M:%S.%f}"[:-3]


def _row(name: str, values: Sequence[float]) -> str:
    return f"| {name} | {len(values):,} | {percentile(values, 50):.1f} | {percentile(values, 99):.0f} |"
