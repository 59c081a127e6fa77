"""What decides how a migrated database looks: two runs with one fingerprint may share a template."""

import hashlib
import inspect
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from cms.desk.workflow.groups import standard_groups, standard_workflow
from cms.desk.workflow.stages import shown_names
from cms.operations.upgrades import deletion_rules
from cms.publication.intents.triggers import wanted

SETTINGS = (
    "AUTH_USER_MODEL",
    "DEFAULT_AUTO_FIELD",
    "INSTALLED_APPS",
    "LANGUAGES",
    "LANGUAGE_CODE",
    "MIGRATION_MODULES",
)


def fingerprint(connection: BaseDatabaseWrapper) -> str:
    """Twenty hexadecimal digits, the same for as long as migrating from nothing gives the same database."""
    found = hashlib.sha256()
    for part in (
        *_server(connection),
        *_packages(),
        *_settings(),
        *_models(),
        *_migrations(),
        *_made_by_migrations(),
        *wanted(connection.vendor),
        str(deletion_rules.wanted()),
        inspect.getsource(deletion_rules),
    ):
        found.update(part.encode() + b"\0")
    return found.hexdigest()[:20]


def _server(connection: BaseDatabaseWrapper) -> Iterator[str]:
    yield connection.vendor
    if connection.vendor == "sqlite":
        yield sqlite3.sqlite_version
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT version()")
        yield cursor.fetchone()[0]


def _packages() -> Iterator[str]:
    """Every installed package with its version: migrations run the code of many."""
    yield from sorted(path.name for path in Path(django.__file__).parents[1].glob("*.dist-info"))


def _settings() -> Iterator[str]:
    for name in sorted(dir(settings)):
        if name in SETTINGS or name.startswith("WAGTAIL"):
            yield f"{name}={getattr(settings, name, None)!r}"


def _models() -> Iterator[str]:
    """What permissions and content types are made from once all is migrated."""
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        yield f"{meta.label} {meta.verbose_name_raw} {meta.default_permissions} {meta.permissions}"


def _migrations() -> Iterator[str]:
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            yield f"{app.label}/{path.name}"
            yield path.read_text(encoding="utf-8")


def _made_by_migrations() -> Iterator[str]:
    """The code that migrations run outside their own files."""
    for module in (standard_groups, standard_workflow, shown_names):
        yield inspect.getsource(module)
