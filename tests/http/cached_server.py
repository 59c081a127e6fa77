"""A server in memory, with the response cache in front of Django, asked as a server asks it."""

import io
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from cms.http.caching.response_cache import ResponseCache
from cms.publication.changelog.log import Log


class CachedServer:
    """`made` counts what Django answered; `options` are those of ResponseCache. Headers are written as keywords."""

    def __init__(self, **options):
        self.made = 0
        self.django: Any = WSGIHandler()
        self.application = ResponseCache(self.count, **{"capacity": 1_000_000, "interval": 0, **options})

    def count(self, environ, start_response):
        self.made += 1
        return self.django(environ, start_response)

    def send(self, body=b"", application=None, **environ):
        """The status, the headers and the body of the answer."""
        given = {"HTTP_HOST": "testserver", "CONTENT_LENGTH": str(len(body)), **environ}
        complete = RequestFactory()._base_environ(**given)  # type: ignore[attr-defined]
        complete["wsgi.input"] = io.BytesIO(body)
        sent = []
        result = (application or self.application)(complete, lambda status, found, *_: sent.append((status, found)))
        content = b"".join(result)
        if hasattr(result, "close"):
            result.close()
        status, found = sent[0]
        return int(status.split()[0]), dict(found), content


class PageServer(CachedServer):
    """Asked for any address."""

    def get(self, address, application=None, method="GET", **headers):
        path, _, query = address.partition("?")
        asked = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}
        return self.send(b"", application, **asked, **_named(headers))


class RestServer(PageServer):
    """Asked for addresses below /api/v1/."""

    def get(self, address, application=None, method="GET", **headers):
        return super().get(f"/api/v1/{address}", application, method, **headers)


class GraphQLServer(CachedServer):
    """Asked queries at /graphql."""

    def get(self, query, variables=None, method="GET", path="/graphql", **headers):
        asked = urlencode({"query": query, "variables": json.dumps(variables or {})})
        return self.send(REQUEST_METHOD=method, PATH_INFO=path, QUERY_STRING=asked, **_named(headers))

    def post(self, query, variables=None, **headers):
        body = json.dumps({"query": query, "variables": variables or {}}).encode()
        asked = {"REQUEST_METHOD": "POST", "PATH_INFO": "/graphql", "CONTENT_TYPE": "application/json"}
        return self.send(body, **asked, **_named(headers))


def _named(headers):
    return {"HTTP_" + name.upper(): value for name, value in headers.items()}


def touch():
    """What every writer does at the end of its transaction."""
    Log.lock().write()


@pytest.fixture
def open_connection():
    """A request ends by closing the connection, which is in the middle of a transaction: the test's."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
