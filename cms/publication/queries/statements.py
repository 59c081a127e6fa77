"""Statements of SQL written once: building the same one through the ORM takes longer than the database takes to answer it."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, cast

from django.db import connection
from django.db.models import Field

from ..models import Edition

StoredRow = dict[str, Any]
_TABLE: Final = Edition._meta.db_table


def select(names: Sequence[str], extra: Sequence[str], condition: str) -> str:
    """SELECT of columns of editions and of further expressions, where `condition` holds. None of it may be a user's text."""
    return f"SELECT {', '.join([*names, *extra])} FROM {_TABLE} WHERE {condition}"  # noqa: S608


def rows(statement: str, parameters: Sequence[Any], names: Sequence[str], extra: Sequence[str]) -> list[StoredRow]:
    """The rows of a statement by column: fields of editions as the ORM gives them, and expressions as the database does."""
    converters = _converters(connection.vendor, tuple(names))
    labels = [*names, *extra]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found = [dict(zip(labels, row, strict=True)) for row in cursor.fetchall()]
    for row in found:
        for name, (expression, functions) in converters.items():
            for function in functions:
                row[name] = function(row[name], expression, connection)
    return found


def prepared(name: str, value: Any) -> Any:
    """A value as the database's driver takes it for a field of editions."""
    return _field(name).get_db_prep_value(value, connection)


def _field(name: str) -> "Field[Any, Any]":
    return cast("Field[Any, Any]", Edition._meta.get_field(name))


@cache
def _converters(vendor: str, names: tuple[str, ...]) -> dict[str, tuple[Any, list[Any]]]:
    """What turns the driver's values into Python's, for the columns that need it."""
    columns = {name: _field(name).get_col(_TABLE) for name in names}
    found = {
        name: (column, [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)])
        for name, column in columns.items()
    }
    return {name: pair for name, pair in found.items() if pair[1]}
