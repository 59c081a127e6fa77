"""The texts of a screen, and what of them neither a catalogue nor an editor has said."""

import gc
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any, Final
from unittest.mock import patch

from django.apps import apps
from django.db import models
from django.utils.translation.trans_real import DjangoTranslation
from wagtail.fields import StreamField

from cms.content.vocabularies import Label
from cms.content.words.dates import MONTHS
from cms.desk.workflow.stages import shown_names

# Put around each text that a catalogue has given. Nobody sees them.
BEGINS: Final = "\u2063"
ENDS: Final = "\u2064"
_MARK: Final = re.compile(f"([{BEGINS}{ENDS}])")
_SAID: Final = re.compile(rf"{BEGINS}[^{BEGINS}{ENDS}]*{ENDS}")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_SEEN: Final = ("title", "aria-label", "placeholder", "alt", "label", "data-w-tooltip-content-value")
_UNSEEN: Final = ("script", "style", "code", "pre", "textarea", "svg", "empty counter")
_NONE: Final = re.compile(r"(?<![\w/])None(?![\w/=])")
_CHOOSES_LANGUAGE: Final = re.compile(r"/admin/(account|users|snippets/partners/partner)/")
_VOID: Final = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
_FIELD: Final = re.compile(r"\{\w*\}")
_TAG: Final = re.compile(r"<[^>]*>")
# Whose texts nobody wrote: names that the framework gives, and what is made of what editors wrote.
_MADE: Final = {
    "auth.Permission", "auth.Group", "contenttypes.ContentType", "wagtailcore.Locale", "wagtailcore.Task",
    "wagtailcore.Workflow", "wagtailcore.ReferenceIndex", "wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry",
}  # fmt: skip
_MADE_BY: Final = {"publication", "sessions", "workflow"}
_WRITTEN_THERE: Final = {"publication.ReleaseSet", "publication.ReleaseInstruction", "publication.ReaderNotice"}
_BETWEEN: Final = re.compile(r" - |[^\w' -]+")
# Keys of a keyboard and of partners, formats, addresses, names of models, languages by their own names, and the months.
NAMES: Final = re.compile(
    rf"\b(?:{'|'.join(MONTHS['cy'])}|Wagtail|Ctrl|Enter|Alt|Shift|Esc|JSON|PDF|English|Cymraeg|Creative Commons BY"
    r"|(?:home|guides)\.\w+|[\w-]+\.(?:pdf|png|vtt))\b"
    r"|Sefydlogrwydd Cynnar Cymru / Welsh Early Permanence|https://\S+|/(?:cy|en)/\S*|\bepw_(?:test|live)_\w+"
)


class Texts(HTMLParser):
    """The texts of a screen that are seen or read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps what attributes say."""
        given = dict(attrs)
        self.found += [given[name] or "" for name in _SEEN if given.get(name)]
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self.found.append(given.get("value") or "")
        if tag not in _VOID:
            # Wagtail writes None in a counter that is hidden until there is a number.
            self._within.append("empty counter" if {"data-side-panel-toggle-counter", "hidden"} <= set(given) else tag)

    def handle_endtag(self, tag: str) -> None:
        """Leaves the element, and what was left open in it."""
        while self._within and self._within.pop() not in (tag, "empty counter"):
            pass

    def handle_data(self, data: str) -> None:
        """Keeps what stands between elements, but for code."""
        data = self._outside(data)
        if not any(one in _UNSEEN for one in self._within):
            self.found.append(data)

    def _outside(self, data: str) -> str:
        """What no catalogue has given, of data: a message may have elements in it."""
        left = []
        for one in _MARK.split(data):
            if one in (BEGINS, ENDS):
                self._depth = max(0, self._depth + (1 if one == BEGINS else -1))
            elif not self._depth:
                left.append(one)
        return " ".join(left)


@contextmanager
def recorded(missing: Counter[str]) -> Iterator[None]:
    """Has each message marked that Welsh has, and each counted that it has not."""
    plain, plural = DjangoTranslation.gettext, DjangoTranslation.ngettext

    def gettext(self: Any, message: str) -> str:
        # A template translates what was translated already.
        if self.language() != "cy" or message.startswith(BEGINS):
            return plain(self, message)
        if message not in self._catalog and (message, self.plural(1)) not in self._catalog:
            missing[message] += 1
            return plain(self, message)
        return f"{BEGINS}{plain(self, message)}{ENDS}"

    def ngettext(self: Any, singular: str, plural_form: str, number: int) -> str:
        if self.language() != "cy":
            return plural(self, singular, plural_form, number)
        try:
            self._catalog.plural(singular, number)
        except KeyError:
            missing[singular] += 1
            return plural(self, singular, plural_form, number)
        return f"{BEGINS}{plural(self, singular, plural_form, number)}{ENDS}"

    try:
        with patch.object(DjangoTranslation, "gettext", gettext), patch.object(DjangoTranslation, "ngettext", ngettext):
            yield
    finally:
        # It knows translations by now that are marked.
        shown_names._translations.cache_clear()


def texts(response: Any) -> list[str]:
    """The texts of an answer, of one that holds HTML in JSON too."""
    return texts_of(_html(response))


def all_texts(response: Any) -> list[str]:
    """The same with what catalogues have given."""
    return texts_of(_MARK.sub("", _html(response)))


def _html(response: Any) -> str:
    if response.headers.get("Content-Type", "").startswith("application/json"):
        return "\n".join(html for html in leaves(response.json()) if "<" in html)
    return str(response.content.decode())


def is_nothing(text: str, address: str) -> bool:
    """Whether a text says None, or names English by its own name where nobody chooses the language of screens or mails."""
    if _CHOOSES_LANGUAGE.match(address):
        return False
    return bool(_NONE.search(text)) or " ".join(text.split()).strip("() ") == "English"


def texts_of(html: str) -> list[str]:
    """The texts in HTML."""
    parser = Texts()
    parser.feed(html)
    return parser.found


def unsaid(text: str) -> str:
    """What no catalogue has given, of a text."""
    while _SAID.search(text):
        text = _SAID.sub(" ", text)
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """The words in a text."""
    return _WORD.findall(text)


def leaves(value: Any) -> Iterator[str]:
    """The texts in what JSON holds, but for names of blocks and keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in ("type", "id"):
                yield from leaves(one)


class Written:
    """What editors and the demo wrote, Welsh that is data, and names that are the same in both languages."""

    def __init__(self) -> None:
        self._whole = {
            plain for text in (*_data(), *_written()) for plain in (_plain(text), *map(_plain, _TAG.split(text)))
        }
        self._longest = sorted((one for one in self._whole if len(one.split()) > 1), key=len, reverse=True)

    def left(self, text: str) -> str:
        """What nobody wrote, of a text. One word is somebody's own only where it stands alone, between punctuation."""
        left = _plain(text)
        if not words(NAMES.sub(" ", left)) or left.strip("… ") in self._whole:
            return ""
        for one in self._longest:
            if one in left:
                left = left.replace(one, " | ")
        pieces = (piece.strip(" -") for piece in _BETWEEN.split(NAMES.sub(" | ", left)))
        return " ".join(piece for piece in pieces if words(piece) and piece not in self._whole)


def _data() -> Iterator[str]:
    """Welsh that stands beside its English in the code."""
    gc.unfreeze()
    labels = [one for one in gc.get_objects() if type(one) is Label]
    gc.freeze()
    yield from (part for label in labels for part in _FIELD.split(label.cy))


def _written() -> Iterator[str]:
    for model in apps.get_models():
        label = model._meta.label
        if label in _MADE or (model._meta.app_label in _MADE_BY and label not in _WRITTEN_THERE):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, StreamField | models.JSONField):
                for one in model._base_manager.all():
                    value = getattr(one, field.attname)
                    yield from leaves(value.get_prep_value() if isinstance(field, StreamField) else value)
            elif isinstance(field, models.CharField | models.TextField) and not field.choices:
                yield from (one for one in model._base_manager.values_list(field.attname, flat=True) if one)


def _plain(text: str) -> str:
    return " ".join(_TAG.sub(" ", text).split())
