"""PO, as gettext's tools write it: one entry a text, known by its place (`msgctxt`), whose name is a comment."""

import re
from collections.abc import Callable, Sequence
from typing import Final

import polib
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from ..segment_texts import SegmentText
from .incoming_texts import IncomingText, LineFault, UnfitFileError, key_of

_TRANSLATION: Final = "X-WagtailLocalize-TranslationID"
# Tools may break the line.
_SEEN: Final = re.compile(r"^seen:\s+(?:(\w+)\s+)?(\w{16})$", re.MULTILINE)
_LINE: Final = re.compile(r"\(line (\d+)\)")
# Signs at which readers of PO end a line, or which they do not take, are written by their numbers.
_UNWRITTEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_NUMBERED: Final = re.compile(r"\{U\+([0-9A-F]{4})\}")


def write_po(translation: Translation, segments: Sequence[SegmentText], places: Callable[[SegmentText], str]) -> bytes:
    """The file of a translation. What nobody has confirmed goes along as fuzzy."""
    po = polib.POFile(wrapwidth=0)
    po.metadata = {
        "POT-Creation-Date": timezone.now().strftime("%Y-%m-%d %H:%M%z"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": translation.target_locale.language_code,
        _TRANSLATION: str(translation.uuid),
    }
    for segment in segments:
        entry = polib.POEntry(
            msgctxt=segment.path,
            msgid=_told(segment.source),
            msgstr=_told(segment.text),
            comment=f"{places(segment)}\nseen: {segment.token} {key_of(segment)}",
        )
        if segment.text and not segment.is_finished:
            entry.flags.append("fuzzy")
        po.append(entry)
    return str(po).encode()


def read_po(content: bytes, translation: Translation, segments: Sequence[SegmentText]) -> list[IncomingText]:
    """The texts of a file. Raises UnfitFileError for what is no PO of this translation."""
    po = _parsed(content)
    # A tool may leave out a header that it does not know: each text is held to its place and its source in any case.
    if po.metadata.get(_TRANSLATION, str(translation.uuid)) != str(translation.uuid):
        raise UnfitFileError([LineFault(1, _("the file is of another page."))])
    keys = {(segment.path, _told(segment.source)): key_of(segment) for segment in segments}
    return [
        IncomingText(
            line=entry.linenum or 1,
            key=keys.get((entry.msgctxt or "", entry.msgid), ""),
            path=entry.msgctxt or "",
            source=_read(entry.msgid),
            data=_read(entry.msgstr),
            seen=(found[1] or "") if (found := _SEEN.search(entry.comment or "")) else "",
            is_final=not entry.fuzzy,
        )
        for entry in po
        if not entry.obsolete
    ]


def _told(data: str) -> str:
    return _UNWRITTEN.sub(lambda sign: f"{{U+{ord(sign[0]):04X}}}", data)


def _read(text: str) -> str:
    return _NUMBERED.sub(lambda found: chr(int(found[1], 16)), text)


def _parsed(content: bytes) -> polib.POFile:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnfitFileError([LineFault(line, _("the file is not in UTF-8."))]) from error
    # polib would read a file whose name it is given.
    if "\0" in text or not re.search(r'^msgid "', text, re.MULTILINE):
        raise UnfitFileError([LineFault(1, _("this is no PO file."))])
    try:
        return polib.pofile(text, wrapwidth=0)
    except (OSError, ValueError, IndexError) as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else 1
        raise UnfitFileError([LineFault(line, _("this is not written as PO is."))]) from error
