"""What a database does by itself when a row that others refer to is deleted: what their models say in `on_delete` (ADR 91).

While two releases run, the older one deletes pages, files and people, and does not know the newer one's tables. PostgreSQL's
constraints say it; SQLite's cannot be changed, so triggers do it there.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.apps import apps
from django.db import connections, models

PREFIX: Final = "on_delete_"
# What PostgreSQL calls each in pg_constraint. All others keep the row that they refer to.
_ACTIONS: Final[dict[Any, str]] = {models.CASCADE: "c", models.SET_NULL: "n"}
_KEPT: Final = "a"
_CLAUSES: Final = {"c": " ON DELETE CASCADE", "n": " ON DELETE SET NULL", _KEPT: ""}
_DOES: Final = {"c": 'DELETE FROM "{table}"', "n": 'UPDATE "{table}" SET "{column}" = NULL'}
_CONSTRAINTS: Final = """
    SELECT t.relname, a.attname, r.relname, k.attname, c.conname, c.confdeltype::text, c.convalidated
    FROM pg_constraint c
    JOIN pg_class t ON t.oid = c.conrelid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
    JOIN pg_class r ON r.oid = c.confrelid JOIN pg_attribute k ON k.attrelid = r.oid AND k.attnum = c.confkey[1]
    WHERE c.contype = 'f' AND cardinality(c.conkey) = 1 AND pg_table_is_visible(t.oid) ORDER BY c.oid
"""


def wanted() -> dict[tuple[str, str], str]:
    """The action for each column of a foreign key, by its table and name."""
    return {
        (model._meta.db_table, field.column): _ACTIONS.get(field.remote_field.on_delete, _KEPT)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.db_constraint  # type: ignore[attr-defined]
    }


def before_migrating(using: str, plan: Sequence[Any] = (), **kwargs: Any) -> None:
    """SQLite makes a table anew to change it, and refuses while a trigger of another names it."""
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        _execute(connection, [f'DROP TRIGGER "{name}"' for name in _triggers(connection)])


def after_migrating(using: str, **kwargs: Any) -> None:
    """Changes what is otherwise; each by itself, so that no table is locked for the sake of another."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        _execute(connection, list(_constraints_changed(connection)))
    elif connection.vendor == "sqlite":
        _execute(connection, list(_triggers_changed(connection)))


def _constraints_changed(connection: Any) -> Iterator[str]:
    actions = wanted()
    for table, column, to_table, to_column, name, action, is_valid in _rows(connection, _CONSTRAINTS):
        rule = actions.get((table, column), action)
        change = f'ALTER TABLE "{table}"'
        if action != rule:
            yield (
                f'{change} DROP CONSTRAINT "{name}", ADD CONSTRAINT "{name}" FOREIGN KEY ("{column}") '
                f'REFERENCES "{to_table}" ("{to_column}"){_CLAUSES[rule]} DEFERRABLE INITIALLY DEFERRED NOT VALID'
            )
        if action != rule or not is_valid:
            yield f'{change} VALIDATE CONSTRAINT "{name}"'


def _triggers_changed(connection: Any) -> Iterator[str]:
    found, right = _triggers(connection), dict(_triggers_wanted(connection))
    yield from (f'DROP TRIGGER "{name}"' for name, made in found.items() if right.get(name) != made)
    yield from (made for name, made in right.items() if found.get(name) != made)


def _triggers_wanted(connection: Any) -> Iterator[tuple[str, str]]:
    actions = wanted()
    for table in sorted({table for table, _ in actions}):
        for _, _, to_table, column, to_column, *_ in _rows(connection, f'PRAGMA foreign_key_list("{table}")'):
            does = _DOES.get(actions.get((table, column), _KEPT))
            if does:
                name = f"{PREFIX}{table}_{column}"
                does = does.format(table=table, column=column)
                when = f'CREATE TRIGGER "{name}" AFTER DELETE ON "{to_table}" FOR EACH ROW'
                yield name, f'{when} BEGIN {does} WHERE "{column}" = OLD."{to_column}"; END'


def _triggers(connection: Any) -> dict[str, str]:
    made = _rows(connection, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: sql for name, sql in made if name.startswith(PREFIX)}


def _rows(connection: Any, query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _execute(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
