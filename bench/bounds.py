"""Measures reading while other work is flooded or connections are held: its median beside that without, in turn."""

import io
import json
import multiprocessing
import random
import re
import socket
import statistics
import string
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from multiprocessing.synchronize import Event
from typing import Final
from urllib.parse import urlencode

from bench.reading import PORT, running, worker_memory

HOST: Final = "127.0.0.1"
USER, PASSWORD = "meincnod", "meincnod-meincnod"
FLOODERS: Final = 4
HELD: Final = 64
# Measured in turn, with and without, so that a busy machine disturbs both alike.
TURNS: Final = 3
WITHIN: Final = 2.0
# What is sent of a request before no more is sent or taken.
HELD_BACK: Final = {
    "held bodies": b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{",
    "held heads": b"GET /cy/ HTTP/1.1\r\nHost: x\r\nX: ",
    "slow readers": b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n",
}
Headers = dict[str, str]
Request = tuple[str, str, bytes | None, Headers]


@dataclass(frozen=True, slots=True)
class Editor:
    """Somebody who has logged in: cookies and the token of forms."""

    cookies: str
    token: str


def measure_bounds(seconds: int) -> dict[str, float]:
    """How many times as long reading takes (the median) while each kind of work is flooded, and while connections are held."""
    from django.contrib.auth.models import User

    User.objects.create_superuser(USER, password=PASSWORD)
    with running(memory=None):
        editor, items = log_in(), item_ids()
        paths = {"detail": f"/api/v1/cy/items/{items[0]}", "reading page": "/cy/"}
        figures: dict[str, float] = {}
        for name, making in floods(editor, items).items():
            figures |= compared(name, paths, seconds, lambda making=making: Flood(making))  # type: ignore[misc]
        for name, sent in HELD_BACK.items():
            figures |= compared(name, paths, seconds, lambda sent=sent: Held(sent))  # type: ignore[misc]
        # Python's own tracker of resources, those that listen, the one apart: in the order in which they are started.
        _, *listening, apart = worker_memory()
        figures |= {"a process that listens, MB": max(listening), "the process apart, MB": apart}
    return figures


def floods(editor: Editor, items: list[str]) -> dict[str, Callable[[random.Random], Request]]:
    """What is asked of each kind of work, by chance, so that little is answered from memory."""
    form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": editor.cookies}
    admin = {"Cookie": editor.cookies}
    picture = upload(editor.token)

    def search(by: random.Random) -> Request:
        return "GET", f"/api/v1/cy/search?q={''.join(by.choices(string.ascii_lowercase, k=6))}+plant", None, {}

    def log_in(by: random.Random) -> Request:
        given = {"username": USER, "password": str(by.random()), "csrfmiddlewaretoken": editor.token}
        return "POST", "/admin/login/", urlencode(given).encode(), form | {"Cookie": f"csrftoken={editor.token}"}

    return {
        "search": search,
        "print": lambda by: ("GET", f"/cy/print/{by.choice(items)}.pdf", None, {}),
        "log-in": log_in,
        "preview": lambda by: ("GET", f"/admin/pages/{by.randrange(4, 60)}/view_draft/", None, admin),
        "uploads": lambda by: ("POST", "/admin/images/multiple/add/", picture, {
            **admin, "Content-Type": "multipart/form-data; boundary=B", "X-Requested-With": "XMLHttpRequest"}),
    }  # fmt: skip


def upload(token: str) -> bytes:
    """The form with which a picture of some size is uploaded."""
    from PIL import Image

    made = io.BytesIO()
    Image.effect_noise((1200, 900), 50).convert("RGB").save(made, "JPEG")
    parts = (
        ('name="csrfmiddlewaretoken"', token.encode()),
        ('name="title"', b"llun"),
        ('name="files[]"; filename="llun.jpg"\r\nContent-Type: image/jpeg', made.getvalue()),
    )
    return (
        b"".join(
            b"--B\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n" % (said.encode(), value) for said, value in parts
        )
        + b"--B--\r\n"
    )


class Flood:
    """A process that asks for the same kind of thing from several connections until it is stopped."""

    def __init__(self, making: Callable[[random.Random], Request]) -> None:
        context = multiprocessing.get_context("fork")
        self._end = context.Event()
        self._process = context.Process(target=_flood, args=(making, self._end), daemon=True)
        self._process.start()

    def stop(self) -> None:
        self._end.set()
        self._process.join()


def _flood(making: Callable[[random.Random], Request], end: Event) -> None:
    threads = [threading.Thread(target=_ask_on, args=(making, end, number)) for number in range(FLOODERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _ask_on(making: Callable[[random.Random], Request], end: Event, number: int) -> None:
    by = random.Random(number)
    while not end.is_set():
        connection = HTTPConnection(HOST, PORT, timeout=60)
        try:
            while not end.is_set():
                connection.request(*making(by))
                connection.getresponse().read()
        except (OSError, HTTPException):
            connection.close()


class Held:
    """Connections on which so much is sent, and nothing more is sent or taken."""

    def __init__(self, sent: bytes) -> None:
        self._clients = []
        for _ in range(HELD):
            client = socket.socket()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.connect((HOST, PORT))
            client.sendall(sent)
            self._clients.append(client)

    def stop(self) -> None:
        for client in self._clients:
            client.close()


def compared(name: str, paths: dict[str, str], seconds: int, begin: Callable[[], Flood | Held]) -> dict[str, float]:
    """The median of reading with over that without, by what is read."""
    times: dict[tuple[str, bool], list[float]] = {(what, flooded): [] for what in paths for flooded in (False, True)}
    for _ in range(TURNS):
        for what, path in paths.items():
            times[what, False].extend(durations(path, seconds / TURNS))
        going = begin()
        time.sleep(0.5)
        for what, path in paths.items():
            times[what, True].extend(durations(path, seconds / TURNS))
        going.stop()
    return {
        f"{what} under {name}, x": statistics.median(times[what, True]) / statistics.median(times[what, False])
        for what in paths
    }


def durations(path: str, seconds: float) -> Iterator[float]:
    """How long each reading took, one after the other on one connection, in a reader's pace."""
    connection = HTTPConnection(HOST, PORT, timeout=60)
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        began = time.perf_counter()
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        yield time.perf_counter() - began
        if response.status != 200:
            sys.exit(f"{path} answered {response.status}")
        time.sleep(0.002)
    connection.close()


def asked(
    method: str, path: str, body: bytes | None = None, headers: Headers | None = None
) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(HOST, PORT, timeout=60)
    connection.request(method, path, body, headers or {})
    response = connection.getresponse()
    return response, response.read()


def log_in() -> Editor:
    """Logs in as a browser does."""
    response, page = asked("GET", "/admin/login/")
    token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1].decode()  # type: ignore[index]
    given = urlencode({"username": USER, "password": PASSWORD, "csrfmiddlewaretoken": token}).encode()
    headers = {"Cookie": _cookies(response), "Content-Type": "application/x-www-form-urlencoded"}
    response, page = asked("POST", "/admin/login/", given, headers)
    if response.status != 302:
        sys.exit(f"The log-in answered {response.status}.")
    cookies = _cookies(response)
    return Editor(cookies, re.search(r"csrftoken=([^;]+)", cookies)[1])  # type: ignore[index]


def _cookies(response: HTTPResponse) -> str:
    return "; ".join(value.split(";")[0] for name, value in response.getheaders() if name.lower() == "set-cookie")


def item_ids() -> list[str]:
    _, body = asked("GET", "/api/v1/cy/guides?limit=50")
    return [item["id"] for item in json.loads(body)["items"]]


def bounds_targets(large: dict[str, float]) -> Iterator[tuple[str, str, bool]]:
    for name, ratio in large.items():
        if " under " in name:
            yield f"{name.removesuffix(', x')}: median within {WITHIN:g} times", f"{ratio:.2f} x", ratio <= WITHIN
