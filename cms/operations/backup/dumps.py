"""A database to a file and back: what both kinds of database have in common."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final, Protocol

from django.db import connection

from .media_copies import Execute
from .sealed_files import Seal, StoredFile

# Who has logged in has to do so again; whose turn it is to work is nobody's; and caches are purged of all they have.
AFTER_RESTORING: Final = (
    "DELETE FROM django_session",
    "UPDATE publication_consumeroffset SET held_by = '', held_until = NULL",
    "UPDATE publication_consumeroffset SET state = '{}' WHERE name = 'purge'",
)


class Snapshot(Protocol):
    """The database as of one moment."""

    @property
    def execute(self) -> Execute:
        """Asks it."""

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""

    def write(self, path: Path, seal: Seal) -> StoredFile:
        """Writes all of it to a file."""


class Database(Protocol):
    """The database of DATABASE_URL."""

    engine: str

    def size(self) -> int:
        """About how many bytes it has on its disk."""

    def execute(self, sql: str) -> Any:
        """Rows as they are now."""

    def snapshot(self, scratch: Path) -> AbstractContextManager[Snapshot]:
        """A moment of it, while others read and write on. `scratch` is a folder for what is needed meanwhile."""

    def rows_in(self, path: Path, seal: Seal, scratch: Path) -> dict[str, int]:
        """Reads a file of it to its end, and counts the rows of each table. Raises BackupError."""

    def restore(self, path: Path, seal: Seal, scratch: Path) -> None:
        """Puts a file in the place of all that there is, in one transaction. Raises BackupError."""


def this_database() -> Database:
    """That of the settings."""
    from .postgres_dump import PostgresDatabase
    from .sqlite_dump import SqliteDatabase

    return PostgresDatabase() if connection.vendor == "postgresql" else SqliteDatabase()


def ask_now(sql: str) -> list[tuple[Any, ...]]:
    """Rows as they are now, over this process's connection."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def counted(execute: Execute, tables: str) -> dict[str, int]:
    """How many rows each of the tables has that a query names."""
    names = sorted(name for (name,) in execute(tables))
    return {name: next(iter(execute(f'SELECT count(*) FROM "{name}"')))[0] for name in names}  # noqa: S608 - the database's own
