"""Chromium on the administration's own screens, answered by Django's client: what React and other scripts show in Welsh."""

import base64
import json
import os
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.views.i18n import JavaScriptCatalog

from tests.embed.browser import Tab

from .screen_texts import texts_of

SITE: Final = "http://testserver"
_KINDS: Final = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
# The catalogue's functions mark what they give as the server's do, and note what they have not.
_WRAPPED: Final = r"""
(() => {
  const plain = {gettext: django.gettext, ngettext: django.ngettext};
  if (window.unknown) return;
  window.unknown = [];
  const marked = text => `\u2063${text}\u2064`;
  const known = text => text in django.catalog || (window.unknown.push(text), false);
  django.gettext = text => known(text) ? marked(plain.gettext(text)) : text;
  django.ngettext = (one, many, count) => known(one) ? marked(plain.ngettext(one, many, count)) : (count == 1 ? one : many);
  Object.assign(window, {gettext: django.gettext, ngettext: django.ngettext});
})();
"""


class MarkedBrowser(Tab):
    """A tab whose requests a client answers, within the test's own transaction."""

    def __init__(self, client: Client) -> None:
        self._client = client
        # Far from the numbers of what is waited for.
        self._told = 1_000_000
        super().__init__()
        self.call("Fetch.enable", patterns=[{"urlPattern": f"{SITE}/*"}])

    def _note(self, told: dict[str, Any]) -> None:
        super()._note(told)
        if told.get("method") == "Fetch.requestPaused":
            self._answer(told["params"])

    def _answer(self, asked: dict[str, Any]) -> None:
        request = asked["request"]
        where = urlsplit(request["url"])
        address = where.path + (f"?{where.query}" if where.query else "")
        if where.path.startswith(settings.STATIC_URL):
            found = finders.find(where.path.removeprefix(settings.STATIC_URL))
            status = 200 if found else 404
            kind = _KINDS.get(where.path.rpartition(".")[2], "application/octet-stream")
            headers, body = {"Content-Type": kind}, Path(found).read_bytes() if found else b""
        else:
            given = {name: value for name, value in request["headers"].items() if name not in ("Cookie", "Host")}
            response: Any = self._client.generic(
                request["method"],
                address,
                request.get("postData", ""),
                content_type=given.get("Content-Type", "application/octet-stream"),
                headers=given,
            )
            status, headers = response.status_code, dict(response.headers)
            headers.pop("Content-Security-Policy", None)
            body = b"".join(response.streaming_content) if response.streaming else response.content
        self._tell(
            "Fetch.fulfillRequest",
            requestId=asked["requestId"],
            responseCode=status,
            responseHeaders=[{"name": name, "value": str(value)} for name, value in headers.items()],
            body=base64.b64encode(body).decode(),
        )

    def _tell(self, method: str, **parameters: Any) -> None:
        """Has the browser do something, and does not wait for its answer."""
        self._told += 1
        message = {"id": self._told, "method": method, "params": parameters, "sessionId": self._session}
        os.write(self._writing, json.dumps(message).encode() + b"\0")

    def texts(self) -> list[str]:
        """What the page shows now."""
        return texts_of(self.run("document.documentElement.outerHTML"))

    def unknown(self) -> list[str]:
        """What scripts asked the catalogue for in vain."""
        found: list[str] = json.loads(self.run("JSON.stringify(window.unknown || [])"))
        return found


def wrapped_catalogue() -> Any:
    """Has the catalogue that scripts are given mark what it gives."""
    plain = JavaScriptCatalog.render_to_response

    def render_to_response(self: Any, context: Any, **kwargs: Any) -> Any:
        response = plain(self, context, **kwargs)
        response.content += _WRAPPED.encode()
        return response

    return patch.object(JavaScriptCatalog, "render_to_response", render_to_response)
