"""A process that is killed again and again, at random moments, and started again each time."""

import random
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings


class Mortal(threading.Thread):
    """Lives for some seconds between two numbers, or without an end where there are none; `deaths` counts, up to `most`."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], lives: tuple[float, float] | None, most: int
    ) -> None:
        super().__init__(daemon=True)
        self._command, self._environment, self._lives, self._most = command, environment, lives, most
        self._chance = random.Random(str(command))
        self._over, self.deaths = threading.Event(), 0
        self.process = self._begun()

    def run(self) -> None:
        """Kills it until that is over."""
        while self._lives and self.deaths < self._most and not self._over.wait(self._chance.uniform(*self._lives)):
            self.die()

    def die(self) -> None:
        """Kills it now, and starts another."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.deaths += 1
        self.process = self._begun()

    def live(self) -> None:
        """It is killed no more, once it has been at all."""
        self._over.set()
        self.join()
        if self._lives and not self.deaths:
            self.die()

    def end(self) -> None:
        """It is gone for good."""
        self._over.set()
        self.join()
        self.process.kill()
        self.process.wait()

    def _begun(self) -> "subprocess.Popen[Any]":
        return subprocess.Popen([*self._command], env=dict(self._environment), cwd=settings.BASE_DIR)
