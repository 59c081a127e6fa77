"""The demo in a folder that is deleted afterwards, served on a free port, for checks from outside.

It takes a minute to load, so it is loaded once and kept until something that makes it changes; each check gets a copy.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path

from graphql_server import ROOT, environment, free_port, serving

_KEPT = ROOT / "var" / "loaded-demo"
# What makes it: the code, its texts in both languages, and the packages.
_MADE_OF = ("cms", "demo", "guides", "home", "locale", "search", "requirements.txt")
_LOADED = (("migrate", "--verbosity=0", "--no-input"), ("load_demo", "--verbosity=0"))
# Editions name their own addresses.
_MOVED = (("rebuild_publication", "--verbosity=0"), ("reindex", "--verbosity=0"))


@dataclass(frozen=True)
class Demo:
    """Where it is served, a folder for what is made of it, and the settings with which to edit it."""

    url: str
    folder: Path
    settings: dict[str, str]


def copied_demo(folder: Path, **more: str) -> tuple[int, dict[str, str]]:
    """Copies the loaded demo into a folder, for a free port and its settings. Ends with a message where it cannot be loaded."""
    _KEPT.mkdir(parents=True, exist_ok=True)
    with (_KEPT / "lock").open("w") as lock:
        # Checks run side by side.
        flock(lock, LOCK_EX)
        made_of, loaded = _KEPT / "made-of", _KEPT / "data"
        state = _state()
        if not made_of.exists() or made_of.read_text() != state:
            made_of.unlink(missing_ok=True)
            shutil.rmtree(loaded, ignore_errors=True)
            (loaded / "media").mkdir(parents=True)
            _run(_LOADED, environment(free_port(), str(loaded)))
            made_of.write_text(state)
        shutil.copytree(loaded, folder, dirs_exist_ok=True)
    port = free_port()
    settings = environment(port, str(folder), **more)
    _run(_MOVED, settings)
    return port, settings


def _state() -> str:
    """Which versions of its files made the demo."""
    files = sorted(file for name in _MADE_OF for file in _files(ROOT / name))
    noted = "".join(f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}\n" for file in files)
    return hashlib.sha256(noted.encode()).hexdigest()


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
    else:
        yield from (file for file in place.rglob("*") if file.is_file() and "__pycache__" not in file.parts)


def _run(commands: tuple[tuple[str, ...], ...], settings: dict[str, str]) -> None:
    for command in commands:
        loading = [sys.executable, "manage.py", *command]
        if subprocess.run(loading, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, check=False).returncode:
            sys.exit("The demo could not be loaded: see above.")


@contextmanager
def served_demo(**more: str) -> Iterator[Demo]:
    """Ends with a message where it cannot be loaded or served."""
    with tempfile.TemporaryDirectory() as name:
        port, settings = copied_demo(Path(name), **more)
        with serving(port, settings) as url:
            yield Demo(url.removesuffix("/graphql"), Path(name), settings)
