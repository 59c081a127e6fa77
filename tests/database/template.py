"""The test database, copied from a template that the real migrations made in an earlier run.

Wagtail's migrations take half a minute of processor time; a copy takes a moment. A template goes when what decides it
changes, and each run with `--create-db` makes it anew.
"""

import fcntl
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from .fingerprint import fingerprint
from .flushed import commits, remember

CHECKOUT = Path(__file__).parents[2]
FOLDER = CHECKOUT / "var" / "test-templates"


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_createdb: bool,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """pytest-django's fixture of this name, with a template instead of migrations wherever there is one."""
    before = connection.settings_dict["NAME"]
    verbosity = request.config.option.verbose
    with django_db_blocker.unblock(), one_at_a_time():
        template = (SqliteTemplate if connection.vendor == "sqlite" else PostgresTemplate)(fingerprint(connection))
        if template.exists() and not django_db_createdb:
            use(template.copy())
        else:
            setup_databases(verbosity=verbosity, interactive=False, aliases={"default": True}, serialized_aliases={})
            template.keep()
        if any(commits(item) for item in request.session.items):
            remember()
    yield
    with django_db_blocker.unblock():
        teardown_databases([(connection, before, True)], verbosity=verbosity)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Workers that start together wait for the first, which makes the template for all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def use(name: str) -> None:
    """Makes `name` the database of this process."""
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = name
    connection.settings_dict["NAME"] = name
    connection.ensure_connection()


def settings_mark() -> str:
    """Eight hexadecimal digits for this checkout and its settings: the example app has settings, and so tables, of its own."""
    return hashlib.sha256(f"{CHECKOUT} {settings.SETTINGS_MODULE}".encode()).hexdigest()[:8]


def _creation() -> Any:
    """Django's maker of test databases; its methods for backends are not in the types."""
    return connection.creation


class SqliteTemplate:
    """A file below var/, read into memory."""

    def __init__(self, key: str) -> None:
        self._prefix = settings_mark()
        self._path = FOLDER / f"{self._prefix}-{key}.sqlite3"

    def exists(self) -> bool:
        return self._path.exists()

    def copy(self) -> str:
        """Fills the test database, gives its name."""
        use(_creation()._get_test_db_name())
        with closing(sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True)) as template:
            template.backup(connection.connection)
        return str(connection.settings_dict["NAME"])

    def keep(self) -> None:
        """Makes the test database as it is now the only template of these settings."""
        for stale in FOLDER.glob(f"{self._prefix}-*"):
            stale.unlink()
        unfinished = self._path.with_suffix(".sqlite3-unfinished")
        with closing(sqlite3.connect(unfinished)) as template:
            connection.ensure_connection()
            connection.connection.backup(template)
        unfinished.replace(self._path)


class PostgresTemplate:
    """A database beside the test databases, named after this checkout, since others may use the same server."""

    def __init__(self, key: str) -> None:
        self._prefix = f"template_{settings_mark()}_"
        self._name = self._prefix + key

    def exists(self) -> bool:
        return self._name in self._all()

    def copy(self) -> str:
        """Makes the test database, gives its name."""
        test = connection.settings_dict["TEST"]
        as_it_was = test.get("TEMPLATE")
        test["TEMPLATE"] = self._name
        try:
            return str(_creation()._create_test_db(verbosity=0, autoclobber=True))
        finally:
            test["TEMPLATE"] = as_it_was

    def keep(self) -> None:
        """Makes the test database as it is now the only template of this checkout and these settings."""
        connection.close()
        for stale in self._all():
            self._run(f'DROP DATABASE "{stale}"')
        self._run(f'CREATE DATABASE "{self._name}" TEMPLATE "{connection.settings_dict["NAME"]}"')

    def _all(self) -> list[str]:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self._prefix])
            return [name for (name,) in cursor.fetchall()]

    def _run(self, statement: str) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)
