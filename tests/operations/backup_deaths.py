"""Processes that die while they take a backup or put one back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from cms.content.models import File
from cms.operations.backup.backup_manifest import backups_in
from cms.operations.backup.dumps import this_database
from cms.operations.backup.sealed_files import Seal
from cms.operations.backup.taking_backups import verify
from tests.factories import content as make

from .restored_places import Place, everything_agrees, is_killed


def survives_deaths_while_backing_up(place: Place, most: int) -> int:
    """Dies at about so many steps from the first to the last; returns how often."""
    steps = _steps(place.back_up, place.folder, most)
    for step in steps:
        assert is_killed(place.back_up, place.folder, at_step=step)
        found = backups_in(place.backups)
        assert found
        for folder, manifest in found.items():
            verify(folder, manifest, Seal(""), this_database(), place.folder)
    last = place.back_up().folder
    assert {path.name for path in place.backups.iterdir()} == {".lock", last.name}
    place.restore(place.backups, replace=True)
    everything_agrees(place)
    return len(steps)


def survives_deaths_while_restoring(place: Place, most: int) -> int:
    """Dies at about so many steps, and after so many parts of a second: what is there then is what was, or what was restored.
    Returns how often.
    """
    kept = place.folder.parent / "kept"
    place.back_up(kept)
    make.file(name="second.pdf")
    later = place.folder.parent / "later"
    place.back_up(later)

    def restore() -> None:
        place.restore(kept, replace=True)

    steps = [{"at_step": step} for step in _steps(restore, place.folder.parent, most)]
    place.restore(later, replace=True)
    seen: set[bool] = set()
    deaths: list[dict[str, Any]] = [*steps, *({"after": 0.8 * number / most} for number in range(1, most))]
    for death in deaths:
        is_killed(restore, place.folder.parent, **death)
        seen.add(File.objects.filter(title="second.pdf").exists())
        everything_agrees(place)
        restore()
        assert [*File.objects.values_list("title", flat=True)] == ["first.pdf"]
        everything_agrees(place)
        assert not (place.media / ".restoring").exists()
        place.restore(later, replace=True)
    assert seen == {True, False}
    return len(deaths)


def _steps(action: Callable[[], object], folder: Path, most: int) -> list[int]:
    """The numbers of steps at which to die, from the first to the last."""
    last = 1
    while is_killed(action, folder, at_step=last):
        last *= 2
    low = last // 2
    while low + 1 < last:
        middle = (low + last) // 2
        low, last = (middle, last) if is_killed(action, folder, at_step=middle) else (low, middle)
    every = max(1, low // most)
    return [*range(1, low, every), low]
