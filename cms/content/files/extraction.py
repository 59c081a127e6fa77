"""What an uploaded file says: its words page by page, for search, and how many pages it has.

A file comes from outside and may be broken, encrypted, huge or made to do harm. PDF and Word files are therefore read by
`extractors` in a process of its own, which may take only so much memory and time. A fault never stops an editor: it is an
outcome to tell of.
"""

import json
import logging
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, TypedDict

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..languages import Language
from ..words.spoken_language import spoken_language
from .captions import LIMIT as CAPTIONS_LIMIT
from .captions import CaptionsError, parse_captions

logger = logging.getLogger(__name__)

BYTES: Final = 50_000_000
MEMORY: Final = 1_000_000_000
SECONDS: Final = 20
_PROGRAM: Final = Path(__file__).with_name("extractors.py")
# Where a PDF that is whole has its end mark; what is without one is not worth a process.
_PDF_TAIL: Final = 1_000_000
_TEXT_BYTES: Final = 5_000_000


class Outcome(models.TextChoices):
    """What came of reading a file."""

    READ = "read", _("Its words can be searched.")
    WORDLESS = (
        "wordless",
        _("No words were found in it: it may be a scan. It can be downloaded, but neither searched nor read aloud."),
    )
    ENCRYPTED = (
        "encrypted",
        _("It is protected by a password, so its words cannot be read. It can be downloaded, but not searched."),
    )
    BROKEN = "broken", _("It is damaged, so its words cannot be read. Open it yourself and upload it again.")
    CAPTIONS = "captions", _("It is not valid WebVTT, so no video can show it.")
    TOO_LARGE = "too_large", _("It is too large for its words to be read. It can be downloaded, but not searched.")
    TOO_SLOW = "too_slow", _("Reading its words took too long. It can be downloaded, but not searched.")
    UNKNOWN = "unknown", _("The words of this kind of file are not read. It can be downloaded, but not searched.")


class PageText(TypedDict):
    """The words of one page, a line a paragraph. `page` counts from 1; None where the file has no pages."""

    page: int | None
    text: str


@dataclass(frozen=True)
class Extraction:
    """What was read: `count` is the number of pages, None where not known; `fault` and `line` those of captions."""

    outcome: Outcome
    pages: tuple[PageText, ...] = ()
    count: int | None = None
    fault: str = ""
    line: int = 0

    @property
    def words(self) -> int:
        """How many words were read."""
        return sum(len(page["text"].split()) for page in self.pages)

    @property
    def spoken(self) -> Language | None:
        """The language that the words are in; None where there are too few to tell."""
        return spoken_language("\n".join(page["text"] for page in self.pages))


def extract(file: IO[bytes] | Any, extension: str, size: int) -> Extraction:
    """The words of a file of `size` bytes that can be read from and sought in; it is left at its beginning."""
    readers = {"pdf": _by_process, "docx": _by_process, "txt": _plain, "csv": _plain, "vtt": _captions}
    kind = extension.lower()
    if kind not in readers:
        return Extraction(Outcome.UNKNOWN)
    if size > BYTES:
        return Extraction(Outcome.TOO_LARGE)
    try:
        file.seek(0)
        found = readers[kind](file, kind)
    except OSError as error:
        logger.warning("a file's words could not be read: %s", error)
        found = Extraction(Outcome.BROKEN)
    finally:
        file.seek(0)
    return found


def _plain(file: IO[bytes], kind: str) -> Extraction:
    """Text files are UTF-8, or what Windows writes in Western Europe."""
    data = file.read(_TEXT_BYTES + 1)
    if len(data) > _TEXT_BYTES:
        return Extraction(Outcome.TOO_LARGE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        return Extraction(Outcome.BROKEN)
    return _found(text)


def _captions(file: IO[bytes], kind: str) -> Extraction:
    try:
        cues = parse_captions(file.read(CAPTIONS_LIMIT + 1))
    except CaptionsError as error:
        return Extraction(Outcome.CAPTIONS, fault=error.kind, line=error.line)
    return _found("\n".join(cue.text for cue in cues))


def _found(text: str) -> Extraction:
    if not text.strip():
        return Extraction(Outcome.WORDLESS)
    return Extraction(Outcome.READ, (PageText(page=None, text=text.strip()),))


def _by_process(file: IO[bytes], kind: str) -> Extraction:
    if not _is_whole(file, kind):
        return Extraction(Outcome.BROKEN)
    command = [sys.executable, "-I", str(_PROGRAM), kind, str(MEMORY), str(SECONDS)]
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(file, copy)
        copy.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 - our own program; the upload is its input
                command, stdin=copy, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS * 2, check=False
            )
        except subprocess.TimeoutExpired:
            return Extraction(Outcome.TOO_SLOW)
    if done.returncode != 0:  # the system has ended it: out of time, or out of memory beyond Python's reach
        return Extraction(Outcome.TOO_SLOW if done.returncode == -signal.SIGXCPU else Outcome.TOO_LARGE)
    report = json.loads(done.stdout)
    if "error" in report:
        logger.info("a file's words could not be read: %s", report["error"])
    outcome = Outcome(report["outcome"])
    if outcome == Outcome.READ and not report["pages"]:
        outcome = Outcome.WORDLESS
    pages = tuple(PageText(page=page["page"], text=_storable(page["text"])) for page in report["pages"])
    return Extraction(outcome, pages, report["count"])


def _storable(text: str) -> str:
    """Without U+0000 and halves of surrogate pairs, which PDFs may hold and no database takes."""
    return text.replace("\0", "").encode("utf-8", errors="ignore").decode()


def _is_whole(file: IO[bytes], kind: str) -> bool:
    """Whether a file begins and ends as its kind does."""
    start = file.read(8)
    if kind == "pdf":
        file.seek(0, 2)
        file.seek(max(0, file.tell() - _PDF_TAIL))
        whole = b"%%EOF" in file.read()
    else:
        whole = start.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
    file.seek(0)
    return whole
