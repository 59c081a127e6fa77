"""Captions: WebVTT (W3C), read strictly, since a browser drops a faulty cue without a word.

webvtt-py parses. What it does not say is where a fault is, and some faults it passes over: those are found here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from webvtt import Caption, WebVTT
from webvtt.errors import MalformedCaptionError, MalformedFileError

# The captions of a whole day of speech have a megabyte.
LIMIT: Final = 2_000_000
ARROW: Final = "-->"
_NOT_CUES: Final = ("NOTE", "STYLE", "REGION")

FAULTS: Final[dict[str, str | Promise]] = {
    "format": _("Captions are a WebVTT file, whose name ends in .vtt."),
    "unread": _("The captions file cannot be read. Upload it again."),
    "too_large": _("The captions file is too large."),
    "encoding": _("Line %(line)d: the captions are not UTF-8 text."),
    "header": _("Line %(line)d: a captions file begins with WEBVTT and an empty line."),
    "cue": _(
        "Line %(line)d: this is not a caption as WebVTT has it. Times are like 00:01:02.500 --> 00:01:05.000, and there is "
        "an empty line before each caption."
    ),
    "outside": _("Line %(line)d: this text belongs to no caption."),
    "empty": _("Line %(line)d: this caption has no words."),
    "backwards": _("Line %(line)d: this caption ends before it begins."),
    "order": _("Line %(line)d: this caption begins before the one above it."),
    "none": _("There are no captions in the file."),
}


@dataclass(frozen=True)
class Cue:
    """One caption: when it begins and ends, in milliseconds, and its words without markup."""

    begins: int
    ends: int
    text: str


class CaptionsError(ValueError):
    """What is wrong with a captions file: one of FAULTS, and the line it is on, counted from 1 (0: the whole file)."""

    def __init__(self, kind: str, line: int = 0) -> None:
        super().__init__(kind, line)
        self.kind, self.line = kind, line


def explanation(kind: str, line: int) -> str:
    """A fault in the language of the screen."""
    return str(FAULTS[kind]) % {"line": line}


@dataclass(frozen=True)
class _Block:
    """Lines without an empty one between them; `line` is the number of the first."""

    line: int
    lines: list[str]

    @property
    def timings(self) -> int:
        """The number of the first line that has an arrow, as it has in a cue, or 0."""
        return next((self.line + n for n, line in enumerate(self.lines) if ARROW in line), 0)


def parse_captions(data: bytes) -> list[Cue]:
    """The captions of a WebVTT file in their order. Raises CaptionsError for the first fault."""
    if len(data) > LIMIT:
        raise CaptionsError("too_large")
    try:
        lines = _lines(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        before = _lines(data[: error.start].decode("utf-8-sig"))
        raise _first_of(before, CaptionsError("encoding", len(before))) from None
    blocks = list(_blocks(lines))
    _check_header(lines, blocks)
    try:
        parsed = WebVTT.from_string("\n".join(lines), strict=True)
    except (MalformedFileError, MalformedCaptionError):
        block = _first_faulty(lines, blocks)
        fault = CaptionsError("cue", block.timings or block.line)
        raise _first_of([*lines[: block.line - 1], ""], fault) from None
    return _checked_cues(blocks, parsed.captions)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _first_of(before: list[str], fault: CaptionsError) -> CaptionsError:
    """The fault, or one of another kind in the whole blocks before it: each kind is looked for by itself."""
    while before and before[-1]:
        before.pop()
    if any(before):
        try:
            parse_captions("\n".join(before).encode())
        except CaptionsError as earlier:
            return fault if earlier.kind == "none" else earlier
    return fault


def _blocks(lines: list[str]) -> Iterator[_Block]:
    start = 0
    for number, line in enumerate([*lines, ""]):
        if line == "":
            if number > start:
                yield _Block(start + 1, lines[start:number])
            start = number + 1


def _check_header(lines: list[str], blocks: list[_Block]) -> None:
    if lines[0] != "WEBVTT" and not lines[0].startswith(("WEBVTT ", "WEBVTT\t")):
        raise CaptionsError("header", 1)
    if blocks[0].timings:
        raise CaptionsError("header", blocks[0].timings)


def _is_cue(block: _Block) -> bool:
    """Raises CaptionsError for a block that is neither a cue nor a note, style or region."""
    if block.timings > block.line or (block.timings and not block.lines[0].startswith(_NOT_CUES)):
        return True
    if block.timings:
        raise CaptionsError("cue", block.line)
    if not block.lines[0].startswith(_NOT_CUES):
        raise CaptionsError("outside", block.line)
    return False


def _first_faulty(lines: list[str], blocks: list[_Block]) -> _Block:
    """The block with which the file stops being WebVTT."""
    good, bad = 0, len(blocks) - 1
    while bad - good > 1:
        middle = (good + bad) // 2
        end = blocks[middle].line + len(blocks[middle].lines) - 1
        try:
            WebVTT.from_string("\n".join(lines[:end]), strict=True)
            good = middle
        except (MalformedFileError, MalformedCaptionError):
            bad = middle
    return blocks[bad]


def _checked_cues(blocks: list[_Block], captions: Iterable[Caption]) -> list[Cue]:
    """Each caption as a cue, looked at in the order of the file."""
    cues: list[Cue] = []
    found = iter(captions)
    for block in blocks[1:]:
        if not _is_cue(block):
            continue
        one = next(found, None)
        # An arrow in a note: the parser takes it for a note.
        if one is None:
            raise CaptionsError("cue", block.timings)
        cue = Cue(one.start_time.in_milliseconds(), one.end_time.in_milliseconds(), one.text)
        _check_cue(cue, block.timings, cues[-1].begins if cues else 0)
        cues.append(cue)
    if not cues:
        raise CaptionsError("none")
    return cues


def _check_cue(cue: Cue, line: int, before: int) -> None:
    if not cue.text.strip():
        raise CaptionsError("empty", line)
    if cue.ends <= cue.begins:
        raise CaptionsError("backwards", line)
    if cue.begins < before:
        raise CaptionsError("order", line)
