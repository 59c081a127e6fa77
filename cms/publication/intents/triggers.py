"""The triggers that note intents, in the words of SQLite and of PostgreSQL.

A trigger's name ends in a digest of what it does, so that names alone tell whether those of this code are in place.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from .watched import DELETE, Watched, watched

PREFIX: Final = "intent_"
TABLE: Final = "publication_intent"
_SQLITE_NOW: Final = "strftime('%Y-%m-%d %H:%M:%f', 'now')"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger: the name, the table, and the statements that make it."""

    name: str
    table: str
    statements: tuple[str, ...]


def wanted(vendor: str) -> dict[str, Trigger]:
    """The triggers of this code for a database, by name."""
    made = _sqlite if vendor == "sqlite" else _postgresql
    return {trigger.name: trigger for trigger in map(made, watched())}


def installed(connection: Any) -> dict[str, str]:
    """The names of the triggers that are in place, with their tables."""
    return dict(_in_place(connection, "name, tbl_name", "t.tgname, c.relname", "AND t.tgenabled <> 'D'"))


def definitions(connection: Any) -> list[Trigger]:
    """Those that are in place, whichever release made them, with the statements that make them again."""
    making = "t.tgname, c.relname, pg_get_functiondef(t.tgfoid), pg_get_triggerdef(t.oid)"
    return [Trigger(row[0], row[1], row[2:]) for row in _in_place(connection, "name, tbl_name, sql", making)]


def _in_place(connection: Any, sqlite: str, postgresql: str, only: str = "") -> list[tuple[Any, ...]]:
    """What the database knows of our triggers, their names first. `only` narrows it on PostgreSQL."""
    query = (
        f"SELECT {sqlite} FROM sqlite_master WHERE type = 'trigger'"  # noqa: S608 - columns, written here
        if connection.vendor == "sqlite"
        else f"SELECT {postgresql} FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "  # noqa: S608 - the same
        f"WHERE NOT t.tgisinternal {only} AND pg_table_is_visible(c.oid)"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row for row in cursor.fetchall() if row[0].startswith(PREFIX)]


def create(connection: Any, triggers: Iterable[Trigger]) -> None:
    """Makes triggers that are not there."""
    with connection.cursor() as cursor:
        for trigger in triggers:
            for statement in trigger.statements:
                cursor.execute(statement)


def drop(connection: Any, found: dict[str, str]) -> None:
    """Removes triggers, given as `installed` does."""
    with connection.cursor() as cursor:
        for name, table in found.items():
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER "{name}"')
            else:
                cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
                cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"()')


def _sqlite(one: Watched) -> Trigger:
    counts, body = _counts(one, "IS NOT"), _insert(one, _SQLITE_NOW)
    name = _name(one, f"{counts} {body}")
    when = f" WHEN {counts}" if counts else ""
    made = (
        f'CREATE TRIGGER "{name}" AFTER {one.statement.upper()} ON "{one.table}" FOR EACH ROW{when} BEGIN {body}; END'
    )
    return Trigger(name, one.table, (made,))


def _postgresql(one: Watched) -> Trigger:
    counts, body = _counts(one, "IS DISTINCT FROM"), _insert(one, "clock_timestamp()")
    name = _name(one, f"{counts} {body}")
    when = f" WHEN ({counts})" if counts else ""
    function = f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$'
    made = (
        f'CREATE TRIGGER "{name}" AFTER {one.statement.upper()} ON "{one.table}" FOR EACH ROW{when} '
        f'EXECUTE FUNCTION "{name}"()'
    )
    return Trigger(name, one.table, (function, made))


def _counts(one: Watched, differs: str) -> str:
    """Which changes of rows count, as a condition; empty where all do."""
    conditions = [_filled(one.condition, one)] if one.condition else []
    if one.columns:
        conditions.append(_differ(one.columns, differs))
    if one.same:
        conditions.append(f"NOT ({_differ(one.same, differs)})")
    return " AND ".join(f"({condition})" for condition in conditions)


def _differ(columns: Iterable[str], differs: str) -> str:
    return " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in columns)


def _insert(one: Watched, now: str) -> str:
    values = [
        f"'{one.table}'", f"'{one.event}'", _text(_filled(one.row, one)), _text(_filled(one.item, one)),
        _filled(one.urgent, one), now, "0", "''",
    ]  # fmt: skip
    columns = '"table", "event", "row", "item", "urgent", "at", "failures", "last_error"'
    return f"INSERT INTO {TABLE} ({columns}) VALUES ({', '.join(values)})"  # noqa: S608 - names of the code alone


def _text(expression: str) -> str:
    return f"COALESCE(CAST({expression} AS VARCHAR(64)), '')"


def _filled(expression: str, one: Watched) -> str:
    """The expression with the rows that its trigger has: a deleted row is only what it was."""
    row = "OLD" if one.event == DELETE else "NEW"
    return expression.replace("{row}", row).replace("{old}", "OLD").replace("{new}", "NEW")


def _name(one: Watched, what: str) -> str:
    digest = hashlib.sha256(what.encode()).hexdigest()[:8]
    return f"{PREFIX}{one.table[:38]}_{one.event}_{digest}"
