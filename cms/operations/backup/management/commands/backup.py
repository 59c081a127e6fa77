"""`manage.py backup TARGET`: database and media as of one moment, while the service goes on."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.operations.backup.backup_notes import note_failed, note_taken
from cms.operations.backup.sealed_files import BackupError, Seal
from cms.operations.backup.taking_backups import take_backup


class Command(BaseCommand):
    help = (
        "Writes database and media as of one moment to a new folder in TARGET, reads them again to verify them, and removes "
        "the backups that BACKUPS_KEPT does not keep. Readers read and editors edit meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("target", type=Path, help="The folder of all backups.")

    def handle(self, *args: Any, target: Path, **options: Any) -> None:
        """Takes it, and says what is in it."""
        try:
            taken = take_backup(target, Path(settings.MEDIA_ROOT), Seal(settings.BACKUP_KEY), settings.BACKUPS_KEPT)
        except (BackupError, OSError) as error:
            note_failed(error)
            raise CommandError(f"No backup was taken: {error}") from error
        note_taken()
        manifest = taken.manifest
        sealed = "encrypted" if manifest.recipient else "NOT encrypted (BACKUP_KEY is not set)"
        self.stdout.write(
            f"{taken.folder}: {sum(manifest.rows.values())} rows and {len(manifest.media)} files, verified, {sealed}. "
            f"{len(taken.removed)} old ones removed."
        )
        for name in manifest.lost:
            self.stderr.write(f"The database names a file that is not in MEDIA_ROOT: {name}")
