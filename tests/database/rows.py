"""The rows of the whole test database, as SQL literals, and the statements that lead from some to others."""

from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from cms.publication.models import Intent

INTENTS = Intent._meta.db_table
# A table's rows by primary key.
Rows = dict[str, str]


def everything() -> dict[str, Rows]:
    """The rows of each table as they are now."""
    return {table: rows(table) for table in tables()}


def leading_to(old: dict[str, Rows], new: dict[str, Rows]) -> list[str]:
    """The statements that make the new rows of the old. What refers to a row goes with it, so all that goes does so first."""
    ended = [statement for table in new for statement in deletions(table, old[table], new[table])]
    return ended + [statement for table in new for statement in changes(table, old[table], new[table])]


def execute(statements: list[str]) -> None:
    """References are checked when the transaction ends, so tables may come in any order.

    What triggers note of it is forgotten: editions are among the rows, as they were when all was settled.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        cursor.execute(f'DELETE FROM "{INTENTS}"')


@cache
def tables() -> dict[str, tuple[list[Any], Any]]:
    """Each table's columns and primary key, but for those of Wagtail's own search, which is off in tests, and for intents."""
    models = [model._meta for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {
        meta.db_table: ([field.column for field in meta.local_concrete_fields], meta.pk.column)
        for meta in models
        if not meta.proxy and meta.app_label != "wagtailsearch" and meta.db_table != INTENTS
    }


def rows(table: str) -> Rows:
    """The rows of a table as they are now."""
    columns, key = tables()[table]
    literals = ", ".join(_literal(column) for column in (key, *columns))
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {literals} FROM "{table}"')
        return {pk: f"({', '.join(values)})" for pk, *values in cursor.fetchall()}


def deletions(table: str, old: Rows, new: Rows) -> list[str]:
    ended = old.keys() - new.keys()
    return [f'DELETE FROM "{table}" WHERE "{tables()[table][1]}" IN ({", ".join(ended)})'] if ended else []


def changes(table: str, old: Rows, new: Rows) -> list[str]:
    """The statement that writes those of the new rows that are not so already."""
    columns, key = tables()[table]
    written = [values for row, values in new.items() if old.get(row) != values]
    listed = ", ".join(f'"{name}"' for name in columns)
    instead = ", ".join(f'"{name}" = excluded."{name}"' for name in columns)
    insert = (
        f'INSERT INTO "{table}" ({listed}) VALUES {", ".join(written)} ON CONFLICT ("{key}") DO UPDATE SET {instead}'
    )
    return [insert] if written else []


def _literal(column: str) -> str:
    return f'quote("{column}")' if connection.vendor == "sqlite" else f'quote_nullable("{column}"::text)'
