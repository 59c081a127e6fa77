"""The folder of uploaded files: one that does not fit is refused before a byte of it is written."""

import errno
import os
import shutil
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class RoomyStorage(FileSystemStorage):
    """Django's, that leaves a hundredth of the disk free: the database may be on the same one."""

    def _save(self, name: str, content: Any) -> str:
        Path(self.location).mkdir(parents=True, exist_ok=True)
        disk = shutil.disk_usage(self.location)
        if disk.free - content.size < disk.total // 100:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)
        saved: str = super()._save(name, content)  # type: ignore[misc]  # not in the stubs
        return saved
