"""The parent of all serving processes: starts each again when it has ended, or when it is frozen."""

import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from uvicorn.config import Config
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from .watching import Restarts, Silence, processor_seconds

logger = logging.getLogger(__name__)
Wanted = tuple[type[Process], Config, list[socket.socket]]


@dataclass(slots=True)
class _Watched:
    """What is known of a process, and of those that were in its place before."""

    wanted: Wanted
    silence: Silence
    restarts: Restarts = field(default_factory=Restarts)
    asked: bool = False
    serves: bool = False
    # When another is to start, where this one has ended.
    due: float | None = None


class Supervisor(Multiprocess):
    """What cannot even start the first time is a fault of the configuration, and ends all. The last `apart` of those `wanted`
    work for the others.
    """

    def __init__(self, wanted: list[Wanted], apart: int = 1, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(wanted[0][1], wanted[0][2])
        self._clock, self._listening = clock, len(wanted) - apart
        self._watched = [_Watched(one, Silence(one[1].timeout_worker_healthcheck)) for one in wanted]
        self._all_started = False
        self.failed = False

    def init_processes(self) -> None:
        self.processes = [self._start(one) for one in self._watched]

    def keep_subprocess_alive(self) -> None:
        """One look at each. It waits for none, so that one that is silent keeps nobody from being seen to."""
        for index, one in enumerate(self._watched):
            if self.should_exit.is_set():
                return
            if one.due is None:
                fate = self._fate(self.processes[index], one)
                if fate:
                    self._ended(self.processes[index], one, fate)
            if one.due is not None and one.due <= self._clock() and not self.should_exit.is_set():
                self.processes[index] = self._start(one)
        self._all_started = self._all_started or all(one.serves for one in self._watched)

    def terminate_all(self) -> None:
        """Those that listen first: what they have begun may need those apart."""
        for process in self.processes[: self._listening]:
            process.terminate()

    def join_all(self) -> None:
        for process in self.processes[: self._listening]:
            process.join()
        apart = self.processes[self._listening :]
        for process in apart:
            process.terminate()
        for process in apart:
            process.join()

    def handle_hup(self) -> None:
        """Nothing, as for the signals that change how many processes there are: all would be of one kind."""

    handle_ttin = handle_ttou = handle_hup

    def _fate(self, process: Process, one: _Watched) -> str:
        """Why a process is to be started again; nothing where it lives, or where it may only be waiting for the processor."""
        if not process.process.is_alive():
            return "has ended"
        pid = process.pid or 0
        try:
            if process.parent_conn.poll():
                one.serves, one.asked = process.parent_conn.recv(), False
                one.silence.heard(self._clock(), processor_seconds(pid))
            elif one.asked and one.silence.is_over(self._clock(), processor_seconds(pid)):
                return f"said nothing for {one.silence.patience} s"
            if not one.asked:
                process.parent_conn.send(b"ping")
                one.asked = True
        except (OSError, EOFError):  # its end of the pipe went with it
            return "has ended"
        return ""

    def _ended(self, process: Process, one: _Watched, fate: str) -> None:
        process.kill()
        process.join()
        one.serves = False
        if (process.exitcode or 0) > 0 and not self._all_started:  # it ended by itself, with a fault
            logger.error(
                "process %s could not start (%s): the server ends. What to do: mend what stands above, and start it again.",
                process.pid,
                process.exitcode,
            )
            self.failed = True
            self.should_exit.set()
            return
        one.due = one.restarts.next_start(self._clock())
        said = f"{fate} ({process.exitcode})" if fate == "has ended" else fate
        pause = one.due - self._clock()
        when = f" in {pause:.0f} s, since it did not last" if pause > 0 else ""
        logger.warning("process %s %s and is started again%s", process.pid, said, when)

    def _start(self, one: _Watched) -> Process:
        kind, config, sockets = one.wanted
        process = kind(config, sockets)
        process.start()
        one.silence = Silence(one.silence.patience)
        one.restarts.started(self._clock())
        one.asked, one.serves, one.due = False, False, None
        return process
