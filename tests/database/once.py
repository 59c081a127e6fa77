"""Scenes that many tests begin with: made once by a worker, as editors would make them, and then put back row by row.

Only a test that has written nothing yet, under settings that it has not changed, is given rows; any other makes its own.
"""

import copy
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache as django_cache
from django.db import connection, transaction
from django.utils.translation import get_language

Given = ParamSpec("Given")
Made = TypeVar("Made")
# A table's rows by primary key, each as a list of SQL literals.
Rows = dict[str, str]


@dataclass(frozen=True)
class Scene:
    """What a function returned and the statements that write what it wrote."""

    result: Any
    statements: list[str]


_scenes: dict[Hashable, Scene] = {}
_untouched: int | None = None


def once(build: Callable[Given, Made]) -> Callable[Given, Made]:
    """Makes what `build` makes, from its rows when they are known. Its result must be one that can be copied."""

    @wraps(build)
    def made(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        if not is_untouched():
            return build(*args, **kwargs)
        key = (build.__module__, build.__qualname__, repr((args, kwargs)), get_language())
        if key not in _scenes:
            _scenes[key] = recorded(lambda: build(*args, **kwargs))
        else:
            replay(_scenes[key])
        return copy.deepcopy(_scenes[key].result)

    return made


@pytest.fixture(autouse=True)
def scenes_may_be_put_back(request: pytest.FixtureRequest) -> Iterator[None]:
    """Notes where the database stands before the test's own fixtures write to it."""
    global _untouched
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("_django_db_helper")
        nothing_is_written_yet()
    yield
    _untouched = None


def nothing_is_written_yet() -> None:
    """For what is no test function: said where a class's data or an example of hypothesis begins."""
    global _untouched
    _untouched = _writes()


def is_untouched() -> bool:
    """Whether this test's transaction has written nothing, and its settings are everybody's."""
    return connection.in_atomic_block and _untouched == _writes() and not _overridden()


def _overridden() -> bool:
    return type(settings._wrapped).__name__ == "UserSettingsHolder"


def _writes() -> int:
    """How many rows this connection or this transaction has written, those rolled back among them."""
    if connection.vendor == "sqlite":
        return int(connection.connection.total_changes)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables")
        return int(cursor.fetchone()[0] or 0)


def recorded(build: Callable[[], Any]) -> Scene:
    """Builds a scene and finds out what it wrote."""
    before = {table: rows(table) for table in tables()}
    result = copy.deepcopy(build())
    statements = []
    for table, old in before.items():
        statements += changes(table, old, rows(table))
    return Scene(result, statements)


def replay(scene: Scene) -> None:
    """Writes a scene's rows. References are checked when the transaction ends, so tables may come in any order."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in scene.statements:
            cursor.execute(statement)
    django_cache.clear()


@cache
def tables() -> dict[str, tuple[list[Any], Any]]:
    """Each table's columns and primary key, but for those of Wagtail's own search, which is off in tests."""
    models = [model._meta for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {
        meta.db_table: ([field.column for field in meta.local_concrete_fields], meta.pk.column)
        for meta in models
        if not meta.proxy and meta.app_label != "wagtailsearch"
    }


def rows(table: str) -> Rows:
    """The rows of a table as they are now."""
    columns, key = tables()[table]
    literals = ", ".join(_literal(column) for column in (key, *columns))
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {literals} FROM "{table}"')
        return {pk: f"({', '.join(values)})" for pk, *values in cursor.fetchall()}


def changes(table: str, old: Rows, new: Rows) -> list[str]:
    """The statements that lead from the old rows to the new."""
    columns, key = tables()[table]
    ended = [row for row in old if new.get(row) != old[row]]
    written = [values for row, values in new.items() if old.get(row) != values]
    listed = ", ".join(f'"{name}"' for name in columns)
    delete = [f'DELETE FROM "{table}" WHERE "{key}" IN ({", ".join(ended)})'] if ended else []
    insert = [f'INSERT INTO "{table}" ({listed}) VALUES {", ".join(written)}'] if written else []
    return delete + insert


def _literal(column: str) -> str:
    return f'quote("{column}")' if connection.vendor == "sqlite" else f'quote_nullable("{column}"::text)'
