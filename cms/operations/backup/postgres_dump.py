"""PostgreSQL: `pg_dump` of an exported snapshot, and `pg_restore` through one transaction of `psql`."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final, cast

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from .dumps import AFTER_RESTORING, ask_now, counted
from .media_copies import Execute
from .sealed_files import BackupError, Seal, StoredFile

_TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
_BEGIN: Final = (
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    # It waits for pg_dump, however long that takes.
    "SET LOCAL idle_in_transaction_session_timeout = 0",
)
# What others do meanwhile is given ten seconds to end.
_BEFORE_RESTORING: Final = (
    "BEGIN",
    "SET LOCAL lock_timeout = '10s'",
    "SET LOCAL client_min_messages = warning",
    "DROP SCHEMA public CASCADE",
    "CREATE SCHEMA public",
)


class _Exported:
    """A snapshot that another process may read: a transaction over a connection of its own, until it is let go."""

    def __init__(self, own: Any) -> None:
        self._own = own
        for statement in _BEGIN:
            self._ask(statement)
        ((self._name,),) = self._ask("SELECT pg_export_snapshot()")

    @property
    def execute(self) -> Execute:
        """Asks as of that moment."""
        return self._ask

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return counted(self._ask, _TABLES)

    def write(self, path: Path, seal: Seal) -> StoredFile:
        """What `pg_restore` reads, compressed."""
        what = ("--format=custom", "--no-owner", "--no-privileges", "--lock-wait-timeout=60s")
        with _running("pg_dump", *what, f"--snapshot={self._name}", stdin=subprocess.DEVNULL) as process:
            return seal.write(process.stdout, path)

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        with self._own.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []


class PostgresDatabase:
    """The database, and the programs of the package postgresql-client."""

    engine = "postgresql"
    execute = staticmethod(ask_now)

    def size(self) -> int:
        """More than a dump of it takes, which has no indexes and is compressed."""
        ((size,),) = ask_now("SELECT pg_database_size(current_database())")
        return int(size)

    @contextmanager
    def snapshot(self, scratch: Path) -> Iterator[_Exported]:
        """Nobody waits for it: it only reads."""
        own = connection.copy()
        try:
            yield _Exported(own)
        finally:
            own.close()

    def rows_in(self, path: Path, seal: Seal, scratch: Path) -> dict[str, int]:
        """Has the whole dump read as SQL, in which a row is a line."""
        rows: dict[str, int] = {}
        table = ""
        with self._script(path, seal) as script:
            for line in script:
                if not table:
                    if line.startswith(b"COPY public.") and line.endswith(b" FROM stdin;\n"):
                        table = line.removeprefix(b"COPY public.").split(b" ")[0].decode().strip('"')
                        rows[table] = 0
                elif line == b"\\.\n":
                    table = ""
                else:
                    rows[table] += 1
        return rows

    def restore(self, path: Path, seal: Seal, scratch: Path) -> None:
        """In one transaction, which is committed once all of the dump is in it: whoever dies before that has done nothing."""
        connection.close()
        options = ("--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1")
        with _running("psql", *options, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
            script = cast(IO[bytes], process.stdin)
            try:
                script.write(_statements(_BEFORE_RESTORING))
                with self._script(path, seal) as dump:
                    for line in dump:
                        script.write(line)
                script.write(_statements(("SET LOCAL search_path = public", *AFTER_RESTORING, "COMMIT")))
            except BrokenPipeError:
                pass  # it has said why

    @staticmethod
    @contextmanager
    def _script(path: Path, seal: Seal) -> Iterator[IO[bytes]]:
        """The dump as SQL."""
        options = ("--no-owner", "--no-privileges", "--file=-")
        with _running("pg_restore", *options, stdin=subprocess.PIPE, connects=False) as process:
            feeder = _Feeder(path, seal, process.stdin)
            feeder.start()
            yield process.stdout
            feeder.join()
            if feeder.fault:
                raise feeder.fault


class _Feeder(threading.Thread):
    """Gives a program the bytes of a file, and closes."""

    def __init__(self, path: Path, seal: Seal, sink: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self._path, self._seal, self._sink = path, seal, sink
        self.fault: BackupError | None = None

    def run(self) -> None:
        """Until all is read, or the program ends."""
        with suppress(BrokenPipeError):  # a program that ends early says why
            try:
                self._seal.read(self._path, self._sink)
            except BackupError as fault:
                self.fault = fault
            finally:
                self._sink.close()


@contextmanager
def _running(program: str, *options: str, connects: bool = True, **streams: Any) -> Iterator[Any]:
    """A program of PostgreSQL's, connected as this process is. Raises BackupError with what it said, where it fails."""
    arguments, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    command = [program, *options, *(arguments[1:] if connects else ())]
    errors: list[bytes] = []
    try:
        process = subprocess.Popen(  # noqa: S603 - programs and options of ours
            command,
            env={**os.environ, **(environment or {})},
            stderr=subprocess.PIPE,
            **{"stdout": subprocess.PIPE, **streams},
        )
    except FileNotFoundError:
        raise BackupError(f"{program} was not found: install the package postgresql-client.") from None
    said = cast(IO[bytes], process.stderr)
    listener = threading.Thread(target=lambda: errors.append(said.read()), daemon=True)
    listener.start()
    try:
        yield process
        if process.stdin:
            with suppress(BrokenPipeError):
                process.stdin.close()
    except BaseException:
        process.kill()
        raise
    finally:
        code = process.wait()
        listener.join()
    if code:
        raise BackupError(f"{program} failed: {b''.join(errors).decode(errors='replace').strip()}")


def _statements(lines: tuple[str, ...]) -> bytes:
    return "".join(f"{line};\n" for line in lines).encode()
