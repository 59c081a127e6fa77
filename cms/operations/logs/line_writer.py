"""Writes lines together, in a thread of its own: whoever answers waits for no disk and for nobody who reads the log."""

import atexit
import logging
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Final

logger = logging.getLogger(__name__)
# What a pipe takes in one piece, so that lines of several processes never come into each other (POSIX, PIPE_BUF).
_TOGETHER: Final = 4096
# Seconds for which a line waits for others.
_EVERY: Final = 0.2
# Lines that may wait where nobody reads them.
_MOST: Final = 20_000


class LineWriter:
    """Takes lines from any thread. Those for which there is no room are counted, and the count is told."""

    def __init__(self, form: Callable[[dict[str, Any]], bytes]) -> None:
        self._form = form
        self._lines: deque[dict[str, Any]] = deque()
        self._dropped = 0
        self._writing = threading.Lock()
        threading.Thread(target=self._run, name="request lines", daemon=True).start()
        atexit.register(self.flush)

    def add(self, line: dict[str, Any]) -> None:
        """Takes what a line says."""
        if len(self._lines) < _MOST:
            self._lines.append(line)
        else:
            self._dropped += 1

    def flush(self) -> None:
        """Writes what waits."""
        with self._writing:
            piece = b""
            while self._lines:
                line = self._form(self._lines.popleft()) + b"\n"
                if len(piece) + len(line) > _TOGETHER:
                    self._put(piece)
                    piece = b""
                piece += line
            self._put(piece)
            dropped, self._dropped = self._dropped, 0
        if dropped:
            logger.warning(
                "%s line(s) of requests were left out. What to do: find out why whatever reads the log did not keep up.",
                dropped,
            )

    def _run(self) -> None:
        while True:
            time.sleep(_EVERY)
            self.flush()

    def _put(self, piece: bytes) -> None:
        if piece:
            sys.stderr.buffer.write(piece)
            sys.stderr.buffer.flush()
