"""What comes back from a translator, whatever the format: looked at as a whole, then taken over or refused as a whole."""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation
from wagtail_localize.strings import StringValue

from ..inline_markup import faults, tags_of
from ..models import Origin
from ..saving import confirm, keep
from ..segment_texts import SegmentText, segments_of

# As much as a book; what is larger is no translation.
LARGEST: Final = 5_000_000


@dataclass(frozen=True, slots=True)
class LineFault:
    """Why a file does not fit, and the line."""

    line: int
    words: str

    def __str__(self) -> str:
        return _("Line %(line)s: %(words)s") % {"line": self.line, "words": self.words}


class UnfitFileError(Exception):
    """A file that is refused, with all its faults."""

    def __init__(self, faults: Sequence[LineFault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = list(faults)


@dataclass(frozen=True, slots=True)
class IncomingText:
    """A text of a file: the key of its place, the source as the file has it, and its translation, both inline HTML.

    `seen` is the token of what was written when the file was made; `is_final` says that a person calls it translated.
    """

    line: int
    key: str
    path: str
    source: str
    data: str
    seen: str
    is_final: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """How many texts count as translated now, and how many wait for somebody to confirm them."""

    confirmed: int
    kept: int


def key_of(segment: SegmentText) -> str:
    """Sixteen hexadecimal digits for a text in its place: another once the text has changed."""
    return hashlib.blake2b(f"{segment.path}\0{segment.source}".encode(), digest_size=8).hexdigest()


@transaction.atomic
def take(translation: Translation, texts: Iterable[IncomingText], user: Any, tool: str) -> Taken:
    """Takes over what a file says. Raises UnfitFileError, and takes nothing, if anything in it does not fit."""
    locked = Translation.objects.select_for_update().get(pk=translation.pk)
    segments = segments_of(locked)
    by_key = {key_of(segment): segment for segment in segments}
    paths = {segment.path for segment in segments}
    found: list[LineFault] = []
    fitting: list[tuple[SegmentText, IncomingText, str]] = []
    seen: set[str] = set()
    for text in texts:
        segment = by_key.get(text.key)
        if segment is None or _normal(text.source) != _normal(segment.source):
            found.append(LineFault(text.line, _changed(text, paths)))
        elif text.key in seen:
            found.append(LineFault(text.line, _("this text stands in the file twice.")))
        elif text.data.strip():
            seen.add(text.key)
            data, words = _looked_at(segment, text)
            found += [LineFault(text.line, one) for one in words]
            fitting.append((segment, text, data))
    if found:
        raise UnfitFileError(found)
    changed = [one for one in fitting if _says_more(*one)]
    for segment, text, data in changed:
        if text.is_final:
            confirm(locked, segment, data, user, tool=tool)
        else:
            keep(locked, segment, data, user, origin=Origin.FILE, tool=tool)
    final = sum(text.is_final for _segment, text, _data in changed)
    return Taken(final, len(changed) - final)


def _changed(text: IncomingText, paths: set[str]) -> str:
    if text.path in paths:
        return _("the original has changed since the file was made. Download it again.")
    return _("the original has no such text, or has it no more.")


def _looked_at(segment: SegmentText, text: IncomingText) -> tuple[str, list[str]]:
    """The translation as it would be stored, and what is wrong with it."""
    try:
        data = str(StringValue.from_translated_html(text.data).data)
    except ValueError as error:
        return "", [str(error)]
    words = faults(segment.source, data)
    lost = {tag for tag in tags_of(segment.source) - tags_of(data) if not tag.startswith("a ")}
    words += [_("the tag <%(tag)s> of the original is missing.") % {"tag": tag} for tag in sorted(lost)]
    if text.seen != segment.token and segment.text and _normal(segment.text) != _normal(data):
        words.append(_("somebody has changed this translation here since the file was made. Download it again."))
    return data, words


def _says_more(segment: SegmentText, text: IncomingText, data: str) -> bool:
    """Whether anything would be another: the text, or that it counts."""
    if _normal(data) != _normal(segment.text):
        return True
    return text.is_final and not segment.is_finished


def _normal(data: str) -> str:
    """A text as it is compared: tools compose letters, and take off space at the ends."""
    return unicodedata.normalize("NFC", str(StringValue.from_translated_html(data).data)).strip()
