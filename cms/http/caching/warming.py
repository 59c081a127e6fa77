"""Asks for each public item at its own addresses before anybody else does: so the first reader is answered from the store."""

import logging
import threading
import time
from typing import Final
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import Error, close_old_connections

from cms.publication.payload.addresses import api_address, both_address
from cms.publication.queries.batches import public_editions
from cms.publication.queries.feed.log_place import Place, changes_between, place_now

from .answer_store import BOTH, AnswerStore
from .response_cache import Application, Environ, ResponseCache

# Seconds between two looks at the log.
EVERY: Final = 0.5
# What partners' programs ask for most; what else somebody asks for is kept once it was made.
ENCODINGS: Final = ("", "gzip")
logger = logging.getLogger(__name__)


class Warmer:
    """Fills a store with what `application` answers, and again what has changed."""

    def __init__(self, application: Application, store: AnswerStore) -> None:
        # Nothing stays in the memory of this process.
        self._cache = ResponseCache(application, capacity=1, shared=store)
        self._place: Place | None = None

    def start(self) -> None:
        """In a thread that ends with its process."""
        threading.Thread(target=self._run, name="warming", daemon=True).start()

    def _run(self) -> None:
        while True:
            time.sleep(EVERY)
            try:
                self.step()
            except Error as error:  # nobody's answer waits for this
                logger.debug("not warmed: %s", error)
            finally:
                close_old_connections()

    def step(self) -> int:
        """Asks for what has changed since the last step, at first for all; and says for how many editions. Raises Error."""
        now = place_now()
        if now == self._place:
            return 0
        changes = None if self._place is None else changes_between(self._place, now)
        asked = 0
        for item, language in public_editions(None if changes is None else {change.item for change in changes}):
            for encoding in ENCODINGS:
                for address in (api_address(item, language), f"{both_address(item)}?{BOTH}"):
                    self._ask(environ_for(address, encoding))
            asked += 1
        self._place = now
        return asked

    def _ask(self, environ: Environ) -> None:
        answer = self._cache(environ, lambda *_: None)
        getattr(answer, "close", lambda: None)()


def environ_for(address: str, encoding: str) -> Environ:
    """The request for an address as it comes from the proxy in front."""
    parts = urlsplit(address)
    forwarded = parts.scheme == "https" and settings.SECURE_PROXY_SSL_HEADER
    environ: Environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(parts.port or (443 if parts.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "",
        "wsgi.url_scheme": "http" if forwarded else parts.scheme,
        "HTTP_HOST": parts.netloc,
        **({"HTTP_X_FORWARDED_PROTO": "https"} if forwarded else {}),
        **({"HTTP_ACCEPT_ENCODING": encoding} if encoding else {}),
    }
    setup_testing_defaults(environ)  # what else a server has to say (PEP 3333)
    return environ
