"""What a backup says of itself. It is written last, and a folder without it is no backup."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from .sealed_files import BackupError, StoredFile

NAME: Final = "manifest.json"
FOLDER_FORMAT: Final = "backup-%Y%m%dT%H%M%S.%fZ"
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class MediaCopy:
    """A file of MEDIA_ROOT: how its copy is stored, and of what was copied the size and (in nanoseconds) when it was last
    changed in any way, and written: ETags tell that.
    """

    stored: StoredFile
    size: int
    changed_ns: int
    written_ns: int


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """`rows` counts each table, `migrations` are the applied ones as `app.name`, `log` is the version of the log's newest
    change. `lost` are files that the database names and that were not in MEDIA_ROOT either.
    """

    made_at: datetime
    engine: str
    recipient: str
    dump: StoredFile
    rows: dict[str, int]
    migrations: list[str]
    log: int
    media: dict[str, MediaCopy] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """Puts it into the folder."""
        said = {"format": _FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        (folder / NAME).write_text(json.dumps(said, indent=1, ensure_ascii=False))

    @classmethod
    def read(cls, folder: Path) -> "BackupManifest":
        """What the folder's says. Raises BackupError where there is none, or none of this format."""
        try:
            said: dict[str, Any] = json.loads((folder / NAME).read_text())
            if said.pop("format") != _FORMAT:
                raise BackupError(f"{folder} was made by a newer release: its format is not known.")
            media = {
                name: MediaCopy(**{**copy, "stored": StoredFile(**copy["stored"])})
                for name, copy in said.pop("media").items()
            }
            made_at, dump = datetime.fromisoformat(said.pop("made_at")), StoredFile(**said.pop("dump"))
            return cls(made_at=made_at, dump=dump, media=media, **said)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BackupError(f"{folder} is no backup, or its {NAME} is damaged: {error}") from error

    @property
    def suffix(self) -> str:
        """How the names of its files end."""
        return ".age" if self.recipient else ""

    def dump_in(self, folder: Path) -> Path:
        """Where the database is."""
        return folder / f"database.{self.engine}{self.suffix}"

    def copy_in(self, folder: Path, name: str) -> Path:
        """Where the copy of a file of MEDIA_ROOT is."""
        return folder / "media" / f"{name}{self.suffix}"


def backups_in(target: Path) -> dict[Path, BackupManifest]:
    """The folders of whole backups, oldest first. What is no backup, or damaged, is not among them."""
    found = {}
    for folder in sorted(target.glob("backup-*/")):
        try:
            found[folder] = BackupManifest.read(folder)
        except BackupError:
            continue
    return dict(sorted(found.items(), key=lambda pair: pair[1].made_at))


def newest(target: Path) -> tuple[Path, BackupManifest] | None:
    """The newest whole backup in a folder of backups."""
    return next(reversed(backups_in(target).items()), None)
