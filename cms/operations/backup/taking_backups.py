"""A backup: begun under a name that is none, read again from the disk, and given its name once it is whole."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from .backup_manifest import FOLDER_FORMAT, BackupManifest, newest
from .backups_kept import remove_old
from .dumps import Database, Snapshot, this_database
from .media_copies import MediaCopier, named_files, refuse_full_disk
from .sealed_files import BackupError, Seal, check_stored

_UNFINISHED: Final = ".unfinished-"
_MIGRATIONS: Final = "SELECT app, name FROM django_migrations"
_LOG: Final = "SELECT max(version) FROM publication_change"
# A moment in which a file was uploaded and deleted again is passed over, and another one taken.
_ATTEMPTS: Final = 20


@dataclass(frozen=True, slots=True)
class BackupTaken:
    """A new backup, and the old ones that were removed for it."""

    folder: Path
    manifest: BackupManifest
    removed: list[Path]


def take_backup(target: Path, media: Path, seal: Seal, numbers: Mapping[str, int]) -> BackupTaken:
    """Takes one, and removes those that are not kept. Raises BackupError, and leaves nothing of it then."""
    target.mkdir(parents=True, exist_ok=True)
    with _alone(target), tempfile.TemporaryDirectory(prefix="backup-") as scratch:
        for left in target.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(left)
        unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=target))
        try:
            manifest = _Backup(unfinished, media, seal, Path(scratch)).make(newest(target))
            _sync(unfinished)
            folder = unfinished.rename(target / manifest.made_at.strftime(FOLDER_FORMAT))
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        _sync_folder(target)
        return BackupTaken(folder, manifest, remove_old(target, numbers))


class _Backup:
    """One that is being made."""

    def __init__(self, folder: Path, media: Path, seal: Seal, scratch: Path) -> None:
        self._folder, self._media, self._seal, self._scratch = folder, media, seal, scratch
        self._database = this_database()

    def make(self, last: tuple[Path, BackupManifest] | None) -> BackupManifest:
        """Writes and verifies all of it."""
        copies = self._folder / "media"
        copies.mkdir()
        copier = MediaCopier(self._media, copies, self._seal, last)
        self._refuse_full_disks(copier)
        for _ in range(_ATTEMPTS):
            before = named_files(self._database.execute)
            copier.copy(file.name for file in before)
            with self._database.snapshot(self._scratch) as snapshot:
                named = named_files(snapshot.execute)
                names = {file.name for file in named}
                copier.copy(file.name for file in named - before)
                if named <= before | named_files(self._database.execute):
                    copier.keep_only(names)
                    return self._finish(snapshot, copier, names)
        raise BackupError("Files were uploaded and deleted again all the time: no moment could be copied. Try again.")

    def _refuse_full_disks(self, copier: MediaCopier) -> None:
        names = {file.name for file in named_files(self._database.execute)}
        size = self._database.size()
        refuse_full_disk(self._folder, size + copier.bytes_to_write(names))
        if self._database.engine == "sqlite":
            refuse_full_disk(self._scratch, 2 * size)

    def _finish(self, snapshot: Snapshot, copier: MediaCopier, names: set[str]) -> BackupManifest:
        dump = self._folder / f"database.{self._database.engine}{self._seal.suffix}"
        manifest = BackupManifest(
            made_at=datetime.now(UTC),
            engine=self._database.engine,
            recipient=self._seal.recipient,
            rows=snapshot.rows(),
            migrations=sorted(f"{app}.{name}" for app, name in snapshot.execute(_MIGRATIONS)),
            log=next(iter(snapshot.execute(_LOG)))[0] or 0,
            dump=snapshot.write(dump, self._seal),
            media=copier.copies,
            lost=sorted(names - copier.copies.keys()),
        )
        manifest.write(self._folder)
        verify(self._folder, manifest, self._seal, self._database, self._scratch)
        return manifest


def verify(folder: Path, manifest: BackupManifest, seal: Seal, database: Database, scratch: Path) -> None:
    """Reads all of a backup from its disk. Raises BackupError where it is not what was written, or cannot be read."""
    check_stored(manifest.dump_in(folder), manifest.dump)
    for name, copy in manifest.media.items():
        check_stored(manifest.copy_in(folder, name), copy.stored)
    rows = database.rows_in(manifest.dump_in(folder), seal, scratch)
    if rows != manifest.rows:
        different = sorted(
            table for table in rows.keys() | manifest.rows.keys() if rows.get(table) != manifest.rows.get(table)
        )
        raise BackupError(f"The dump has other rows than the database had: {', '.join(different)}")


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Whoever comes second gives up."""
    with (target / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(f"Another backup is being written to {target}.") from None
        yield


def _sync(folder: Path) -> None:
    """Files were written to the disk one by one; their names are here."""
    with (folder / "manifest.json").open("rb") as file:
        os.fsync(file.fileno())
    for place, _, _ in os.walk(folder):
        _sync_folder(Path(place))


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
