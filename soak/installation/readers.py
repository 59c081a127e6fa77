"""A process of its own that reads: `readers URL LIBRARY RATE FILE`, the library as JSON; it ends when its input does.

It asks RATE times a second, over connections that stay open, for all kinds of answers; for searches over others, since
whoever waits for a search keeps no other reader waiting. Of each it writes a line: when it was
due to be asked, its outlet, the status (0: the connection broke), the milliseconds since it was due, and what is wrong with it.
"""

import json
import random
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Any, NamedTuple, TextIO
from urllib.parse import urlsplit

from .truth import MARKS, Truth, fault_in_graphql, fault_in_markup

CONNECTIONS = 8
TIMEOUT = 60
# What may be answered while something is broken, with how long to wait.
BUSY = {429, 503}
# How many of a hundred requests are searches; of a hundred others how many are of each outlet, and the rest of one item.
SEARCHES = 6
SHARES = {"both": 10, "list": 8, "feed": 5, "graphql": 8, "page": 8, "embed": 8, "file": 2}
_NODES = "nodes { title translations { language title } }"
QUERY = " ".join(f"{code}: items(language: {code.upper()}, first: 10) {{ {_NODES} }}" for code in MARKS)


class Asked(NamedTuple):
    """One request."""

    outlet: str
    path: str
    language: str = ""
    body: bytes | None = None


class Turns:
    """When requests are to be made, each by whichever connection is free. Of what was missed, a second is made up for."""

    def __init__(self, rate: float) -> None:
        self._pause, self._due, self._lock = 1 / rate, time.time(), threading.Lock()

    def next(self) -> float:
        """The moment of the next, which is waited for."""
        with self._lock:
            due = max(self._due, time.time() - 1)
            self._due = due + self._pause
        time.sleep(max(0.0, due - time.time()))
        return due


class Readers:
    """Of one installation."""

    def __init__(self, url: str, library: dict[str, Any], rate: float, out: TextIO) -> None:
        self._port = urlsplit(url).port
        self._library, self._items = library, [*library["own"], *library["still"]]
        searches = rate * SEARCHES / 100
        self._searching, self._reading, self._truth = Turns(searches), Turns(rate - searches), Truth()
        self._out, self._lock = out, threading.Lock()
        self._bytes_of_file: bytes | None = None
        self.over = threading.Event()

    def run(self) -> None:
        """Until it is over."""
        threads = [
            threading.Thread(target=self._read, args=(turns, number))
            for turns in (self._searching, self._reading)
            for number in range(CONNECTIONS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _read(self, turns: Turns, number: int) -> None:
        chance = random.Random(number)
        connection = HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT)
        while not self.over.is_set():
            due = turns.next()
            asked = self._chosen(chance, is_search=turns is self._searching)
            status, fault = self._answered(connection, asked)
            self._write(due, asked, status, time.time() - due, fault)

    def _answered(self, connection: HTTPConnection, asked: Asked) -> tuple[int, str]:
        began = time.time()
        try:
            headers = {"Content-Type": "application/json"} if asked.body else {}
            connection.request("POST" if asked.body else "GET", asked.path, asked.body, headers)
            response = connection.getresponse()
            body = response.read()
        except (OSError, HTTPException):
            connection.close()
            time.sleep(0.05)
            return 0, ""
        if response.status in BUSY:
            return response.status, "" if response.headers.get("Retry-After") else "no Retry-After"
        if response.status != 200:
            return response.status, f"{asked.path}: {response.status}"
        try:
            return 200, self._fault(asked, response, body, began)
        except (ValueError, KeyError, TypeError) as error:
            return 200, f"{asked.path}: {type(error).__name__} {error}"

    def _fault(self, asked: Asked, response: HTTPResponse, body: bytes, began: float) -> str:
        match asked.outlet:
            case "item":
                return self._truth.fault_in_item(asked.language, body, response.headers["ETag"], began)
            case "both":
                return self._truth.fault_in_both(body, began)
            case "list":
                return self._truth.fault_in_list(asked.language, body, began)
            case "search":
                # Its index follows the log a little later.
                return Truth().fault_in_list(asked.language, body, began) or (
                    "" if json.loads(body)["items"] else "nothing"
                )
            case "feed":
                return "" if json.loads(body)["items"] else f"{asked.path}: empty"
            case "graphql":
                return fault_in_graphql(body)
            case "file":
                self._bytes_of_file = self._bytes_of_file or body
                return "" if body == self._bytes_of_file else "another file"
        return fault_in_markup(asked.language, body)

    def _chosen(self, chance: random.Random, *, is_search: bool) -> Asked:
        pair, language = chance.choice(self._items), chance.choice(sorted(MARKS))
        of_items = next((name for name, share in SHARES.items() if chance.random() * 100 < share), "item")
        outlet = "search" if is_search else of_items
        path = {
            "item": f"/api/v1/{language}/items/{pair['item']}",
            "both": f"/api/v1/items/{pair['item']}?lang=cy,en",
            "list": f"/api/v1/{language}/items?limit=20",
            "search": f"/api/v1/{language}/search?limit=10&q={MARKS[language]}",
            "feed": chance.choice(["/api/v1/changes?limit=20", "/api/v1/manifest?limit=50"]),
            "graphql": "/graphql",
            "page": urlsplit(pair["paths"][language]).path,
            "embed": f"/embed/{language}/{pair['item']}",
            "file": self._library["file"],
        }[outlet]
        body = json.dumps({"query": f"{{ {QUERY} }}"}).encode() if outlet == "graphql" else None
        return Asked(outlet, path, language, body)

    def _write(self, due: float, asked: Asked, status: int, seconds: float, fault: str) -> None:
        with self._lock:
            self._out.write(f"{due:.3f} {asked.outlet} {status} {seconds * 1000:.1f} {fault}\n")


def main(url: str, library: str, rate: str, file: str) -> None:
    with Path(file).open("w", encoding="utf-8") as out:
        readers = Readers(url, json.loads(library), float(rate), out)
        running = threading.Thread(target=readers.run)
        running.start()
        sys.stdin.read()
        readers.over.set()
        running.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
