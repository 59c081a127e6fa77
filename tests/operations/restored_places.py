"""Places with a database and media of their own, in which backups are taken and restored as on a machine of one's own."""

import itertools
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.test import Client, override_settings

from cms.content.models import File, Picture
from cms.operations.backup.restoring_backups import restore_backup
from cms.operations.backup.sealed_files import Seal
from cms.operations.backup.taking_backups import BackupTaken, take_backup
from cms.publication.queries.generation_cache import CHECK_EVERY
from cms.publication.reconciliation.rebuilding import all_items, differences
from tests.database.template import current_template, use
from tests.edge.everywhere import addresses, others

KEY = "AGE-SECRET-KEY-1U04Q8F7885XW4XPDWMVS75KHEZFVF2GA6TF5Y9U3VDHLDMGQLZ2SGXEDEJ"
KEPT = {"daily": 99}
TELL_THE_TIME = {"/partneriaid/statws/", "/partners/status/"}
_FORM_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
_numbers = itertools.count(1)
# What a process does to files and with other programs, of which each may be the last thing that it does.
_STEPS = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.chmod", "shutil.rmtree", "subprocess.Popen"}


@dataclass(frozen=True)
class Place:
    """A folder for media and one for backups, beside a database that is the present one."""

    folder: Path

    @property
    def media(self) -> Path:
        return self.folder / "media"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    def back_up(self, target: Path | None = None, key: str = "") -> BackupTaken:
        return take_backup(target or self.backups, self.media, Seal(key), KEPT)

    def restore(self, source: Path, key: str = "", replace: bool = False) -> None:
        restore_backup(source, self.media, Seal(key), replace=replace)
        cache.clear()


@contextmanager
def empty_place(above: Path, migrated: bool = False) -> Iterator[Place]:
    """Within it, this process works there, and nothing is there yet: not a table, unless it is `migrated`."""
    place = Place(above / f"place-{next(_numbers)}")
    place.media.mkdir(parents=True)
    before = str(connection.settings_dict["NAME"])
    storages = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    with _database(place.folder, migrated) as name, override_settings(MEDIA_ROOT=str(place.media), STORAGES=storages):
        cache.clear()
        _work_in(name)
        try:
            yield place
        finally:
            _work_in(before)


def _work_in(name: str) -> None:
    """The database of tests in memory is there as long as somebody is connected to it."""
    database: Any = connection
    if "memory" in str(database.settings_dict["NAME"]):
        _held.append(database.connection)
        database.connection = None
    use(name)


_held: list[Any] = []


@contextmanager
def _database(folder: Path, migrated: bool) -> Iterator[str]:
    template = current_template()
    if connection.vendor == "sqlite":
        yield urlsplit(template.copy_to(folder)).path if migrated else str(folder / "db.sqlite3")
        return
    name = f"test_place_{os.getpid()}_{next(_numbers)}"
    if migrated:
        name = urlsplit(template.copy_to(folder)).path[1:]
    else:
        _administer(f'CREATE DATABASE "{name}"')
    try:
        yield name
    finally:
        _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def _administer(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def answers() -> dict[str, tuple[int, str, str, bytes]]:
    """What every public address answers: status, ETag, where it leads, and each byte but for tokens of forms."""
    found, client = {}, Client()
    for address in dict.fromkeys([*addresses(), *others()]).keys() - TELL_THE_TIME:
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        found[address] = (
            response.status_code,
            response.get("ETag", ""),
            response.get("Location", ""),
            _FORM_TOKEN.sub(b"", body),
        )
    return found


def everything_agrees(place: Place) -> None:
    """Editions are what pages and releases say, and each file that a row names is there, with the row's bytes."""
    assert differences(all_items()) == []
    for stored in [*File.objects.all(), *Picture.objects.all()]:
        assert stored._read()[0] == stored.digest, stored.file.name
    for picture in Picture.objects.all():
        assert all(default_storage.exists(made.file.name) for made in picture.renditions.all())


@dataclass
class _Life:
    left: int = 0
    within: str = ""


_life = _Life()


def _take_a_step(event: str, arguments: tuple[Any, ...]) -> None:
    if _life.left and event in _STEPS and _life.within in str(arguments[0]):
        _life.left -= 1
        if not _life.left:
            os.kill(os.getpid(), signal.SIGKILL)


def is_killed(action: Callable[[], object], folder: Path, at_step: int = 0, after: float = 0) -> bool:
    """Does something in a process of its own, which is killed at a step that concerns the folder, or after some seconds.

    Whether it was: otherwise it has come to its end.
    """
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            _life.left, _life.within = at_step, str(folder)
            sys.addaudithook(_take_a_step)
            if after:
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                signal.setitimer(signal.ITIMER_REAL, after)
            action()
        except BaseException as error:
            os.write(2, f"{error!r}\n".encode())
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def wait_for_memory() -> None:
    """Until what this process remembers of another database is asked for again."""
    time.sleep(2 * CHECK_EVERY)
