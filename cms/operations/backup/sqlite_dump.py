"""SQLite: its backup API, which copies a moment of a database that is written to."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from django.db import connection

from .dumps import AFTER_RESTORING, ask_now, counted
from .media_copies import Execute
from .sealed_files import BackupError, Seal, StoredFile

_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


class _Copy:
    """A copy in a file of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def execute(self) -> Execute:
        """Asks the copy."""

        def ask(sql: str) -> list[tuple[Any, ...]]:
            with closing(sqlite3.connect(self._path)) as database:
                return database.execute(sql).fetchall()

        return ask

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return counted(self.execute, _TABLES)

    def write(self, path: Path, seal: Seal) -> StoredFile:
        """Writes it to a file."""
        with self._path.open("rb") as file:
            return seal.write(file, path)


class SqliteDatabase:
    """A file, or memory in tests."""

    engine = "sqlite"
    execute = staticmethod(ask_now)

    def size(self) -> int:
        """The bytes of its pages."""
        ((pages,),), ((page,),) = ask_now("PRAGMA page_count"), ask_now("PRAGMA page_size")
        return int(pages * page)

    @contextmanager
    def snapshot(self, scratch: Path) -> Iterator[_Copy]:
        """All pages at once: in WAL mode nobody waits for it."""
        path = scratch / "snapshot.sqlite3"
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
            # What is kept is one file, which nothing has to be beside.
            copy.execute("PRAGMA journal_mode = DELETE")
        yield _Copy(path)
        path.unlink()

    def rows_in(self, path: Path, seal: Seal, scratch: Path) -> dict[str, int]:
        """Looks through the whole file for damage, then counts."""
        plain = self._opened(path, seal, scratch)
        try:
            with closing(sqlite3.connect(plain)) as database:
                (fault,) = database.execute("PRAGMA integrity_check(1)").fetchone()
                if fault != "ok":
                    raise BackupError(f"{path.name} is damaged: {fault}")
                return counted(lambda sql: database.execute(sql).fetchall(), _TABLES)
        except sqlite3.DatabaseError as error:
            raise BackupError(f"{path.name} is no database that can be read: {error}") from error
        finally:
            plain.unlink()

    def restore(self, path: Path, seal: Seal, scratch: Path) -> None:
        """Whoever has the file open sees the old one until all of the new is there."""
        plain = self._opened(path, seal, scratch)
        with closing(sqlite3.connect(plain)) as database:
            with database:
                for statement in AFTER_RESTORING:
                    database.execute(statement)
            connection.ensure_connection()
            database.backup(connection.connection)
        connection.close()
        plain.unlink()

    @staticmethod
    def _opened(path: Path, seal: Seal, scratch: Path) -> Path:
        plain = scratch / "opened.sqlite3"
        with plain.open("wb") as file:
            seal.read(path, file)
        return plain
