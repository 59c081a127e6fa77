"""Files put back: beside what is there until the database is the restored one, so that whoever dies has lost nothing."""

import filecmp
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from .backup_manifest import BackupManifest
from .media_copies import refuse_full_disk, safely_below
from .sealed_files import Seal

_STAGE: Final = ".restoring"


def files_in(media: Path) -> Iterator[str]:
    """The names of all files of a folder."""
    for place, folders, names in os.walk(media):
        if Path(place) == media and _STAGE in folders:
            folders.remove(_STAGE)
        yield from (str((Path(place) / name).relative_to(media)) for name in names)


class RestoredMedia:
    """The files of one backup, on their way into MEDIA_ROOT."""

    def __init__(self, folder: Path, manifest: BackupManifest, seal: Seal, media: Path) -> None:
        self._folder, self._manifest, self._seal, self._media = folder, manifest, seal, media
        self._stage = media / _STAGE

    def put_beside(self) -> None:
        """Adds what has a name that nothing there has, and stages what has to be put in the place of another file."""
        self._media.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self._stage, ignore_errors=True)
        refuse_full_disk(self._media, sum(copy.size for copy in self._manifest.media.values()))
        for name, copy in self._manifest.media.items():
            staged, place = self._staged(name), safely_below(self._media, name)
            self._open(name, copy.written_ns, staged)
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                staged.rename(place)
            elif place.stat().st_mtime_ns == copy.written_ns and filecmp.cmp(staged, place, shallow=False):
                staged.unlink()

    def take_over(self) -> None:
        """Puts what is staged in its place, and removes what the backup does not have."""
        for name in self._manifest.media:
            if (staged := self._staged(name)).exists():
                staged.replace(self._media / name)
        for name in [*files_in(self._media)]:
            if name not in self._manifest.media:
                (self._media / name).unlink()
        shutil.rmtree(self._stage, ignore_errors=True)

    def _staged(self, name: str) -> Path:
        return safely_below(self._stage, name)

    def _open(self, name: str, written_ns: int, staged: Path) -> None:
        staged.parent.mkdir(parents=True, exist_ok=True)
        with staged.open("wb") as file:
            self._seal.read(self._manifest.copy_in(self._folder, name), file)
            file.flush()
            os.fsync(file.fileno())
        os.utime(staged, ns=(written_ns, written_ns))
        staged.chmod(settings.FILE_UPLOAD_PERMISSIONS or 0o644)
