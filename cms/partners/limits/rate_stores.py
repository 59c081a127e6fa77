"""Where what clients took in a minute is kept so that all processes see it: a table, or Redis (RATE_STORE)."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

from django.conf import settings
from django.db import connection, transaction

from ..models import MinuteUse

# Seconds for which Redis keeps a minute; and minutes that the table keeps.
_KEPT_FOR: Final = 180
_KEPT_MINUTES: Final = 3
BATCH: Final = 500


class RateStore(Protocol):
    """Adds tokens by client, and says how many each has taken in the minute."""

    def add(self, minute: int, tokens: Mapping[str, int]) -> dict[str, int]:
        """The totals of these clients, with what is added."""


class DatabaseStore:
    """A table with a row for each client and minute."""

    def __init__(self) -> None:
        self._cleaned = 0

    def add(self, minute: int, tokens: Mapping[str, int]) -> dict[str, int]:
        """In one order, so that no two processes wait for each other. Raises django.db.Error."""
        rows, totals = sorted(tokens.items()), dict[str, int]()
        for start in range(0, len(rows), BATCH):
            totals |= self._upsert(minute, rows[start : start + BATCH])
        if minute != self._cleaned:
            self._cleaned = minute
            MinuteUse.objects.filter(minute__lt=minute - _KEPT_MINUTES).delete()
        return totals

    def _upsert(self, minute: int, rows: list[tuple[str, int]]) -> dict[str, int]:
        """One statement, which SQLite and PostgreSQL both know; Django's `bulk_create` cannot add to what is there."""
        table = connection.ops.quote_name(MinuteUse._meta.db_table)
        statement = f"""
            INSERT INTO {table} (client, minute, tokens) VALUES {", ".join(["(%s, %s, %s)"] * len(rows))}
            ON CONFLICT (client, minute) DO UPDATE SET tokens = {table}.tokens + excluded.tokens
            RETURNING client, tokens
            """  # noqa: S608 - the name of a table only
        parameters = [value for client, tokens in rows for value in (client, minute, tokens)]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return dict(cursor.fetchall())


class RedisStore:
    """A counter for each client and minute, which Redis forgets by itself."""

    def __init__(self, url: str) -> None:
        from redis import Redis

        self._redis: Any = Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)

    def add(self, minute: int, tokens: Mapping[str, int]) -> dict[str, int]:
        """All in one exchange. Raises redis.RedisError."""
        with self._redis.pipeline(transaction=False) as pipeline:
            for client, count in tokens.items():
                name = f"cynnwys:rate:{minute}:{client}"
                pipeline.incrby(name, count)
                pipeline.expire(name, _KEPT_FOR)
            answers = pipeline.execute()
        return dict(zip(tokens, answers[::2], strict=True))


def store_of_settings() -> RateStore | None:
    """The store that RATE_STORE names; None where processes count each for itself."""
    named = settings.RATE_STORE
    if named == "process":
        return None
    return DatabaseStore() if named == "database" else RedisStore(named)
