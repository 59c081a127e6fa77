"""Files of a backup on the disk: plain, or encrypted in the format of age where there is a key. In constant memory."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, Protocol

import pyrage

_CHUNK: Final = 1 << 20


class BackupError(Exception):
    """Why there is no backup, or why one cannot be put back. For whoever ran the command."""


class Sink(Protocol):
    """What takes bytes."""

    def write(self, data: bytes, /) -> int: ...


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What is known of a file of a backup, as it lies there: its size and the SHA-256 of its bytes."""

    size: int
    sha256: str


class _Counted:
    """A sink that knows what went through it."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._digest, self._size = sink, hashlib.sha256(), 0

    def write(self, data: bytes, /) -> int:
        self._sink.write(data)
        self._digest.update(data)
        self._size += len(data)
        return len(data)

    @property
    def stored(self) -> StoredFile:
        return StoredFile(self._size, self._digest.hexdigest())


class Seal:
    """Writes and reads files under the secret key of age, or plainly where that is empty."""

    def __init__(self, key: str) -> None:
        self._identity = pyrage.x25519.Identity.from_str(key) if key else None

    @property
    def recipient(self) -> str:
        """The public key; empty where nothing is encrypted."""
        return str(self._identity.to_public()) if self._identity else ""

    @property
    def suffix(self) -> str:
        """How names of files end."""
        return ".age" if self._identity else ""

    def write(self, source: IO[bytes], path: Path) -> StoredFile:
        """Writes all that the source gives, to the disk itself."""
        with path.open("xb") as file:
            counted = _Counted(file)
            if self._identity:
                pyrage.encrypt_io(source, counted, [self._identity.to_public()])
            else:
                _copy(source, counted)
            file.flush()
            os.fsync(file.fileno())
        return counted.stored

    def read(self, path: Path, sink: Any) -> None:
        """Gives the sink what was written. Raises BackupError where it is not what this key encrypted."""
        with path.open("rb") as file:
            if not self._identity:
                _copy(file, sink)
                return
            try:
                pyrage.decrypt_io(file, sink, [self._identity])
            except (pyrage.DecryptError, OSError) as error:
                raise BackupError(f"{path.name} cannot be decrypted with BACKUP_KEY: {error}") from error


def check_stored(path: Path, expected: StoredFile) -> None:
    """Reads the file from the disk. Raises BackupError where it is missing or is not what was written."""
    try:
        with path.open("rb") as file:
            found = StoredFile(os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as error:
        raise BackupError(f"{path.name} cannot be read: {error.strerror}") from error
    if found != expected:
        raise BackupError(f"{path.name} is damaged: it is not what was written.")


def _copy(source: IO[bytes], sink: Sink) -> None:
    while data := source.read(_CHUNK):
        sink.write(data)
