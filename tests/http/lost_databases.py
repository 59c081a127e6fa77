"""Ways of losing PostgreSQL in the middle of a request, each as it happens: nothing is pretended but the moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


def aside(statement: str, *values: Any) -> None:
    """Done by somebody else's connection, to another database."""
    other: Any = connection.copy("aside")
    other.settings_dict = {**other.settings_dict, "NAME": "postgres"}
    try:
        with other.cursor() as cursor:
            cursor.execute(statement, values or None)
    finally:
        other.close()


def terminate() -> None:
    """As a restart does, or an administrator."""
    if connection.connection is not None:
        aside("SELECT pg_terminate_backend(%s, 5000)", connection.connection.info.backend_pid)


class BeforeStatement:
    """Loses the database before a statement, by its number; `seen` is how many there were."""

    def __init__(self, number: int) -> None:
        self._number = number
        self.seen = 0

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        if self.seen == self._number:
            terminate()
        self.seen += 1
        return execute(sql, params, many, context)


@contextmanager
def lost_before(number: int) -> Iterator[BeforeStatement]:
    """Within, the database is lost before a statement; -1 for never."""
    losing = BeforeStatement(number)
    with connection.execute_wrapper(losing):
        yield losing


@contextmanager
def no_connections() -> Iterator[None]:
    """Within, the server refuses whoever comes, as while it starts or when it has too many."""
    name = connection.settings_dict["NAME"]
    connection.close()
    aside(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    try:
        yield
    finally:
        aside(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@contextmanager
def only_reads() -> Iterator[None]:
    """Within, the database takes nothing, as a standby that an installation has been pointed at."""
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    try:
        yield
    finally:
        connection.close()


@contextmanager
def locked(table: str) -> Iterator[None]:
    """Within, somebody else has a table to themselves, and whoever waits gives up soon."""
    connection.ensure_connection()
    patience = connection.settings_dict["OPTIONS"]["options"]
    connection.settings_dict["OPTIONS"]["options"] = patience.replace("lock_timeout=5s", "lock_timeout=50ms")
    connection.close()
    other: Any = connection.copy("locking")
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
    finally:
        other.rollback()
        other.close()
        connection.settings_dict["OPTIONS"]["options"] = patience
        connection.close()
