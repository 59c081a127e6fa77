"""Asks a GraphQL endpoint of the measured server, or in this process to count its SQL queries."""

import http.client
import json
from contextlib import suppress
from typing import Final
from urllib.parse import urlencode

from bench.reading import PORT

JSON: Final = {"Content-Type": "application/json"}
_FRAME: Final = ("BEGIN", "SET TRANSACTION", "COMMIT")


def address(query: str) -> str:
    """Of our answer to GET."""
    return "/graphql?" + urlencode({"query": query})


def body_of(query: str) -> bytes:
    """What POST sends."""
    return json.dumps({"query": query}).encode()


def ask(method: str, path: str, query: str = "") -> tuple[int, http.client.HTTPMessage, bytes]:
    """Status, headers and body of the answer to one request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        # One that is too large is answered before all of it is sent.
        with suppress(BrokenPipeError):
            connection.request(method, path, body_of(query) if method == "POST" else None, JSON)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def sql_queries(path: str, query: str) -> int:
    """How many a request makes in a process that has answered it before, with nothing in front of Django.

    What begins and ends a transaction is not counted.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1")
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.post(path, body_of(query), content_type="application/json")
    return sum(not query["sql"].startswith(_FRAME) for query in captured)
