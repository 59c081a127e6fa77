"""Of the same requests at once one is made: the others wait without a thread, and for nothing that would not help them."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse

from cms.http.caching.cache_policy import PUBLIC, CachePolicy
from cms.http.responses import FullResponse
from cms.publication.queries import generation_cache
from cms.server.calls import Answer
from cms.server.lanes import SEARCH
from cms.server.shortcuts.same_requests import Began, SameRequests
from tests.server.test_lanes import LONG_ENOUGH, Held, asked, front_of

KEY, OTHER = ("a",), ("b",)
MADE = Answer(200, [], b"made")
KNOWN = Answer(200, [], b"known")


class Asked:
    """What is asked of SameRequests: `made` counts how often it came to that, each time until it is let go; those with a `turn`
    have no thread before it comes.
    """

    def __init__(self, known: Answer | None = KNOWN) -> None:
        self.same, self.go, self.made, self._known = SameRequests(), asyncio.Event(), list[Any](), known

    def ask(self, key: tuple[str, ...] = KEY, turn: asyncio.Event | None = None) -> Awaitable[Answer]:
        async def make(began: Began) -> Answer:
            if turn:
                await turn.wait()
            began()
            self.made.append(key)
            await self.go.wait()
            return MADE

        return asyncio.ensure_future(self.same.ask(key, lambda: self._known, make))

    async def begun(self) -> None:
        for _ in range(10):
            await asyncio.sleep(0)


def played(play: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(play(), LONG_ENOUGH))


def test_one_is_made_and_the_others_are_given_what_it_leaves() -> None:
    async def play() -> None:
        asked = Asked()
        many = [asked.ask() for _ in range(20)]
        another = asked.ask(OTHER)
        await asked.begun()
        assert asked.made == [KEY, OTHER], "what is something else waits for nobody"
        asked.go.set()
        assert await asyncio.gather(*many, another) == [MADE, *[KNOWN] * 19, MADE]
        assert await asked.ask() == MADE, "what comes later is made anew: whether it is known was asked before"

    played(play)


def test_what_leaves_nothing_is_waited_for_once() -> None:
    async def play() -> None:
        asked = Asked(known=None)
        many = [asked.ask() for _ in range(20)]
        await asked.begun()
        assert len(asked.made) == 1
        asked.go.set()
        await asked.begun()
        assert len(asked.made) == 20
        assert await asyncio.gather(*many) == [MADE] * 20

    played(play)


def test_nobody_waits_for_what_waits_for_its_own_turn() -> None:
    async def play() -> None:
        asked, turn = Asked(), asyncio.Event()
        behind = asked.ask(turn=turn)
        await asked.begun()
        others = [asked.ask() for _ in range(3)]
        await asked.begun()
        assert asked.made == [KEY], "one of the others is made"
        asked.go.set()
        assert await asyncio.gather(*others) == [MADE, KNOWN, KNOWN]
        turn.set()
        assert await behind == MADE

    played(play)


def test_a_fault_is_of_who_made_it_and_the_next_one_tries() -> None:
    async def play() -> None:
        same, tried = SameRequests(), list[int]()

        async def make(began: Began) -> Answer:
            began()
            tried.append(1)
            await asyncio.sleep(0)
            if len(tried) == 1:
                raise OSError
            return MADE

        found = await asyncio.gather(*[same.ask(KEY, lambda: None, make) for _ in range(3)], return_exceptions=True)
        assert [type(one) for one in found] == [OSError, Answer, Answer]

    played(play)


class Searched(Held):
    """Stands for Django: what it answers to a search may be kept, or may not."""

    def __init__(self, policy: CachePolicy) -> None:
        super().__init__("/api/v1/cy/search")
        self._policy, self.times = policy, 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponse:
        self.times += 1
        super().__call__(environ, lambda *_: None)
        response = FullResponse(b"found")
        response.cache_policy = self._policy
        start_response("200 OK", list(response.items()))
        return response


@pytest.mark.parametrize(("policy", "times"), [(PUBLIC, 1), (CachePolicy(storable=False), None)])
def test_a_crowd_with_one_search_has_it_made_once(
    policy: CachePolicy, times: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.ANSWER_STORE = 0
    monkeypatch.setattr(generation_cache, "generation", lambda: 7)
    crowd = SEARCH.threads + SEARCH.queue + 10

    async def ask() -> None:
        django = Searched(policy)
        front = front_of(django, tmp_path)
        first = [asyncio.ensure_future(asked(front, "/api/v1/cy/search?q=plant")) for _ in range(crowd)]
        assert await asyncio.to_thread(django.begun.acquire, timeout=LONG_ENOUGH)
        status, _, body = await asked(front, "/api/v1/cy/items")
        assert (status, body) == (200, b"found"), "whoever waits has no thread"
        django.go.set()
        answers = await asyncio.gather(*first)
        if times is not None:
            assert [(status, body) for status, _, body in answers] == [(200, b"found")] * crowd
            assert django.times == times + 1
        else:
            # Each has its own, or is told that there are too many.
            assert {status for status, _, _ in answers} <= {200, 503}
            assert django.times > SEARCH.threads

    played(ask)
