"""The demo in a folder that is deleted afterwards, served on a free port, for checks from outside."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graphql_server import ROOT, environment, free_port, serving

_COMMANDS = (
    ("migrate", "--verbosity=0", "--no-input"),
    ("load_demo", "--verbosity=0"),
    ("rebuild_publication", "--verbosity=0"),
    ("reindex", "--verbosity=0"),
)


@dataclass(frozen=True)
class Demo:
    """Where it is served, a folder for what is made of it, and the settings with which to edit it."""

    url: str
    folder: Path
    settings: dict[str, str]


@contextmanager
def served_demo(**more: str) -> Iterator[Demo]:
    """Ends with a message where it cannot be loaded or served."""
    with tempfile.TemporaryDirectory() as name:
        port = free_port()
        settings = environment(port, name, **more)
        Path(settings["MEDIA_ROOT"]).mkdir()
        for command in _COMMANDS:
            loading = [sys.executable, "manage.py", *command]
            if subprocess.run(loading, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, check=False).returncode:
                sys.exit("The demo could not be loaded: see above.")
        with serving(port, settings) as url:
            yield Demo(url.removesuffix("/graphql"), Path(name), settings)
