"""Changed rows written together: one statement, built once, with the values of each row."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model


def update_rows(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Writes the fields `names` of rows of one model. As `bulk_update`, whose statement grows with rows times fields."""
    if not rows:
        return
    statement, fields = _statement(type(rows[0]), tuple(names), connection.vendor)
    values = [
        [*(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields), row.pk] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


@cache
def _statement(model: type[Model], names: tuple[str, ...], vendor: str) -> tuple[str, list[Any]]:
    quote = connection.ops.quote_name
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    assigned = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    key: Any = model._meta.pk
    return f"UPDATE {quote(model._meta.db_table)} SET {assigned} WHERE {quote(key.column)} = %s", fields  # noqa: S608
