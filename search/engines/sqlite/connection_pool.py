"""Connections to the index file: one a thread, never one of Django's, and what goes wrong with them as Unavailable."""

import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ..interface import Unavailable

logger = logging.getLogger(__name__)

MEMORY: Final = ":memory:"
# Seconds. Readers wait for nobody; a writer waits for another one.
_WAIT: Final = {"read": 1.0, "write": 30.0}
_PRAGMAS: Final = ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -32000", "temp_store = MEMORY")


class ConnectionPool:
    """Gives each thread its connection. An index in memory has a single one, lent to one thread at a time."""

    def __init__(self, path: str, *schema: str) -> None:
        self.damaged = False
        self._path = path
        self._schema = schema
        self._local = threading.local()
        self._lock = threading.RLock()
        self._memory: sqlite3.Connection | None = None
        self._inherited: list[sqlite3.Connection] = []

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection within a transaction: all that is read is of one moment."""
        with self._transaction("BEGIN", "read") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection within a transaction that is rolled back if anything goes wrong."""
        with self._transaction("BEGIN IMMEDIATE", "write") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str, purpose: str) -> Iterator[sqlite3.Connection]:
        try:
            with self._borrowed() as connection:
                connection.execute(f"PRAGMA busy_timeout = {int(_WAIT[purpose] * 1000)}")
                connection.execute(begin)
                try:
                    yield connection
                    connection.execute("COMMIT")
                except BaseException:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                    raise
        except sqlite3.Error as fault:
            # Of this very class are "malformed" and "not a database" only.
            self.damaged = self.damaged or type(fault) is sqlite3.DatabaseError
            raise Unavailable(f"the index in {Path(self._path).name}: {fault}") from fault

    @contextmanager
    def _borrowed(self) -> Iterator[sqlite3.Connection]:
        if self._path != MEMORY:
            yield self._of_thread()
            return
        with self._lock:
            if self._memory is None:
                self._memory = self._open()
            yield self._memory

    def _of_thread(self) -> sqlite3.Connection:
        """The thread's connection, opened anew after a fork, and where the file has been replaced."""
        known = getattr(self._local, "known", None)
        if known is not None and known[0] == self._file_identity():
            found: sqlite3.Connection = known[1]
            return found
        if known is not None and known[0][0] != os.getpid():
            # SQLite forbids a process to touch, even to close, a connection that it got by a fork.
            self._inherited.append(known[1])
        Path(self._path).parent.mkdir(parents=True, exist_ok=True)
        connection = self._open()
        self._local.known = self._file_identity() or (os.getpid(), 0, 0), connection
        return connection

    def _file_identity(self) -> tuple[int, int, int] | None:
        try:
            status = Path(self._path).stat()
        except OSError:
            return None
        return os.getpid(), status.st_dev, status.st_ino

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, cached_statements=256)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        for statement in self._schema:
            connection.execute(statement)
        return connection

    def close(self) -> None:
        """Closes this thread's connection."""
        known = getattr(self._local, "known", None)
        if known is not None:
            self._local.known = None
            known[1].close()

    def set_aside(self) -> None:
        """Renames a damaged file: the next connection begins another."""
        self.close()
        self.damaged = False
        aside = f"{self._path}.damaged"
        for ending in ("", "-wal", "-shm"):
            if Path(self._path + ending).exists():
                Path(self._path + ending).replace(aside + ending)
        logger.error(
            "The search index %s is damaged. It was renamed to %s, and a new one is made."
            " What to do: look whether the disk is well, then delete the renamed file.",
            self._path,
            aside,
        )
