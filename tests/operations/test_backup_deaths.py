"""Whoever dies while a backup is taken or put back leaves what there was, or all of what there was to be."""

import os
import resource
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cms.content.models import File
from cms.operations.backup.backup_manifest import backups_in
from cms.operations.backup.dumps import this_database
from cms.operations.backup.media_copies import refuse_full_disk
from cms.operations.backup.sealed_files import BackupError, Seal
from cms.operations.backup.taking_backups import verify
from tests.factories import content as make
from tests.operations.restored_places import Place, empty_place, everything_agrees, is_killed

pytestmark = pytest.mark.database
# How many deaths, from the first step to the last; `make soak` dies at each.
DEATHS = int(os.environ.get("DEATHS", "6"))


@pytest.fixture
def place(tmp_path: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Place]:
    """A page in both languages, a file and a picture."""
    with django_db_blocker.unblock(), empty_place(tmp_path, migrated=True) as place:
        make.homes("en")
        make.file(name="first.pdf")
        make.picture().get_rendition("width-100|format-webp")
        yield place


def test_a_backup_that_was_killed_is_none_and_the_next_one_is_whole(place: Place) -> None:
    for step in _steps(place.back_up, place.folder):
        assert is_killed(place.back_up, place.folder, at_step=step)
        found = backups_in(place.backups)
        assert found
        for folder, manifest in found.items():
            verify(folder, manifest, Seal(""), this_database(), place.folder)
    last = place.back_up().folder
    assert {path.name for path in place.backups.iterdir()} == {".lock", last.name}
    place.restore(place.backups, replace=True)
    everything_agrees(place)


def test_a_restoration_that_was_killed_has_changed_nothing_or_is_done_by_the_next(place: Place) -> None:
    kept = place.folder.parent / "kept"
    place.back_up(kept)
    make.file(name="second.pdf")
    later = place.folder.parent / "later"
    place.back_up(later)

    def restore() -> None:
        place.restore(kept, replace=True)

    steps = [{"at_step": step} for step in _steps(restore, place.folder.parent)]
    place.restore(later, replace=True)
    seen = set()
    for death in [*steps, *({"after": 0.1 * number} for number in range(1, DEATHS))]:
        is_killed(restore, place.folder.parent, **death)  # type: ignore[arg-type]
        seen.add(File.objects.filter(title="second.pdf").exists())
        everything_agrees(place)
        restore()
        assert [*File.objects.values_list("title", flat=True)] == ["first.pdf"]
        everything_agrees(place)
        assert not (place.media / ".restoring").exists()
        place.restore(later, replace=True)
    assert seen == {True, False}


def _steps(action: Any, folder: Path) -> list[int]:
    """The numbers of steps at which to die, from the first to the last."""
    last = 1
    while is_killed(action, folder, at_step=last):
        last *= 2
    low = last // 2
    while low + 1 < last:
        middle = (low + last) // 2
        low, last = (middle, last) if is_killed(action, folder, at_step=middle) else (low, middle)
    every = max(1, low // DEATHS)
    return [*range(1, low, every), low]


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
    with pytest.raises(CommandError, match="There is no backup in"):
        call_command("restore", str(place.media))


def test_programs_of_postgresql_that_fail_say_why(place: Place, monkeypatch: Any) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite needs no program")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BackupError, match="install the package postgresql-client"):
        place.back_up()
    assert not [*place.backups.glob("*-*")]
