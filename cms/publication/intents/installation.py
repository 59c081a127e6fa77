"""The triggers are made at the end of `migrate`, wherever a table may have been made anew; a check tells where they are not."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any, Final

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections, transaction
from django.db.migrations import AddConstraint, AddField, AddIndex, AlterModelOptions, CreateModel, Migration, RunPython

from cms.content.declaration.registry import page_models

from ..clock import shared_now
from ..models import Intent
from . import triggers
from .pending import EVERYTHING

# Each waits for as long as `migrate` lets a statement wait.
_ATTEMPTS: Final = 5
logger = logging.getLogger(__name__)
_MAKES_NEW: Final = (AddConstraint, AddField, AddIndex, AlterModelOptions, CreateModel, RunPython)
_BEING_MADE: Final[ContextVar[bool]] = ContextVar("being_made", default=False)


@contextmanager
def being_made() -> Iterator[None]:
    """Within it the check asks nothing: who is about to make the triggers need not have them."""
    token = _BEING_MADE.set(True)
    try:
        yield
    finally:
        _BEING_MADE.reset(token)


@contextmanager
def kept_where_it_fails(using: str) -> Iterator[None]:
    """Within it, what ends early leaves the triggers that there were: a release that serves goes on noting what changes."""
    before = triggers.definitions(connections[using])
    try:
        yield
    except BaseException:
        _put_back(using, before)
        raise


def _put_back(using: str, before: Sequence[triggers.Trigger]) -> None:
    """Each by itself and again, since others may hold its table; what changed meanwhile is not known: all is settled."""
    connection, lost = connections[using], {trigger.name: trigger for trigger in before}
    if not lost.keys() - triggers.installed(connection).keys():
        return
    for _ in range(_ATTEMPTS):
        there = triggers.installed(connection)
        lost = {name: trigger for name, trigger in lost.items() if name not in there}
        for trigger in lost.values():
            with suppress(DatabaseError), transaction.atomic(using=using):
                triggers.create(connection, [trigger])
    note_everything(using)
    if lost.keys() - triggers.installed(connection).keys():
        logger.error(
            "What changes in %s is not noted, and does not reach readers."
            " What to do: run manage.py migrate again, until it ends well.",
            ", ".join(sorted({trigger.table for trigger in lost.values()})),
        )


def before_migrating(using: str, plan: Sequence[tuple[Migration, bool]] = (), **kwargs: Any) -> None:
    """A trigger keeps a column that it names from being removed, and SQLite's from being changed at all.

    Where only what is new is made they stay: editors are at work, and it would lock all of their tables.
    """
    connection = connections[using]
    if plan and (connection.vendor == "sqlite" or any(map(_changes_columns, plan))):
        triggers.drop(connection, triggers.installed(connection))


def _changes_columns(planned: tuple[Migration, bool]) -> bool:
    migration, is_backwards = planned
    return is_backwards or not all(isinstance(operation, _MAKES_NEW) for operation in migration.operations)


def after_migrating(using: str, **kwargs: Any) -> None:
    """Makes what is missing, and removes what another release made. What changed meanwhile is not known: all is settled."""
    connection = connections[using]
    wanted, found = triggers.wanted(connection.vendor), triggers.installed(connection)
    if wanted.keys() == found.keys():
        return
    with transaction.atomic(using=using):
        triggers.drop(connection, {name: table for name, table in found.items() if name not in wanted})
        triggers.create(connection, [trigger for name, trigger in wanted.items() if name not in found])
        if any(model.objects.using(using).exists() for model in page_models()):
            note_everything(using)


def note_everything(using: str = "default") -> None:
    """Has every edition made what the pages say."""
    Intent.objects.using(using).create(table=EVERYTHING, event="", at=shared_now())


def missing(using: str = "default") -> set[str]:
    """The tables with changes that nothing notes."""
    connection = connections[using]
    wanted, found = triggers.wanted(connection.vendor), triggers.installed(connection)
    return {trigger.table for name, trigger in wanted.items() if name not in found}


@register(Tags.database)
def changes_are_noted(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """publication.E003: without its triggers a change may never reach the public."""
    return [
        Error(
            f"The triggers on {', '.join(sorted(tables))} are missing or of another release.",
            hint="Run manage.py migrate.",
            id="publication.E003",
        )
        for using in databases or ()
        if not _BEING_MADE.get()
        and Intent._meta.db_table in connections[using].introspection.table_names()
        and (tables := missing(using))
    ]
