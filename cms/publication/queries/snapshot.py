"""Reading several times as of one moment: what is published in between is seen by none of the queries, or by all."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections, transaction

# Instructions of SQLite's machine between two looks at the clock: about a millisecond.
_STEPS: Final = 100_000


@contextmanager
def snapshot(deadline: float, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Queries within see one moment, change nothing, and end in OperationalError at `deadline`, a time of `monotonic()`."""
    connection: Any = connections[using]
    if connection.in_atomic_block:  # whoever began that transaction has seen to it
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(using):
            left = max(1, int((deadline - monotonic()) * 1000))
            with connection.cursor() as cursor:  # one round trip
                cursor.execute(
                    f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL statement_timeout = {left}"
                )
            yield
    else:
        with _reading(connection, deadline), transaction.atomic(using):
            yield


@contextmanager
def _reading(connection: Any, deadline: float) -> Iterator[None]:
    """SQLite without the lock that transactions here begin with: readers must not wait for writers."""
    connection.ensure_connection()
    mode, database = connection.transaction_mode, connection.connection
    connection.transaction_mode = "DEFERRED"
    database.set_progress_handler(lambda: monotonic() > deadline, _STEPS)
    try:
        yield
    finally:
        connection.transaction_mode = mode
        database.set_progress_handler(None, 0)
