"""Which version of the software made the editions: one that projects or composes otherwise makes them all anew."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from django.apps import apps

from cms.content.declaration.registry import page_models

from ..models import ConsumerOffset

# The row that says which release was started last: while two run side by side, the older leaves editions alone.
_STARTED: Final = "release"
_ROOMS: Final = ("completeness", "glossary", "notices", "parity", "payload", "reconciliation", "releases", "safeguards")


@cache
def fingerprint() -> str:
    """Thirty-two hexadecimal digits for all code that decides what an edition holds: the content's and the publication's."""
    found = hashlib.blake2b(digest_size=16)
    for path in sorted(_sources()):
        found.update(path.read_bytes() + b"\0")
    return found.hexdigest()


def note_start() -> None:
    """Says that this release runs now."""
    ConsumerOffset.objects.update_or_create(name=_STARTED, defaults={"state": {"fingerprint": fingerprint()}})


def is_outdated(made_by: str | None) -> bool:
    """Whether editions that the release `made_by` made are to be made anew by this one."""
    started = ConsumerOffset.objects.filter(name=_STARTED).values_list("state", flat=True).first() or {}
    return made_by != fingerprint() and started.get("fingerprint") == fingerprint()


def _sources() -> Iterator[Path]:
    publication = Path(apps.get_app_config("publication").path)
    folders = {Path(apps.get_app_config(model._meta.app_label).path) for model in page_models()}
    folders |= {Path(apps.get_app_config("content").path), *(publication / room for room in _ROOMS)}
    for folder in folders:
        yield from (path for path in folder.rglob("*.py") if not {"migrations", "management"} & set(path.parts))
