"""A walk through the administration in Welsh, from link to link, one address of each view and each type of page."""

import re
from html import unescape
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve
from wagtail.models import Page

from .screen_texts import Written, all_texts, is_nothing, texts, unsaid

_ADDRESS: Final = re.compile(r"""["'=](/admin/[^"'\s<>\\]*)""")
_FIELD: Final = re.compile(r"<(?:input|select|textarea)\b[^>]*>")
_NAME: Final = re.compile(r'\sname="([^"]+)"')
_VALUE: Final = re.compile(r'\svalue="([^"]*)"')
# Scripts add fields of blocks, and how many there are.
_BLOCKS: Final = re.compile(r'<div id="([^"]+)" data-block ')
# Not screens of the administration: what ends it, what programs read, and the pages that readers see, each in its language.
_LEFT_OUT: Final = (
    "wagtailadmin_logout",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
    "wagtail_localize:preview_translation",
    "previewing:cms.desk.previewing.previewing_views.page_form",
    "previewing:cms.desk.previewing.previewing_views.set_form",
    "wagtailadmin_pages:view_draft",
    "wagtailadmin_pages:preview_on_edit",
    "wagtailadmin_pages:preview_on_add",
)
# Its form logs out whoever walks.
_ENDS_THE_WALK: Final = "end_own_sessions"
# What these show depends on the page's type, and on whether it is a translation.
_OF_TYPES: Final = ("wagtailadmin_pages:edit", "wagtailadmin_pages:add")


class Walk:
    """Where somebody comes, what is read there (address, status and texts of each answer), and what broke.

    `nothing` is what shows that Python had no value, or a language by a name that is not Welsh, within a message too.
    """

    def __init__(self, client: Client, *, thorough: bool) -> None:
        self.client = client
        self._is_thorough = thorough
        self.visited: set[str] = set()
        self.answers: list[tuple[str, int, list[str]]] = []
        self.failed: list[str] = []
        self.nothing: dict[str, str] = {}

    def from_(self, *addresses: str) -> None:
        """Follows all links from these addresses. A thorough walk sends each form empty, and looks at each type of page.

        What a screen loads as its results it shows by itself: a walk that is not thorough asks for them once.
        """
        waiting, known = list(addresses), set(addresses)
        while waiting:
            address = waiting.pop(0)
            view, kind = _view(address)
            if not view or view in _LEFT_OUT or view + (kind if self._is_thorough else "") in self.visited:
                continue
            if view.endswith("results") and not self._is_thorough:
                continue
            is_sent = self._is_thorough and view not in self.visited and view != _ENDS_THE_WALK
            self.visited |= {view, view + kind}
            shown = self.ask("get", address)
            answered = self.ask("post", address, _empty(shown)) if is_sent else ""
            for found in _ADDRESS.findall(unescape(shown + answered)):
                if found not in known:
                    known.add(found)
                    waiting.append(found)

    def ask(self, method: str, address: str, data: dict[str, str] | None = None) -> str:
        """Notes what an answer shows, and undoes what the request did. Returns nothing where it is no screen."""
        with transaction.atomic():
            response = getattr(self.client, method)(address, data or {}, follow=True)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            self.failed.append(f"{method} {address}")
        kind = response.headers.get("Content-Type", "")
        if response.streaming or not kind.startswith(("text/html", "text/plain", "application/json")):
            return ""
        self.nothing |= {text: f"{method} {address}" for text in all_texts(response) if is_nothing(text, address)}
        self.answers.append((f"{method} {address}", response.status_code, texts(response)))
        return response.content.decode().replace('\\"', '"').replace("\\u0026", "&")

    def left(self, written: Written) -> dict[str, str]:
        """What neither a catalogue nor an editor has said, and where."""
        shown = {unsaid(text): where for where, _status, found in self.answers for text in found}
        return {left: where for text, where in shown.items() if (left := written.left(text))}


def _empty(screen: str) -> dict[str, str]:
    """The fields of a screen's forms as a browser sends them when nothing is filled in: what is hidden keeps its value."""
    fields = {f"{block}-count": "0" for block in _BLOCKS.findall(screen)}
    for field in _FIELD.findall(screen):
        for name in _NAME.findall(field):
            value = _VALUE.search(field) if 'type="hidden"' in field else None
            fields[name] = unescape(value[1]) if value else ""
    return fields


def _view(address: str) -> tuple[str, str]:
    """The name of a view, and what kind of page it is asked for where that matters."""
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        return "", ""
    return found.view_name, f" {_kind(found.kwargs)}" if found.view_name in _OF_TYPES else ""


def _kind(arguments: dict[str, Any]) -> str:
    if "page_id" not in arguments:
        return str(arguments.get("content_type_model_name"))
    page = Page.objects.filter(pk=arguments["page_id"]).select_related("content_type", "locale").first()
    return f"{page.content_type.model} {page.locale.language_code}" if page else ""
