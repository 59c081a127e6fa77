"""Whoever dies while a backup is taken or put back leaves what there was, or all of what there was to be."""

import os
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from cms.operations.audit.commands import COMMAND
from cms.operations.backup import taking_backups
from cms.operations.backup.backup_notes import NAME, last_taken
from cms.operations.backup.dumps import this_database
from cms.operations.backup.media_copies import refuse_full_disk
from cms.operations.backup.sealed_files import BackupError
from cms.publication.clock import shared_now
from cms.publication.models import ConsumerOffset
from tests.factories import content as make
from tests.operations.backup_deaths import survives_deaths_while_backing_up, survives_deaths_while_restoring
from tests.operations.restored_places import Place, empty_place, is_killed

pytestmark = pytest.mark.database


@pytest.fixture
def place(tmp_path: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Place]:
    """A page in both languages, a file and a picture."""
    with django_db_blocker.unblock(), empty_place(tmp_path, migrated=True) as place:
        make.homes("en")
        make.file(name="first.pdf")
        make.picture().get_rendition("width-100|format-webp")
        yield place


def test_a_backup_that_was_killed_is_none_and_the_next_one_is_whole(place: Place) -> None:
    assert survives_deaths_while_backing_up(place, 6) > 4


@pytest.mark.long
def test_a_restoration_that_was_killed_has_changed_nothing_or_is_done_by_the_next(place: Place) -> None:
    assert survives_deaths_while_restoring(place, 5) > 4


class _Busy:
    """The database, of which twice a snapshot is taken just after somebody uploaded a file that they delete just after it."""

    def __init__(self) -> None:
        self._real, self.left = this_database(), 2

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    @contextmanager
    def snapshot(self, scratch: Path) -> Iterator[Any]:
        self.left -= 1
        file = make.file(name="short-lived.pdf") if self.left >= 0 else None
        with self._real.snapshot(scratch) as taken:
            if file:
                file.delete()
            yield taken


def test_a_moment_of_which_a_file_is_gone_is_passed_over(place: Place, monkeypatch: Any) -> None:
    busy = _Busy()
    monkeypatch.setattr(taking_backups, "this_database", lambda: busy)
    manifest = place.back_up().manifest
    assert busy.left == -1
    assert manifest.lost == []
    assert not [name for name in manifest.media if "short-lived" in name]


def test_a_disk_that_fills_leaves_nothing_behind_and_the_backups_there_are(place: Place) -> None:
    sound = place.back_up().folder
    make.file(name="long.pdf", content=os.urandom(300_000))

    def on_a_full_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        with pytest.raises((OSError, BackupError)):
            place.back_up()

    assert not is_killed(on_a_full_disk, place.folder)
    assert {*place.backups.iterdir()} == {place.backups / ".lock", sound}


def test_a_disk_without_room_is_refused_beforehand(tmp_path: Path) -> None:
    refuse_full_disk(tmp_path, 1000)
    with pytest.raises(BackupError, match="nothing was begun"):
        refuse_full_disk(tmp_path, shutil.disk_usage(tmp_path).total)


def test_the_commands_say_what_they_did_and_why_not(place: Place, capsys: Any, settings: Any) -> None:
    settings.BACKUPS_KEPT = {"daily": 1}
    call_command("backup", str(place.backups))
    assert "3 files, verified, NOT encrypted" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Nothing was restored: There is something already"):
        call_command("restore", str(place.backups))
    call_command("restore", str(place.backups), "--replace")
    assert "is restored" in capsys.readouterr().out
    noted = ModelLogEntry.objects.filter(action=COMMAND).order_by("pk").values_list("label", flat=True)
    assert [*noted][-2:] == ["backup", "restore"]
    with pytest.raises(CommandError, match="There is no backup in"):
        call_command("restore", str(place.media))


def test_whoever_watches_is_told_when_one_was_taken_and_that_none_can_be(place: Place, tmp_path: Path) -> None:
    assert last_taken() == 0
    taken_by = shared_now().timestamp()
    (tmp_path / "a-file").write_bytes(b"")
    for _ in range(2):
        with pytest.raises(CommandError, match="No backup was taken"):
            call_command("backup", str(tmp_path / "a-file" / "backups"))
    noted = ConsumerOffset.objects.get(name=NAME)
    assert (noted.failures, last_taken()) == (2, 0)
    assert noted.failing_since is not None
    assert "a-file" in noted.last_error
    call_command("backup", str(place.backups))
    noted = ConsumerOffset.objects.get(name=NAME)
    assert (noted.failures, noted.failing_since, noted.last_error) == (0, None, "")
    assert taken_by <= last_taken() <= shared_now().timestamp()


@pytest.mark.postgres
def test_programs_of_postgresql_that_fail_say_why(place: Place, monkeypatch: Any) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BackupError, match="install the package postgresql-client"):
        place.back_up()
    assert not [*place.backups.glob("*-*")]
