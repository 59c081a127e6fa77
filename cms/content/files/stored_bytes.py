"""Which bytes a file or picture has: their digest and size, where they lie, and when they last became others.

Wagtail notes a hash too, but only in its forms, or when first asked: it then stays as it was, whatever replaces the bytes.
"""

import hashlib
from typing import Any, ClassVar, Final

from django.db import models, transaction
from django.utils import timezone

# Of a digest, in an address: enough to tell one picture from what it replaced.
_MARK: Final = 12
_CHUNK: Final = 1 << 20
# mypy's Django plugin does not find the managers of a model with two abstract models above it.
_Model: Any = models.Model


class StoredBytes(_Model):
    """A file or picture that knows its bytes. What has no digest has lost them, or nobody has looked yet."""

    digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    bytes_key = models.CharField(max_length=255, blank=True, default="", editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)

    noted_fields: ClassVar[tuple[str, ...]] = ("digest", "bytes_key", "changed_at", "file_hash", "file_size")

    class Meta:
        abstract = True

    # Wagtail's fields of both.
    file: Any
    file_hash: Any
    file_size: Any
    created_at: Any

    @property
    def mark(self) -> str:
        """What an address of these bytes has in it, so that nobody is given others under it; empty where there are none."""
        return self.digest[:_MARK]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Notes which bytes it has, whoever put them there and however: names and sizes may well be the same as before."""
        only, changed = kwargs.get("update_fields"), False
        if only is None or "file" in only:
            changed = self.note_bytes()
            kwargs["update_fields"] = None if only is None else {*only, *self.noted_fields}
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.noted_bytes_saved(changed=changed)

    def noted_bytes_saved(self, *, changed: bool) -> None:
        """For what is made of the bytes, in the transaction that saves which they are."""

    def note_bytes(self) -> bool:
        """Puts a new upload into the storage and notes what lies there, unsaved. Whether these are others than before."""
        if not self.file:
            return False
        if not self.file._committed:
            self.file.save(self.file.name, self.file.file, save=False)
        try:
            digest, old_hash = self._read()
        except OSError:
            return False
        changed = digest != self.digest
        if changed:
            # Of what was there before anybody noted it, nobody knows more than when it was uploaded.
            known_before = self.digest or not self.created_at
            self.changed_at = timezone.now() if known_before else self.created_at
        self.digest, self.file_hash, self.file_size, self.bytes_key = digest, old_hash, self.file.size, self.file.name
        return changed

    def look_again(self) -> None:
        """Notes the bytes where they lie elsewhere than noted: those of an older release, or that SQL put there."""
        if self.file and self.bytes_key != self.file.name and self.file.storage.exists(self.file.name):
            self.save(update_fields=["file"])

    def _read(self) -> tuple[str, str]:
        """The digest, and Wagtail's hash, of what lies in the storage."""
        digest, old_hash = hashlib.sha256(), hashlib.sha1(usedforsecurity=False)
        with self.file.storage.open(self.file.name, "rb") as stored:
            while chunk := stored.read(_CHUNK):
                digest.update(chunk)
                old_hash.update(chunk)
        return digest.hexdigest(), old_hash.hexdigest()
