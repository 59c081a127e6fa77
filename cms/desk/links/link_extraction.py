"""The links that a page of any type has: those to pages and files as Wagtail finds them, and every other address."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex

from cms.content.models import File

from .models import LinkKind

_WHOLE: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_LONGEST: Final = 2000
_NO_TEXTS: Final = {"url_path", "path", "slug"}


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link as `PageLink` keeps it."""

    kind: LinkKind
    address: str = ""
    target: int | None = None
    words: str = ""


def links_of(page: Any) -> list[FoundLink]:
    """The links of one version of a page, each once."""
    texts = list(_texts(page))
    said = dict(_words_by_page(texts))
    return list(dict.fromkeys([*_references(page, said), *_addresses(texts)]))


def own_path(address: str) -> str | None:
    """The path of an address of ours; None for one elsewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    ours = {urlsplit(base).netloc for base in (*settings.PUBLIC_URLS.values(), settings.API_URL)}
    if parts.netloc not in {"", *ours} or (not parts.netloc and not address.startswith("/")):
        return None
    return unquote(parts.path)


def _references(page: Any, said: dict[str, str]) -> Iterator[FoundLink]:
    kinds = {
        ContentType.objects.get_for_model(Page).pk: LinkKind.PAGE,
        ContentType.objects.get_for_model(File).pk: LinkKind.FILE,
    }
    for content_type, key, _, place in ReferenceIndex._extract_references_from_object(page):
        if content_type in kinds and place != "alias_of" and str(key).isdecimal():
            kind = kinds[content_type]
            yield FoundLink(kind, target=int(key), words=said.get(str(key), "") if kind is LinkKind.PAGE else "")


def _texts(instance: Any) -> Iterator[str]:
    """Every text that a page has, its blocks' too."""
    for field in instance._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _strings(field.get_prep_value(field.value_from_object(instance)))
        elif isinstance(field, models.CharField | models.TextField) and field.name not in _NO_TEXTS:
            yield from _strings(field.value_from_object(instance))


def _strings(value: Any) -> Iterator[str]:
    """The texts in a stored value, which may be JSON in text."""
    if isinstance(value, str) and value.startswith("["):
        with suppress(ValueError):
            value = json.loads(value)
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from _strings(member)
    elif isinstance(value, list | tuple):
        for member in value:
            yield from _strings(member)


def _anchors(texts: Iterable[str]) -> Iterator[Any]:
    for text in texts:
        if "<a" in text:
            yield from BeautifulSoup(text, "html.parser").find_all("a")


def _words_by_page(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    for anchor in _anchors(texts):
        if anchor.get("linktype") == "page":
            yield str(anchor.get("id")), anchor.get_text()[:200]


def _addresses(texts: list[str]) -> Iterator[FoundLink]:
    for anchor in _anchors(texts):
        if not anchor.get("linktype") and (link := _link(str(anchor.get("href") or ""), anchor.get_text())):
            yield link
    for text in texts:
        if _WHOLE.fullmatch(text.strip()) and (link := _link(text.strip(), "")):
            yield link


def _link(address: str, words: str) -> FoundLink | None:
    """What an address leads to; None for mail, telephone numbers and the like."""
    words, shown = " ".join(words.split())[:200], address[:_LONGEST]
    if address.startswith("#"):
        return FoundLink(LinkKind.ANCHOR, shown, words=words)
    own = own_path(address)
    if own is not None:
        is_page = own.startswith(("/cy/", "/en/"))
        return FoundLink(LinkKind.PATH, f"{own.rstrip('/')}/"[:_LONGEST], words=words) if is_page else None
    return FoundLink(LinkKind.EXTERNAL, shown, words=words) if _WHOLE.fullmatch(address) else None
