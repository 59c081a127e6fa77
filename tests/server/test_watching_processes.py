"""Which silence ends a process, and when another is started. The clock and the processor are the test's."""

import os
from types import SimpleNamespace
from typing import Any

import pytest
from uvicorn import Config

from cms.server.supervision import supervisor as supervision
from cms.server.supervision.supervisor import Supervisor
from cms.server.supervision.watching import LASTING, LOOK, Restarts, Silence, processor_seconds

PATIENCE = 30.0


def looks(silence: Silence, seconds: float, every: float = LOOK, share: float = 0.0) -> float | None:
    """Looks for so many seconds at a process that says nothing and has a share of the processor; when it is over."""
    for number in range(1, int(seconds / every) + 1):
        if silence.is_over(number * every, number * every * share):
            return number * every
    return None


def silence() -> Silence:
    made = Silence(PATIENCE)
    made.heard(0.0, 0.0)
    return made


def test_what_uses_no_processor_and_says_nothing_is_frozen() -> None:
    assert looks(silence(), 60) == PATIENCE


def test_what_has_some_of_the_processor_is_alive_until_it_has_used_much_and_still_said_nothing() -> None:
    assert looks(silence(), 600, share=0.01) is None
    assert looks(silence(), 600, share=1.0) == PATIENCE
    assert looks(silence(), 600, share=0.5) == 2 * PATIENCE


def test_where_who_looks_is_late_too_the_machine_is_what_is_slow() -> None:
    assert looks(silence(), 60, every=20) is None
    assert looks(silence(), 3000, every=20) == 30 * 20


def test_an_answer_begins_it_anew() -> None:
    found = silence()
    assert looks(found, PATIENCE - LOOK) is None
    found.heard(PATIENCE, 5.0)
    assert not found.is_over(PATIENCE + LOOK, 5.0)
    assert (found.frozen, found.busy) == (LOOK, 0.0)


def test_what_never_said_anything_is_measured_from_the_first_look() -> None:
    found = Silence(PATIENCE)
    assert not found.is_over(1000.0, 40.0)
    assert looks(Silence(PATIENCE), 60) == PATIENCE + LOOK


def test_what_does_not_last_is_started_later_each_time_and_what_lasted_at_once() -> None:
    restarts, now, pauses = Restarts(), 0.0, []
    restarts.started(now - LASTING)
    for _ in range(9):
        due = restarts.next_start(now)
        pauses.append(due - now)
        now = due
        restarts.started(now)
    assert pauses == [0, 1, 2, 4, 8, 16, 32, 60, 60]
    now += LASTING
    assert restarts.next_start(now) == now
    restarts.started(now)
    assert restarts.next_start(now) == now + 1


def test_the_system_tells_what_a_process_has_used() -> None:
    before = processor_seconds(os.getpid())
    while processor_seconds(os.getpid()) == before:
        sum(range(10_000))
    assert processor_seconds(2**22 + 1) == 0.0


class Process:
    """Stands for a serving process."""

    made: list["Process"] = []

    def __init__(self, config: Any, sockets: Any) -> None:
        self.alive, self.answers, self.pings = True, True, 0
        self.exitcode: int | None = None
        self.pid = 100 + len(self.made)
        self.process = SimpleNamespace(is_alive=lambda: self.alive)
        self.parent_conn = self
        self.made.append(self)

    def poll(self) -> bool:
        return self.answers and self.pings > 0

    def recv(self) -> bool:
        self.pings -= 1
        return True

    def send(self, _: bytes) -> None:
        self.pings += 1

    def start(self) -> None:
        pass

    def join(self) -> None:
        pass

    def kill(self) -> None:
        self.alive, self.exitcode = False, self.exitcode or -9


class Machine:
    """A supervisor of two processes, whose time and processor a test lets go by."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        Process.made = []
        self.now, self.used = 0.0, {100: 0.0, 101: 0.0}
        monkeypatch.setattr(supervision, "processor_seconds", lambda pid: self.used.get(pid, 0.0))
        config = Config("", timeout_worker_healthcheck=int(PATIENCE))
        wanted: Any = [(Process, config, []), (Process, config, [])]
        self.supervisor = Supervisor(wanted, clock=lambda: self.now)
        self.supervisor.init_processes()

    def look(self, times: int, every: float = LOOK, share: float = 0.0) -> None:
        for _ in range(times):
            self.now += every
            self.used = {pid: used + every * share for pid, used in self.used.items()}
            self.supervisor.keep_subprocess_alive()


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def test_a_starved_machine_ends_nobody(machine: Machine) -> None:
    machine.look(2)
    for process in Process.made:
        process.answers = False
    machine.look(200, share=0.01)  # 100 s in which the processes have next to nothing of the processor
    machine.look(20, every=25)  # and 500 in which not even the parent has
    assert len(Process.made) == 2


def test_a_frozen_process_is_ended_while_the_others_are_seen_to(
    machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    machine.look(2)
    frozen, other = Process.made
    frozen.answers = False
    machine.look(30)
    other.kill()
    machine.look(1)
    assert len(Process.made) == 3, "the one that died is not kept waiting by the one that is silent"
    machine.look(70)
    assert not frozen.alive
    assert [one.alive for one in Process.made] == [False, False, True, True]
    told = [record.getMessage() for record in caplog.records]
    assert told == [
        "process 101 has ended (-9) and is started again",
        "process 100 said nothing for 30 s and is started again",
    ]


def test_what_dies_again_and_again_is_started_less_and_less_often(
    machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    machine.look(int(LASTING / LOOK))
    for _ in range(400):  # 200 s, in which each dies at once
        machine.supervisor.processes[0].kill()
        machine.look(1)
    assert len(Process.made) - 2 == 9
    assert caplog.records[2].getMessage().endswith("is started again in 2 s, since it did not last")


def test_what_cannot_start_the_first_time_ends_all(machine: Machine) -> None:
    Process.made[0].alive, Process.made[0].exitcode = False, 3
    machine.look(1)
    assert machine.supervisor.failed
    assert machine.supervisor.should_exit.is_set()
    assert len(Process.made) == 2
