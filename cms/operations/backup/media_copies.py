"""The files that the database names, copied so that every one of a snapshot's is there.

A file is written before its row and deleted after it, and its bytes stay as they are while a row names it. So what was copied
between two moments at both of which the row was there is what the row means.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.apps import apps
from django.db.models import FileField

from .backup_manifest import BackupManifest, MediaCopy
from .sealed_files import BackupError, Seal, check_stored

# As a MediaCopy has it: size, when it was last changed, and written.
_FileState = tuple[int, int, int]
Execute = Callable[[str], Iterable[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file, and the row that names it."""

    table: str
    key: int
    name: str


def named_files(execute: Execute) -> set[NamedFile]:
    """The files that rows name, in the database that `execute` asks."""
    return {
        NamedFile(table, key, name)
        for table, column, name_column in _file_columns()
        for key, name in execute(f'SELECT "{column}", "{name_column}" FROM "{table}" WHERE "{name_column}" <> \'\'')  # noqa: S608
    }


def _file_columns() -> Iterator[tuple[str, str, str]]:
    for model in apps.get_models():
        meta: Any = model._meta
        if meta.managed and not meta.proxy:
            for field in meta.local_concrete_fields:
                if isinstance(field, FileField):
                    yield meta.db_table, meta.pk.column, str(field.column)


class MediaCopier:
    """Fills the folder of a new backup. What has not changed since the last one is linked to, and takes no room."""

    def __init__(self, source: Path, folder: Path, seal: Seal, last: tuple[Path, BackupManifest] | None) -> None:
        self._source, self._folder, self._seal, self._last = source, folder, seal, last
        self.copies: dict[str, MediaCopy] = {}

    def bytes_to_write(self, names: Iterable[str]) -> int:
        """How much room the copies of these need."""
        found = ((name, self._state(name)) for name in names)
        return sum(state[0] for name, state in found if state and not self._linkable(name, state))

    def copy(self, names: Iterable[str]) -> None:
        """Copies what is in the storage and was not copied as it is."""
        for name in sorted(set(names)):
            state, known = self._state(name), self.copies.get(name)
            if state and (known is None or _state_of(known) != state):
                self._copy(name, state)

    def keep_only(self, names: set[str]) -> None:
        """Removes the copies of what the snapshot does not name."""
        for name in self.copies.keys() - names:
            del self.copies[name]
            self._place(name).unlink()

    def _state(self, name: str) -> _FileState | None:
        """How a file is; None where it is not there."""
        try:
            found = safely_below(self._source, name).stat()
        except FileNotFoundError:
            return None
        return found.st_size, found.st_ctime_ns, found.st_mtime_ns

    def _copy(self, name: str, state: _FileState) -> None:
        place = self._place(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        if linked := self._linked(name, state, place):
            self.copies[name] = linked
            return
        try:
            with (self._source / name).open("rb") as file:
                stored = self._seal.write(file, place)
        except FileNotFoundError:  # deleted meanwhile
            place.unlink(missing_ok=True)
            self.copies.pop(name, None)
            return
        self.copies[name] = MediaCopy(stored, *state)

    def _linkable(self, name: str, state: _FileState) -> MediaCopy | None:
        if self._last is None or self._last[1].recipient != self._seal.recipient:
            return None
        known = self._last[1].media.get(name)
        return known if known and _state_of(known) == state else None

    def _linked(self, name: str, state: _FileState, place: Path) -> MediaCopy | None:
        """The last backup's copy, linked to where it is still what was written; None where it has to be made anew."""
        known = self._linkable(name, state)
        if self._last is None or known is None:
            return None
        there = self._last[1].copy_in(self._last[0], name)
        try:
            check_stored(there, known.stored)
            os.link(there, place)
        except (BackupError, OSError):
            return None
        return known

    def _place(self, name: str) -> Path:
        return safely_below(self._folder, f"{name}{self._seal.suffix}")


def _state_of(copy: MediaCopy) -> _FileState:
    return copy.size, copy.changed_ns, copy.written_ns


def safely_below(folder: Path, name: str) -> Path:
    """The path of a name below a folder. Raises BackupError for a name that leads out of it."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or not pure.parts:
        raise BackupError(f"A file's name leads out of its folder: {name!r}")
    return folder / pure


def refuse_full_disk(folder: Path, needed: int) -> None:
    """Raises BackupError where there is less room than that, and a little, below the folder."""
    free = shutil.disk_usage(folder).free
    needed += needed // 20
    if free < needed:
        raise BackupError(
            f"{folder} has {free / 1e6:.0f} MB free and up to {needed / 1e6:.0f} MB are needed: nothing was begun."
        )
