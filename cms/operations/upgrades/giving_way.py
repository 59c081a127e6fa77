"""How `migrate` comes by tables that others use: whoever reads or edits never loses to it (ADR 91).

PostgreSQL ends one side of a deadlock: the one that has waited for `deadlock_timeout`. So all that `migrate` has locked is let
go before anybody can have waited for it so long, and is tried again.
"""

import random
import time
from collections.abc import Callable
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.core.management.base import CommandError
from django.db import OperationalError
from psycopg.pq import TransactionStatus

# Seconds in which a statement is tried again, and between two attempts.
PATIENCE: Final = 60.0
PAUSE: Final = (0.2, 1.0)
# A lock that was not given in time, and a deadlock.
_TRIED_AGAIN: Final = {"55P03", "40P01"}
# How long a statement may wait for one lock, and a transaction for all of its locks, as parts of `deadlock_timeout`.
_ONE_WAIT, _ALL_WAITS = 0.3, 0.7
_TAKES_STATEMENTS: Final = (TransactionStatus.IDLE, TransactionStatus.INTRANS)
_STATEMENT: Final = "60s"
_SET: Final = "SELECT set_config('lock_timeout', %s, false), set_config('statement_timeout', %s, false)"
_USERS: Final = """
    SELECT DISTINCT a.xact_start, a.pid, COALESCE(a.query, '') FROM pg_stat_activity a
    JOIN pg_locks l ON l.pid = a.pid JOIN pg_class c ON c.oid = l.relation
    WHERE l.granted AND a.xact_start IS NOT NULL AND a.datname = current_database() AND a.pid <> pg_backend_pid()
    AND strpos(%s, '"' || c.relname || '"') > 0
    ORDER BY a.xact_start LIMIT 5
"""


class LockLimits:
    """For `execute_wrapper`: each statement waits for a lock as long as its transaction still may; one that is no part of a
    transaction is tried again by itself.
    """

    def __init__(self, connection: Any, tell: Callable[[str], Any]) -> None:
        self._connection, self._tell = connection, tell
        self._refused = ""
        self._ends: dict[str, float] = {}
        self._began = 0.0
        with connection.cursor() as cursor:
            cursor.execute("SELECT setting::int FROM pg_settings WHERE name = 'deadlock_timeout'")
            ((self._deadlock_timeout,),) = cursor.fetchall()

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        while True:
            own = self._connection.connection
            status = own.info.transaction_status
            if status == TransactionStatus.IDLE:
                self._began = time.monotonic()
            if status in _TAKES_STATEMENTS:
                own.execute(_SET, (self._wait(str(sql)), _STATEMENT))
            try:
                return execute(sql, params, many, context)
            except OperationalError as fault:
                self._refused = str(sql)
                if self._connection.in_atomic_block:
                    raise
                self.pause(fault)

    def _wait(self, sql: str) -> str:
        """Milliseconds. Nobody waits for a `CONCURRENTLY`, so it waits for others as long as it must."""
        if "CONCURRENTLY" in sql:
            return "0"
        left = _ALL_WAITS * self._deadlock_timeout - (time.monotonic() - self._began) * 1000
        return str(max(1, int(min(_ONE_WAIT * self._deadlock_timeout, left))))

    def pause(self, fault: OperationalError) -> None:
        """Returns when what was refused may be tried again. Raises any other fault, and CommandError after `PATIENCE`."""
        if getattr(fault.__cause__, "sqlstate", None) not in _TRIED_AGAIN:
            raise fault
        in_use = f"{self._refused[:120]}\n{self._who_uses()}"
        if time.monotonic() > self._ends.setdefault(self._refused, time.monotonic() + PATIENCE):
            raise CommandError(
                f"A table was in use for {PATIENCE:.0f} seconds, and this was not done: {in_use}\nWhat to do: wait for whoever "
                "uses it, or end them (SELECT pg_terminate_backend(process)), then run migrate again."
            ) from fault
        self._tell(f"\n  A table is in use, tried again: {in_use}")
        time.sleep(random.uniform(*PAUSE))  # noqa: S311 - so that two who wait do not meet again

    def _who_uses(self) -> str:
        """A line for each process that has locked what the statement names."""
        with self._connection.connection.cursor() as cursor:
            cursor.execute(_USERS, [self._refused])
            found = cursor.fetchall()
        users = (
            f"process {pid}, since {since:%H:%M:%S}: {' '.join(query.split())[:100]}" for since, pid, query in found
        )
        return "\n".join(f"    {user}" for user in users)


def give_way(connection: Any, attempt: Callable[[], Any], tell: Callable[[str], Any]) -> None:
    """Does what takes locks, from its beginning again wherever somebody else has them."""
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        attempt()
        return
    limits = LockLimits(connection, tell)
    try:
        with connection.execute_wrapper(limits):
            _again_and_again(connection, attempt, limits)
    finally:
        _leave_transaction(connection)
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout; RESET statement_timeout")


def _again_and_again(connection: Any, attempt: Callable[[], Any], limits: LockLimits) -> None:
    while True:
        try:
            attempt()
            return
        except OperationalError as fault:
            _leave_transaction(connection)
            limits.pause(fault)
        # What an attempt made is undone, so nothing of it may be remembered.
        ContentType.objects.clear_cache()


def _leave_transaction(connection: Any) -> None:
    """Where a statement that a migration has put off to its end fails, Django leaves the transaction open."""
    if connection.in_atomic_block:
        connection.close()
        connection.connect()
