"""Which backups are kept: the newest of each of the last days, weeks and months that have one."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from .backup_manifest import backups_in

_PERIODS: Final[dict[str, Callable[[datetime], str]]] = {
    "daily": lambda moment: f"{moment:%Y-%m-%d}",
    "weekly": lambda moment: f"{moment:%G-%V}",
    "monthly": lambda moment: f"{moment:%Y-%m}",
}


def kept(moments: Iterable[datetime], numbers: Mapping[str, int]) -> set[datetime]:
    """Those of the moments that are kept: always the newest one."""
    newest_first = sorted(moments, reverse=True)
    found = set(newest_first[:1])
    for name, period in _PERIODS.items():
        newest: dict[str, datetime] = {}
        for moment in newest_first:
            newest.setdefault(period(moment), moment)
        found.update([*newest.values()][: numbers.get(name, 0)])
    return found


def remove_old(target: Path, numbers: Mapping[str, int]) -> list[Path]:
    """Removes the other backups, and returns which. One that was damaged is left for somebody to look at."""
    found = backups_in(target)
    keeping = kept((manifest.made_at for manifest in found.values()), numbers)
    old = [folder for folder, manifest in found.items() if manifest.made_at not in keeping]
    for folder in old:
        # First it is no backup any more, whatever happens then.
        unfinished = folder.rename(folder.with_name(f".unfinished-{folder.name}"))
        shutil.rmtree(unfinished)
    return old
