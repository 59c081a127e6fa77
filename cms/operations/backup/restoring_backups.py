"""A backup put back: refused or verified before anything is touched, and then all of it, or what was there before."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from cms.publication.changelog.log import begin_generation

from .backup_manifest import NAME, BackupManifest, newest
from .dumps import Database, ask_now, this_database
from .media_copies import refuse_full_disk
from .restored_media import RestoredMedia, files_in
from .sealed_files import BackupError, Seal
from .taking_backups import verify


@dataclass(frozen=True, slots=True)
class Restored:
    """Which backup was put back, and whether its database was that of an older release."""

    folder: Path
    manifest: BackupManifest
    migrated: bool


class HalfRestored(Exception):
    """What was begun is not done, and has to be done again."""


def restore_backup(source: Path, media: Path, seal: Seal, *, replace: bool) -> Restored:
    """Puts a backup back, or the newest one of a folder of backups. Raises BackupError or OSError, and has
    changed nothing then; or HalfRestored.
    """
    folder, manifest = _chosen(source)
    database = this_database()
    _refuse_what_does_not_fit(manifest, database, seal)
    if not replace:
        _refuse_content(media)
    with tempfile.TemporaryDirectory(prefix="restore-") as name:
        scratch = Path(name)
        if manifest.engine == "sqlite":
            refuse_full_disk(scratch, manifest.dump.size)
        verify(folder, manifest, seal, database, scratch)
        files = RestoredMedia(folder, manifest, seal, media)
        files.put_beside()
        database.restore(manifest.dump_in(folder), seal, scratch)
        try:
            files.take_over()
        except OSError as error:
            raise HalfRestored(f"The database is the restored one, MEDIA_ROOT is not yet: {error}") from error
    missing = _known_migrations() - set(manifest.migrations)
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
    begin_generation()
    return Restored(folder, manifest, bool(missing))


def _chosen(source: Path) -> tuple[Path, BackupManifest]:
    if (source / NAME).exists():
        return source, BackupManifest.read(source)
    if found := newest(source):
        return found
    raise BackupError(f"There is no backup in {source}.")


def _refuse_what_does_not_fit(manifest: BackupManifest, database: Database, seal: Seal) -> None:
    if manifest.engine != database.engine:
        raise BackupError(f"The backup is of {manifest.engine}, and DATABASE_URL names {database.engine}.")
    if manifest.recipient != seal.recipient:
        needed = f"the key of {manifest.recipient}" if manifest.recipient else "no key: it is not encrypted"
        raise BackupError(f"BACKUP_KEY is another one than the backup needs, which is {needed}.")
    if unknown := set(manifest.migrations) - _known_migrations():
        raise BackupError(
            f"The backup is of a newer release, which has to be installed first: this one does not know {sorted(unknown)[0]}."
        )


def _refuse_content(media: Path) -> None:
    """Raises BackupError where somebody has an account, something was ever published, or there are files."""
    tables = set(connection.introspection.table_names())
    filled = [table for table in ("auth_user", "publication_change") if table in tables and _has_rows(table)]
    if filled or any(files_in(media)):
        raise BackupError(
            "There is something already. --replace puts the backup in its place: take a backup of it first."
        )


def _has_rows(table: str) -> bool:
    return bool(ask_now(f'SELECT 1 FROM "{table}" LIMIT 1'))  # noqa: S608 - names of ours


def _known_migrations() -> set[str]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return {f"{app}.{name}" for app, name in loader.disk_migrations}
