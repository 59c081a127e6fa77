"""Data to a tagged PDF. Typst does it, in a process of its own that a limit on time and memory can end."""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.dispatch import Signal

logger = logging.getLogger(__name__)
# With `made`: whether a PDF could be made.
document_typeset = Signal()
_HERE: Final = Path(__file__).parent
DOCUMENT: Final = _HERE / "document.typ"
# Seconds a document may take, and may wait for others; how many a web process makes at once.
TIME_LIMIT: Final = 30
AT_ONCE: Final = 2
_turns: Final = threading.BoundedSemaphore(AT_ONCE)


class NotTypeset(Exception):
    """The PDF could not be made: it took too long, too many wait for one, or Typst refused."""


@cache
def can_typeset() -> bool:
    """Whether the package `typst` is installed."""
    return find_spec("typst") is not None


@cache
def typesetter() -> str:
    """The version of Typst, which documents depend on; empty where there is none."""
    return version("typst") if can_typeset() else ""


def typeset(data: Mapping[str, Any], pictures: Mapping[str, bytes], moment: datetime) -> bytes:
    """The PDF of `document.typ` over the data. `pictures` are files by the names that the data has for them.

    The same data give the same bytes: `moment` is the date in them. Raises NotTypeset.
    """
    made = False
    try:
        content = _typeset_in_turn(data, pictures, moment)
        made = True
        return content
    finally:
        document_typeset.send_robust(sender=typeset, made=made)


def _typeset_in_turn(data: Mapping[str, Any], pictures: Mapping[str, bytes], moment: datetime) -> bytes:
    if not _turns.acquire(timeout=TIME_LIMIT):
        raise NotTypeset(f"{AT_ONCE} documents have been in the making for {TIME_LIMIT} s")
    try:
        with TemporaryDirectory(prefix="print-") as folder:
            return _made_in(Path(folder), data, pictures, moment)
    finally:
        _turns.release()


def _made_in(folder: Path, data: Mapping[str, Any], pictures: Mapping[str, bytes], moment: datetime) -> bytes:
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    (folder / "document.typ").write_bytes(DOCUMENT.read_bytes())
    for name, content in pictures.items():
        (folder / name).write_bytes(content)
    # Nothing of the service's environment goes along: there are secrets in it.
    command = [sys.executable, "-I", str(_HERE / "typesetter.py"), str(folder), str(int(moment.timestamp()))]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and no argument that anybody has written
            command, env={"LC_ALL": "C.UTF-8"}, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIME_LIMIT,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise NotTypeset(f"not made within {TIME_LIMIT} s") from late
    warnings = done.stderr.decode(errors="replace").strip()
    if done.returncode != 0:
        raise NotTypeset(warnings or f"ended with {done.returncode}")
    if warnings:
        logger.warning("a PDF was made without being PDF/UA-1: %s", warnings)
    return (folder / "document.pdf").read_bytes()
