"""Somebody in the administration, as a browser without scripts: pages are opened, their forms filled in and sent."""

import json
import time
from collections.abc import Mapping
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener
from uuid import uuid4

from bs4 import BeautifulSoup, Tag

TIMEOUT = 120
# What is answered while something is restarted or full; whoever edits tries again. Whether it was, is looked at afterwards.
LATER = {429, 503, 507}

Fields = dict[str, Any]


class LaterError(Exception):
    """The service cannot do it now, and says so."""


class WrongError(Exception):
    """An answer that no editor should ever have."""


class NotFoundError(WrongError):
    """There is no such page."""


class AdminSession:
    """A session with cookies of its own. `taken` has the seconds of each request."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.taken: list[float] = []

    def log_in(self, name: str, password: str) -> None:
        """By the form of the first page."""
        form = self.form("/admin/login/", "form")
        screen, at = self.send("/admin/login/", form | {"username": name, "password": password})
        if "/login/" in at or screen.select_one("[data-wagtail-header], .w-slim-header, main") is None:
            raise WrongError(f"{name} was not let in: {at}")

    def log_out(self) -> None:
        """By the form in the menu."""
        self.send("/admin/logout/", {"csrfmiddlewaretoken": self.csrf("/admin/")})

    def open(self, path: str) -> BeautifulSoup:
        """A page of the administration."""
        return self._read(Request(urljoin(self._url, path)))[0]

    def has(self, path: str) -> bool:
        """Whether there is such a page of the administration."""
        try:
            self.open(path)
        except NotFoundError:
            return False
        return True

    def csrf(self, path: str) -> str:
        """What a form of a page has against forgery."""
        field = self.open(path).select_one("[name=csrfmiddlewaretoken]")
        if field is None:
            raise WrongError(f"{path} has no form")
        return str(field["value"])

    def form(self, path: str, selector: str) -> Fields:
        """The fields of a form as the page has them."""
        found = self.open(path).select_one(selector)
        if found is None:
            raise WrongError(f"{path} has no {selector}")
        return fields_of(found)

    def send(self, path: str, fields: Fields, file: tuple[str, bytes] | None = None) -> tuple[BeautifulSoup, str]:
        """Sends a form, with a file where there is one; the page that it leads to, and its address."""
        url = urljoin(self._url, path)
        body, kind = (_with_file(fields, *file)) if file else (urlencode(fields, doseq=True).encode(), _PLAIN)
        return self._read(Request(url, body, {"Content-Type": kind, "Referer": url}))

    def save(self, path: str, fields: Fields) -> dict[str, Any]:
        """What a screen's script sends and is answered as JSON."""
        url = urljoin(self._url, path)
        headers = {"X-CSRFToken": fields["csrfmiddlewaretoken"], "Referer": url, "Accept": "application/json"}
        told: dict[str, Any] = json.loads(self._answer(Request(url, urlencode(fields).encode(), headers))[0])
        return told

    def _read(self, request: Request) -> tuple[BeautifulSoup, str]:
        content, url = self._answer(request)
        return BeautifulSoup(content, "lxml"), url

    def _answer(self, request: Request) -> tuple[bytes, str]:
        began = time.monotonic()
        try:
            with self._opener.open(request, timeout=TIMEOUT) as response:
                return response.read(), response.url
        except HTTPError as error:
            if error.code in LATER:
                raise LaterError(f"{request.full_url}: {error.code}") from None
            kind = NotFoundError if error.code == 404 else WrongError
            raise kind(f"{request.get_method()} {request.full_url}: {error.code}") from None
        except (URLError, OSError) as error:
            raise LaterError(f"{request.full_url}: {error}") from None
        finally:
            self.taken.append(time.monotonic() - began)


_PLAIN = "application/x-www-form-urlencoded"


def fields_of(form: Tag) -> Fields:
    """What a browser would send of a form. Streams, which a script draws, are empty in the pages of this library."""
    found: Fields = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(field["name"]), field.get("type", "")
        if kind in ("submit", "file") or (kind in ("checkbox", "radio") and not field.has_attr("checked")):
            continue
        if field.name == "select":
            chosen = [str(option.get("value", "")) for option in field.select("option[selected]")]
            found.setdefault(name, []).extend(chosen)
        elif field.name == "textarea":
            found[name] = field.get_text().removeprefix("\n")
        else:
            found.setdefault(name, []).append(str(field.get("value", "on" if kind == "checkbox" else "")))
    for stream in form.select("[data-block]"):
        found[f"{stream['id']}-count"] = "0"
    return found


def _with_file(fields: Mapping[str, Any], name: str, content: bytes) -> tuple[bytes, str]:
    """The body and the type of a form with one file."""
    mark, parts = uuid4().hex, []
    for field, value in fields.items():
        opened = f'--{mark}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n'
        parts += [f"{opened}{one}\r\n".encode() for one in (value if isinstance(value, list) else [value])]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    parts += [head.encode(), b"Content-Type: application/pdf\r\n\r\n", content, f"\r\n--{mark}--\r\n".encode()]
    return b"".join(parts), f"multipart/form-data; boundary={mark}"
