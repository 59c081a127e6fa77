"""The test database, copied from a template that the real migrations made in an earlier run.

Wagtail's migrations take half a minute of processor time; a copy takes a moment. A template goes when what decides it
changes, and each run with `--create-db` makes it anew.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from .fingerprint import fingerprint
from .flushed import commits, remember

CHECKOUT = Path(__file__).parents[2]
FOLDER = CHECKOUT / "var" / "test-templates"
# Names an SQLite file that the migrations of most apps have made: where settings only add apps, the others are not run again.
BEGUN = "TEST_DATABASE_BEGUN"


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
        template = current_template()
        if template.exists() and not django_db_createdb:
            use(template.copy())
        elif isinstance(template, SqliteTemplate) and BEGUN in os.environ:
            use(template.copy(Path(os.environ[BEGUN])))
            call_command("migrate", verbosity=0)
            template.keep()
        else:
            setup_databases(verbosity=verbosity, interactive=False, aliases={"default": True}, serialized_aliases={})
            template.keep()
        if any(commits(item) for item in request.session.items):
            remember()
    yield
    with django_db_blocker.unblock():
        teardown_databases([(connection, before, True)], verbosity=verbosity)


@contextmanager
def shared_database(folder: Path, blocker: Any) -> Iterator[str]:
    """The URL of a migrated database of the suite's kind that other processes use. Once the suite has one itself."""
    with blocker.unblock():
        template = current_template()
        url = template.copy_to(folder)
    try:
        yield url
    finally:
        with blocker.unblock():
            template.remove(url)


@cache
def current_template() -> "SqliteTemplate | PostgresTemplate":
    """The template of this code, whether it is there or not. Tests that declare types of their own do not change it."""
    return (SqliteTemplate if connection.vendor == "sqlite" else PostgresTemplate)(fingerprint(connection))


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
        self.path = FOLDER / f"{self._prefix}-{key}.sqlite3"

    def exists(self) -> bool:
        return self.path.exists()

    def copy(self, path: Path | None = None) -> str:
        """Fills the test database, with this template or that of another file, gives its name."""
        use(_creation()._get_test_db_name())
        with closing(sqlite3.connect(f"{(path or self.path).as_uri()}?mode=ro", uri=True)) as template:
            template.backup(connection.connection)
        return str(connection.settings_dict["NAME"])

    def copy_to(self, folder: Path) -> str:
        """Makes a file, gives its URL."""
        return f"sqlite:///{shutil.copy(self.path, folder / 'shared.sqlite3')}"

    def remove(self, url: str) -> None:
        """Its folder goes by itself."""

    def keep(self) -> None:
        """Makes the test database as it is now the only template of these settings."""
        for stale in FOLDER.glob(f"{self._prefix}-*"):
            stale.unlink()
        unfinished = self.path.with_suffix(".sqlite3-unfinished")
        with closing(sqlite3.connect(unfinished)) as template:
            connection.ensure_connection()
            connection.connection.backup(template)
        unfinished.replace(self.path)


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

    def copy_to(self, folder: Path) -> str:
        """Makes a database named after the folder, gives its URL."""
        name = f"test_{hashlib.sha256(str(folder).encode()).hexdigest()[:20]}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{self._name}"')
        return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))

    def remove(self, url: str) -> None:
        self._run(f'DROP DATABASE "{urlsplit(url).path[1:]}" WITH (FORCE)')

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
