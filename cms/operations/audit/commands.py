"""Commands of the command line: each is noted as it begins, and what it does names it and the system's user who ran it."""

import getpass
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.db import Error, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

COMMAND: Final = "audit.command"
# What stands for the object where there is none.
NOTHING: Final = "-"
# They look, serve or write files. What a worker does is not somebody's act, and its entries name it.
_CHANGE_NOTHING: Final = frozenset({
    "axes_list_attempts", "check", "collectstatic", "compilemessages", "createcachetable", "diffsettings", "export_contracts",
    "help", "makemessages", "makemigrations", "publish_scheduled", "runserver", "sendtestemail", "showmigrations",
    "spectacular", "sqlmigrate", "test", "worker",
})  # fmt: skip
# Options by which others only look too.
_ONLY_LOOK: Final = ("check", "check_unapplied", "dry_run", "plan", "status")
_running: ContextVar[str] = ContextVar("command", default="")


def note_commands() -> None:
    """Has Django's commands noted, whoever calls them."""
    if not hasattr(BaseCommand.execute, "is_noted"):
        BaseCommand.execute = _noted(BaseCommand.execute)  # type: ignore[method-assign]


def name_command(sender: Any, instance: Any, **kwargs: Any) -> None:
    """An entry that is not somebody's in the admin says which command it comes from."""
    if (name := _running.get()) and instance.user_id is None and instance.pk is None:
        instance.data = {"command": name, "system_user": system_user(), **(instance.data or {})}


def system_user() -> str:
    """Whom the system knows the process by."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return NOTHING


def note_command(name: str) -> None:
    """Before it does anything, so that nothing that it rolls back takes this along. No arguments: they may name people."""
    try:
        with transaction.atomic():
            ModelLogEntry.objects.create(object_id=NOTHING, label=name, action=COMMAND, timestamp=timezone.now())
    except Error:
        # Without tables there is nothing to note it in: `migrate` makes them.
        return


def _noted(execute: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(execute)
    def noted(self: BaseCommand, *args: Any, **options: Any) -> Any:
        name = type(self).__module__.rpartition(".")[2]
        if _running.get():  # one that another calls is its own doing
            return execute(self, *args, **options)
        token = _running.set(name)
        try:
            if name not in _CHANGE_NOTHING and not any(options.get(option) for option in _ONLY_LOOK):
                note_command(name)
            return execute(self, *args, **options)
        finally:
            _running.reset(token)

    noted.is_noted = True  # type: ignore[attr-defined]
    return noted
