"""`manage.py restore SOURCE`: a backup put back, into an empty place or in the place of what there is."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.operations.audit.commands import note_command
from cms.operations.backup.restoring_backups import HalfRestored, restore_backup
from cms.operations.backup.sealed_files import BackupError, Seal


class Command(BaseCommand):
    help = (
        "Puts a backup back, after verifying it: database and media. End the web processes and workers first. A backup of an "
        "older release is migrated; one of a newer release is refused."
    )
    # There may be no table, and no service beside it yet.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Adds --replace."""
        parser.add_argument("source", type=Path, help="A backup, or the folder of all backups: then the newest one.")
        parser.add_argument(
            "--replace", action="store_true", help="In the place of the database and the files that there are: they go."
        )

    def handle(self, *args: Any, source: Path, replace: bool = False, **options: Any) -> None:
        """Puts it back, and says what is to be done now."""
        try:
            restored = restore_backup(source, Path(settings.MEDIA_ROOT), Seal(settings.BACKUP_KEY), replace=replace)
        except (BackupError, OSError) as error:
            raise CommandError(f"Nothing was restored: {error}") from error
        except HalfRestored as fault:
            raise CommandError(f"{fault}. Put that right, and restore the same backup again with --replace.") from fault
        note_command("restore")  # what was noted as it began went with the database that there was
        manifest = restored.manifest
        self.stdout.write(
            f"{restored.folder}, of {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC, is restored: {sum(manifest.rows.values())} rows "
            f"and {len(manifest.media)} files; the log is at version {manifest.log}."
            + (" The database was migrated to this release." if restored.migrated else "")
        )
        self.stdout.write(
            "Everybody has to log in again. Keys, links to previews and accounts that were revoked since then are valid again: "
            "see docs/operations.md, Restored backup."
        )
