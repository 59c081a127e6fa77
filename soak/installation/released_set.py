"""A planned release of many pairs goes out and is undone, with readers who ask for all of its pages together."""

import json
import subprocess
import sys
import time
import urllib.request
from typing import Any

from tests.journeys.flip import SEEN_WITHIN, Poller
from tests.journeys.test_release_flip import FlippingPublisher

from .installation import Installation, wait_until

# As many as a list may have.
MOST = 100
# Seconds in which each address is asked for, whatever else the machine has to do.
PATIENCE = 120


class ReleasedSet:
    """The process that has it; its pages are made while editors work."""

    def __init__(self, installation: Installation, pairs: int) -> None:
        self._url = installation.url
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        command = (sys.executable, "-m", "tests.journeys.flipping", str(pairs))
        self._process = installation.start(*command, text=True, **pipes)

    def go_out_and_back(self) -> dict[str, Any]:
        """How long it took; raises AssertionError where a reader had one page of it in another version than another."""
        publisher = FlippingPublisher(self._process)
        poller = Poller(self._requests(publisher.ready), set())
        poller.start()
        try:
            _all_asked_since(time.time(), poller)
            released = publisher.ask("release")
            _all_asked_since(released["at"] + SEEN_WITHIN, poller)
            undone = time.time()
            reverted = publisher.ask("revert")
            _all_asked_since(reverted["at"] + SEEN_WITHIN, poller)
        finally:
            poller.stopped.set()
            poller.join(90)
        told = [one for one in poller.answers if one.texts]
        assert [one for one in told if len(one.texts) > 1] == []
        for text, since, until in (
            ("one", 0.0, released["planned"]),
            ("two", released["at"] + SEEN_WITHIN, undone),
            ("one", reverted["at"] + SEEN_WITHIN, float("inf")),
        ):
            meanwhile = [one for one in told if one.ended - one.seconds > since and one.ended < until]
            assert {one.address for one in meanwhile} == {request.full_url for request in poller.requests}
            assert [one for one in meanwhile if text not in one.texts] == []
        return {
            "pairs": len(publisher.ready["items"]),
            "answers": len(told),
            "late": released["at"] - released["planned"],
        }

    def _requests(self, ready: dict[str, Any]) -> list[urllib.request.Request]:
        """Lists of both languages, both side by side, and GraphQL."""
        below = f"limit={MOST}&parent={ready['item']}"
        paths = [f"/api/v1/{code}/items?{below}" for code in ("cy", "en")]
        paths.append(f"/api/v1/items?id={','.join(ready['items'][:MOST])}")
        lists = " ".join(
            f'{code}: items(language: {code.upper()}, first: {MOST}, filter: {{parent: "{ready["item"]}"}})'
            " { nodes { title translations { title } } }"
            for code in ("cy", "en")
        )
        query = json.dumps({"query": f"{{ {lists} }}"}).encode()
        graphql = urllib.request.Request(f"{self._url}/graphql", query, {"Content-Type": "application/json"})
        return [*(urllib.request.Request(f"{self._url}{path}") for path in paths), graphql]


def _all_asked_since(moment: float, poller: Poller) -> None:
    """Waits until every address has been asked for after a moment, however slow the machine is."""

    def is_so() -> bool:
        asked = {one.address for one in list(poller.answers) if one.ended - one.seconds > moment}
        return asked == {request.full_url for request in poller.requests}

    assert wait_until(is_so, PATIENCE) < PATIENCE
