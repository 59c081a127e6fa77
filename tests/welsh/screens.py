"""What the administration shows in Welsh, from link to link: what falls back to English, and what no catalogue has said."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from html.parser import HTMLParser
from typing import Any, Final
from unittest.mock import patch
from urllib.parse import urlsplit

from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils.translation.trans_real import DjangoTranslation

# Put around each text that a catalogue has given. Nobody sees them.
BEGINS: Final = "\u2063"
ENDS: Final = "\u2064"
_SAID: Final = re.compile(rf"{BEGINS}[^{BEGINS}{ENDS}]*{ENDS}")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_SEEN: Final = ("title", "aria-label", "placeholder", "alt", "label", "data-w-tooltip-content-value")
_ADDRESS: Final = re.compile(r"""["'=](/admin/[^"'\s<>\\]*)""")
_UNSEEN: Final = ("script", "style", "template", "code", "pre", "textarea", "svg")
_VOID: Final = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")


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
            self._within.append(f"{tag}:{given.get('lang') or ''}")

    def handle_endtag(self, tag: str) -> None:
        """Leaves the element, and what was left open in it."""
        while self._within and self._within.pop().partition(":")[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keeps what stands between elements, but for code and what says that it is English."""
        data = self._outside(data)
        if not any(one.partition(":")[0] in _UNSEEN or one.endswith(":en") for one in self._within):
            self.found.append(data)

    def _outside(self, data: str) -> str:
        """What no catalogue has given, of data: a message may have elements in it."""
        left = []
        for one in data:
            self._depth = max(0, self._depth + (one == BEGINS) - (one == ENDS))
            left.append(" " if self._depth or one == ENDS else one)
        return "".join(left)


@contextmanager
def recorded(missing: Counter[str]) -> Iterator[None]:
    """Has each message marked that Welsh has, and each counted that it has not."""
    plain, plural = DjangoTranslation.gettext, DjangoTranslation.ngettext

    def gettext(self: Any, message: str) -> str:
        if self.language() != "cy":
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

    with patch.object(DjangoTranslation, "gettext", gettext), patch.object(DjangoTranslation, "ngettext", ngettext):
        yield


def texts(response: Any) -> list[str]:
    """The texts of an answer, of one that holds HTML in JSON too."""
    body = response.content.decode()
    if response.headers.get("Content-Type", "").startswith("application/json"):
        body = "\n".join(html for html in _strings(response.json()) if "<" in html)
    parser = Texts()
    parser.feed(body)
    return parser.found


def unsaid(text: str) -> str:
    """What no catalogue has given, of a text."""
    while _SAID.search(text):
        text = _SAID.sub(" ", text)
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """The words in a text."""
    return _WORD.findall(text)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def content() -> str:
    """All texts that are in the database: what editors and the demo wrote."""
    found: list[str] = []
    for model in apps.get_models():
        fields = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        if fields:
            found += [str(one) for row in model._base_manager.values_list(*fields) for one in row if one]
    return unescape("\n".join(" ".join(one.split()) for one in found))


class Walk:
    """A walk through all screens that can be reached, one address of each view."""

    LEFT_OUT: Final = ("wagtailadmin_logout", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite")

    def __init__(self, client: Client) -> None:
        self.client = client
        self.visited: set[str] = set()
        self.answers: list[tuple[str, int, list[str]]] = []

    def from_(self, *addresses: str) -> None:
        """Follows all links from these addresses, and sends each form empty."""
        waiting, known = list(addresses), set(addresses)
        while waiting:
            address = waiting.pop(0)
            view = self._view(address)
            if view is None or view in self.LEFT_OUT or view in self.visited:
                continue
            self.visited.add(view)
            for response in self._asked(address):
                for found in _ADDRESS.findall(unescape(response)):
                    if found not in known:
                        known.add(found)
                        waiting.append(found)

    def _view(self, address: str) -> str | None:
        try:
            return resolve(urlsplit(address).path).view_name
        except Resolver404:
            return None

    def _asked(self, address: str) -> Iterator[str]:
        for method in ("get", "post"):
            with transaction.atomic():
                response = getattr(self.client, method)(address, follow=True)
                transaction.set_rollback(True)
            kind = response.headers.get("Content-Type", "")
            if response.streaming or not kind.startswith(("text/html", "application/json")):
                continue
            self.answers.append((f"{method} {address}", response.status_code, texts(response)))
            yield response.content.decode().replace('\\"', '"').replace("\\u0026", "&")
