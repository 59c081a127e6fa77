"""A release of many pairs goes out and is undone while readers poll every outlet over two server processes.

A search is asked for a word that every version has: it finds the same pages whether its index has heard of the release or not,
and its titles and extracts have to be of one release. How long the index lags is measured by a search for what is new.
"""

import json
import re
import statistics
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

TITLE = re.compile(r"(?:English|Cymraeg): (one|two)\.")
MARKED = re.compile(r"</?mark>")
# In the order in which readers see them: a set goes out, and is undone.
STATES = ("one", "two", "one")
WORDS = {"cy": "Cymraeg", "en": "English"}
# Seconds. Two addresses may be answered from memories that ask the database apart, ten times a second each.
SEEN_WITHIN = 0.5


@dataclass(frozen=True)
class Answer:
    """When it was given (`time.time()`), how long it took, and the titles' ends that were in it; of the manifest, versions."""

    ended: float
    seconds: float
    address: str
    texts: frozenset[str]
    versions: frozenset[int] = frozenset()


@dataclass
class Poller(threading.Thread):
    """Asks for addresses in turn, as fast as they are answered, until stopped. `refused` are those that had to wait (503)."""

    requests: list[urllib.request.Request]
    items: set[str]
    answers: list[Answer] = field(default_factory=list)
    refused: int = 0

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.stopped = threading.Event()

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        while not self.stopped.is_set():
            for request in self.requests:
                self._ask(request)

    def _ask(self, request: urllib.request.Request) -> None:
        began = time.time()
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                given = response.read().decode()
        except urllib.error.HTTPError as error:
            if error.code != 503:
                raise
            self.refused += 1
            return
        ended, address = time.time(), request.full_url
        versions = frozenset(_versions(given, self.items)) if "/manifest" in address else frozenset[int]()
        texts = frozenset(TITLE.findall(MARKED.sub("", given)))
        self.answers.append(Answer(ended, ended - began, address, texts, versions))


def _versions(given: str, items: set[str]) -> Iterable[int]:
    """Those of both languages of the items."""
    for one in json.loads(given)["items"]:
        if one["id"] in items:
            yield from (edition["version"] for edition in one["languages"].values())


def requests_of(url: str, ready: dict[str, Any]) -> list[urllib.request.Request]:
    """REST, both languages side by side, lists, GraphQL, search, the log, paper, reading pages."""
    asked = "".join(f"{code}: items(language: {code.upper()}, first: 100) {{ nodes {{ title }} }} " for code in WORDS)
    query = json.dumps({"query": f"{{ {asked} }}"}).encode()
    home, items = ready["item"], ready["items"]
    some = [item for number, item in enumerate(items) if number % max(1, len(items) // 5) == 0]
    paths = [
        *(f"/api/v1/{code}/items/{item}" for item in (home, *some) for code in WORDS),
        *(f"/api/v1/items/{item}" for item in some),
        *(f"/api/v1/{code}/items?limit=100" for code in WORDS),
        *(f"/api/v1/{code}/items?limit=100&sort=version&changed_since={ready['version']}" for code in WORDS),
        *(f"/api/v1/{code}/search?limit=50&q={word}" for code, word in WORDS.items()),
        "/api/v1/releases?limit=100",
        "/api/v1/manifest",
        *(f"/{code}/print/{item}/" for item in some[:2] for code in WORDS),
        *(f"/{code}/" for code in WORDS),
    ]
    graphql = urllib.request.Request(f"{url}/graphql", query, {"Content-Type": "application/json"})
    return [*(urllib.request.Request(f"{url}{path}") for path in paths), graphql]


def poll(url: str, ready: dict[str, Any], readers: int) -> list[Poller]:
    """Readers of one server, each beginning elsewhere."""
    found, items = requests_of(url, ready), set(ready["items"])
    step = max(1, len(found) // readers)
    pollers = [Poller(found[number * step :] + found[: number * step], items) for number in range(readers)]
    for poller in pollers:
        poller.start()
    return pollers


def check(poller: Poller, figures: dict[str, Any]) -> None:
    """No answer mixes what was before and after; at each address one state follows the other; and what was seen anywhere is
    seen everywhere as soon as memory says so.
    """
    told = [one for one in (_with_states(one, figures["versions"]) for one in poller.answers) if one.texts]
    assert [one for one in told if len(one.texts) > 1] == []
    assert {one.address for one in told} == {request.full_url for request in poller.requests}
    for address in {one.address for one in told}:
        # Nothing has changed since the beginning until the set is out.
        states = STATES[1:] if "changed_since" in address else STATES
        assert _changes([one for one in told if one.address == address]) == states, address
    for later, answers in (
        ("two", [one for one in told if one.ended < figures["undone"]]),
        ("one", [one for one in told if one.ended >= figures["undone"]]),
    ):
        seen = min(one.ended for one in answers if later in one.texts)
        assert [one for one in answers if later not in one.texts and one.ended - one.seconds > seen + SEEN_WITHIN] == []


def _with_states(answer: Answer, flips: list[int]) -> Answer:
    """Versions said as texts: before the set went out, while it was out (`flips` are the log's versions then), and after."""
    if not answer.versions:
        return answer
    states = {STATES[sum(version > flip for flip in flips)] for version in answer.versions}
    apart = len({sum(version > flip for flip in flips) for version in answer.versions}) > 1
    return Answer(answer.ended, answer.seconds, answer.address, frozenset({*states, "apart"} if apart else states))


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


def found_by_search(url: str, word: str) -> int:
    """How many pages a search finds; 0 where it is not answered yet."""
    try:
        with urllib.request.urlopen(f"{url}/api/v1/en/search?limit=1&q={word}", timeout=60) as response:
            return int(json.loads(response.read())["total"])
    except urllib.error.HTTPError:
        return 0


def wait_for_search(url: str, word: str, count: int) -> float:
    """Until a search finds so many; returns the moment."""
    for _ in range(900):
        if found_by_search(url, word) >= count:
            return time.time()
        time.sleep(0.1)
    raise TimeoutError(f"search finds {found_by_search(url, word)} pages, not {count}")


def flip(publisher: Any, urls: list[str], readers: int, seconds: float) -> tuple[list[Poller], dict[str, Any]]:
    """Lets the set go out and undoes it, with readers at work, so many seconds before already; returns them, and figures."""
    pairs = len(publisher.ready["items"])
    for url in urls:
        wait_for_search(url, "one", pairs)
    begun = time.time()
    pollers = [one for url in urls for one in poll(url, publisher.ready, readers)]
    time.sleep(seconds)
    quiet = time.time()
    released = publisher.ask("release")
    caught_up = max(wait_for_search(url, "two", pairs) for url in urls)
    time.sleep(2)
    undone = time.time()
    reverted = publisher.ask("revert")
    back = max(wait_for_search(url, "one", pairs) for url in urls)
    time.sleep(2)
    for poller in pollers:
        poller.stopped.set()
        poller.join(90)
    figures = {
        "rehearsed": publisher.ready["seconds"],
        "undone": undone,
        "late": released["at"] - released["planned"],
        "first seen": first_seen(pollers, "two") - released["planned"],
        "search lags": caught_up - released["at"],
        "search lags when undone": back - reverted["at"],
        "median before": median(pollers, begun, quiet),
        "median meanwhile": median(pollers, quiet, released["at"]),
        "answers": sum(len(poller.answers) for poller in pollers),
        "refused": sum(poller.refused for poller in pollers),
        "versions": [publisher.ready["version"], released["version"]],
    }
    return pollers, figures
