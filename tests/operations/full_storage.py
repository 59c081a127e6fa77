"""A disk on which there is no room for anything."""

import errno
import os
from typing import Any

from django.core.files.storage import InMemoryStorage


class FullStorage(InMemoryStorage):
    """Stands for a folder on a full disk: it reads, and says what the kernel says of each file that is written."""

    def _save(self, name: str, content: Any) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)
