"""A release of many pairs goes out and is undone while readers poll outlets over two server processes."""

import json
import re
import statistics
import threading
import time
import urllib.request
from dataclasses import dataclass
from typing import Any

TITLE = re.compile(r"(?:English|Cymraeg): (one|two)\.")
# In the order in which readers see them: a set goes out, and is undone.
STATES = ("one", "two", "one")
# Seconds. Two addresses may be answered from memories that ask the database apart, ten times a second each.
SEEN_WITHIN = 0.5


@dataclass(frozen=True)
class Answer:
    """When it was given (`time.time()`), how long it took, and the titles' ends that were in it."""

    ended: float
    seconds: float
    address: str
    texts: frozenset[str]


class Poller(threading.Thread):
    """Asks for addresses in turn, as fast as they are answered, until stopped."""

    def __init__(self, requests: list[urllib.request.Request]) -> None:
        super().__init__(daemon=True)
        self.requests, self.answers = requests, list[Answer]()
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            for request in self.requests:
                began = time.time()
                with urllib.request.urlopen(request, timeout=60) as response:
                    texts = frozenset(TITLE.findall(response.read().decode()))
                ended = time.time()
                self.answers.append(Answer(ended, ended - began, request.full_url, texts))


def requests_of(url: str, home: str, items: list[str]) -> list[urllib.request.Request]:
    """Lists, items, both languages side by side, GraphQL, the page of all that stands below."""
    asked = "".join(
        f"{code}: items(language: {code.upper()}, first: 100) {{ nodes {{ title }} }} " for code in ("cy", "en")
    )
    query = json.dumps({"query": f"{{ {asked} }}"}).encode()
    some = [item for number, item in enumerate(items) if number % max(1, len(items) // 5) == 0]
    paths = [
        *(f"/api/v1/{code}/items/{item}" for item in (home, *some) for code in ("cy", "en")),
        *(f"/api/v1/{code}/items?limit=100" for code in ("cy", "en")),
        *(f"/{code}/" for code in ("cy", "en")),
    ]
    graphql = urllib.request.Request(f"{url}/graphql", query, {"Content-Type": "application/json"})
    return [*(urllib.request.Request(f"{url}{path}") for path in paths), graphql]


def poll(url: str, home: str, items: list[str], readers: int) -> list[Poller]:
    """Readers of one server, each beginning elsewhere."""
    found = requests_of(url, home, items)
    pollers = [Poller(found[number:] + found[:number]) for number in range(readers)]
    for poller in pollers:
        poller.start()
    return pollers


def check(poller: Poller, undone: float) -> None:
    """No answer mixes what was before and after; at each address one state follows the other; and what was seen anywhere is
    seen everywhere as soon as memory says so. `undone` is when the set began to be undone.
    """
    told = [one for one in poller.answers if one.texts]
    assert [one for one in told if len(one.texts) > 1] == []
    for address in {one.address for one in told}:
        assert _changes([one for one in told if one.address == address]) == STATES, address
    for later, answers in (
        ("two", [one for one in told if one.ended < undone]),
        ("one", [one for one in told if one.ended >= undone]),
    ):
        seen = min(one.ended for one in answers if later in one.texts)
        assert [one for one in answers if later not in one.texts and one.ended - one.seconds > seen + SEEN_WITHIN] == []


def _changes(answers: list[Answer]) -> tuple[str, ...]:
    order = [next(iter(one.texts)) for one in answers]
    return tuple(text for number, text in enumerate(order) if number == 0 or order[number - 1] != text)


def median(pollers: list[Poller], began: float, ended: float) -> float:
    """Of the seconds that answers took which were given between two moments."""
    taken = [one.seconds for poller in pollers for one in poller.answers if began <= one.ended <= ended]
    return statistics.median(taken) if taken else 0.0


def first_seen(pollers: list[Poller], text: str) -> float:
    """When any reader was first given a text."""
    return min(one.ended for poller in pollers for one in poller.answers if text in one.texts)


def flip(publisher: Any, urls: list[str], readers: int) -> tuple[list[Poller], dict[str, float]]:
    """Lets the set go out and undoes it, with readers at work; returns them, and figures."""
    begun = time.time()
    pollers = [one for url in urls for one in poll(url, publisher.ready["item"], publisher.ready["items"], readers)]
    time.sleep(5)
    quiet = time.time()
    released = publisher.ask("release")
    time.sleep(2)
    undone = time.time()
    publisher.ask("revert")
    time.sleep(2)
    for poller in pollers:
        poller.stopped.set()
        poller.join(90)
    figures = {
        "rehearsed": publisher.ready["seconds"],
        "undone": undone,
        "late": released["at"] - released["planned"],
        "first seen": first_seen(pollers, "two") - released["planned"],
        "median before": median(pollers, begun, quiet),
        "median meanwhile": median(pollers, quiet, released["at"]),
    }
    return pollers, figures
