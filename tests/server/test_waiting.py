"""Waiting for changes in the event loop: who waits holds no thread, and is woken with all others; no more wait than may."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from cms.partners.callers import Caller, at_address
from cms.server.calls import Answer
from cms.server.followers import following
from cms.server.followers.following import Following, follows
from cms.server.lanes import Lane, LaneFull, Lanes

LONG_ENOUGH = 30
STREAM = "text/event-stream"


class Changes:
    """Stands for the gate and the cache with Django behind them: a log of `entries`, in pages of two, whose number is the
    token.
    """

    def __init__(self) -> None:
        self.cache = self
        self.entries: list[str] = []
        self.status = 200
        self.known: int | None = None
        self.asked = self.pages = 0

    def add(self, entry: str) -> None:
        self.entries.append(entry)

    def newest_generation(self) -> int:
        self.asked += 1
        return len(self.entries)

    def known_generation(self) -> int | None:
        return self.known

    def caller_at_once(self, environ: dict[str, Any]) -> Caller | None:
        return None

    def caller(self, environ: dict[str, Any]) -> Caller:
        name = environ.get("HTTP_AUTHORIZATION")
        return Caller(name, "key", 0, key=1) if name else at_address(environ)

    def at_once(self, environ: dict[str, Any], start_response: Any) -> None:
        return None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        self.pages += 1
        query = dict(part.split("=") for part in environ["QUERY_STRING"].split("&") if part)
        since = len(self.entries) if query.get("since") == "now" else int(query.get("since", 0))
        items = [{"id": name} for name in self.entries[since:]][:2]
        token, more = str(since + len(items)), since + len(items) < len(self.entries)
        start_response(f"{self.status} ", [("Content-Type", "application/json")])
        return iter([json.dumps({"items": items, "token": token, "more": more}).encode()])


class Client:
    """Asks, and goes when it is told to."""

    def __init__(self, query: str = "", accept: str = "", last: str = "", address: str = "", key: str = "") -> None:
        self.environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": "/api/v1/changes", "QUERY_STRING": query, "HTTP_ACCEPT": accept,
            "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "wsgi.url_scheme": "http", "HTTP_ACCEPT_LANGUAGE": "cy",
        }  # fmt: skip
        if address:
            self.environ["REMOTE_ADDR"] = address
        if key:
            self.environ["HTTP_AUTHORIZATION"] = key
        if last:
            self.environ["HTTP_LAST_EVENT_ID"] = last
        self.went = asyncio.Event()
        self.answer: Answer | None = None
        self.sent = b""
        self.ended = False

    async def ask(self, followed: Following) -> None:
        assert follows(self.environ)

        async def receive() -> dict[str, Any]:
            await self.went.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            self.sent += message.get("body", b"")
            self.ended = message["type"] == "http.response.body" and not message.get("more_body", False)

        async def send_answer(answer: Answer) -> None:
            self.answer = answer

        await followed.serve(self.environ, receive, send, send_answer)

    async def until(self, happens: Callable[[], Any]) -> None:
        while not happens():
            await asyncio.sleep(0.01)


def run(play: Callable[[Changes, Following], Awaitable[None]]) -> Changes:
    """Plays a scene, within a time that is long enough on any machine."""
    changes = Changes()

    async def played() -> None:
        gate: Any = changes
        await asyncio.wait_for(asyncio.ensure_future(play(changes, Following(gate, Lanes()))), LONG_ENOUGH)

    asyncio.run(played())
    return changes


def test_many_who_wait_are_answered_by_one_change_and_the_generation_is_asked_for_once_for_all() -> None:
    async def play(changes: Changes, followed: Following) -> None:
        clients = [Client("since=0&wait=30") for _ in range(100)]
        tasks = [asyncio.create_task(client.ask(followed)) for client in clients]
        await clients[0].until(lambda: changes.pages == 100)
        begun = changes.asked
        await asyncio.sleep(0.35)
        assert changes.asked - begun < 10
        assert not any(client.answer for client in clients)
        changes.add("one")
        await asyncio.gather(*tasks)
        for client in clients:
            assert client.answer is not None
            assert [entry["id"] for entry in json.loads(client.answer.body)["items"]] == ["one"]

    run(play)


def test_who_waits_for_what_is_to_come_is_told_of_it() -> None:
    async def play(changes: Changes, followed: Following) -> None:
        changes.add("one")
        client = Client("since=now&wait=30")
        task = asyncio.create_task(client.ask(followed))
        await client.until(lambda: changes.pages == 1)
        changes.add("two")
        await task
        assert client.answer is not None
        assert [entry["id"] for entry in json.loads(client.answer.body)["items"]] == ["two"]

    run(play)


def test_what_others_were_told_a_moment_ago_does_not_stand_for_a_look() -> None:
    async def play(changes: Changes, followed: Following) -> None:
        changes.known = 0
        client = Client("since=0&wait=5")
        task = asyncio.create_task(client.ask(followed))
        await client.until(lambda: changes.pages == 1)
        changes.add("one")
        await task
        assert client.answer is not None
        assert [entry["id"] for entry in json.loads(client.answer.body)["items"]] == ["one"]
        assert changes.pages == 2

    run(play)


@pytest.mark.parametrize("query", ["wait=0", "since=0&wait=1", "wait=x", "wait=-1"])
def test_where_nothing_changes_the_page_comes_without_anything_at_the_end_of_the_time(query: str) -> None:
    async def play(changes: Changes, followed: Following) -> None:
        client = Client(query)
        await client.ask(followed)
        assert client.answer is not None
        assert json.loads(client.answer.body)["items"] == []

    run(play)


def test_a_stream_has_an_event_for_each_entry_and_goes_on_after_the_last_that_a_client_had() -> None:
    async def play(changes: Changes, followed: Following) -> None:
        for name in ("one", "two", "three"):
            changes.add(name)
        client = Client("since=0", STREAM, last="1")
        task = asyncio.create_task(client.ask(followed))
        await client.until(lambda: b"three" in client.sent)
        changes.add("four")
        await client.until(lambda: b"four" in client.sent)
        client.went.set()
        await task
        assert client.sent.startswith(b"retry: ")
        assert client.sent.split(b"\n\n")[1:] == [
            b'event: change\ndata: {"id":"two"}',
            b'event: change\ndata: {"id":"three"}\nid: 3',
            b'event: change\ndata: {"id":"four"}\nid: 4',
            b"",
        ]

    run(play)


def test_a_stream_without_news_says_now_and_then_that_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "KEEP_ALIVE", 0.01)

    async def play(changes: Changes, followed: Following) -> None:
        client = Client("", STREAM)
        task = asyncio.create_task(client.ask(followed))
        await client.until(lambda: client.sent.count(b"\n\n:\n\n:\n\n") > 0)
        client.went.set()
        await task

    run(play)


def test_a_stream_outlasts_an_outage_and_ends_where_the_changes_cannot_be_followed_any_more() -> None:
    async def play(changes: Changes, followed: Following) -> None:
        changes.add("one")
        client = Client("", STREAM)
        task = asyncio.create_task(client.ask(followed))
        await client.until(lambda: b"one" in client.sent)
        changes.status = 503
        changes.add("two")
        pages = changes.pages
        await client.until(lambda: changes.pages >= pages + 2)
        assert not client.ended
        changes.status = 200
        await client.until(lambda: b"two" in client.sent)
        changes.status = 410
        changes.add("three")
        await task
        assert client.ended
        refused = Client("since=2", STREAM)
        await refused.ask(followed)
        assert refused.answer is not None
        assert (refused.answer.status, refused.sent) == (410, b"")

    run(play)


def test_as_many_wait_as_may_and_the_next_is_told_when_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "MOST", 2)

    async def play(changes: Changes, followed: Following) -> None:
        clients = [Client("wait=30"), Client("", STREAM)]
        tasks = [asyncio.create_task(client.ask(followed)) for client in clients]
        await clients[0].until(lambda: changes.pages >= 2)
        late = Client("wait=30")
        await late.ask(followed)
        assert late.answer is not None
        problem = json.loads(late.answer.body)
        assert (late.answer.status, problem["code"], problem["language"]) == (503, "too-many-waiting", "cy")
        assert dict(late.answer.headers)["Retry-After"] == str(problem["retry_after"])
        for client, task in zip(clients, tasks, strict=True):
            client.went.set()
            await asyncio.wait([task])
        changes.add("one")
        again = Client("wait=30")
        await again.ask(followed)
        assert again.answer is not None
        assert again.answer.status == 200

    run(play)


def test_no_address_and_no_key_takes_more_than_its_share_and_there_is_room_for_keys(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(following, "MOST", 10)
    settings.WAITING_ANONYMOUS, settings.WAITING_KEY = 5, 3

    async def play(changes: Changes, followed: Following) -> None:
        tasks = []

        async def begin(client: Client) -> int:
            """The status of a refusal; 0 for one that waits."""
            pages, task = changes.pages, asyncio.create_task(client.ask(followed))
            await client.until(lambda: client.answer or changes.pages > pages)
            tasks.append((client, task))
            return client.answer.status if client.answer else 0

        first = [Client("wait=30", address="203.0.113.1") for _ in range(5)]
        assert [await begin(client) for client in first] == [0] * 5
        refused = Client("wait=30", address="203.0.113.1")
        assert await begin(refused) == 429
        assert refused.answer is not None
        problem = json.loads(refused.answer.body)
        assert (problem["code"], problem["language"], problem["limit"]) == ("too-many-requests", "cy", 5)
        others = [Client("wait=30", address=f"203.0.113.{last}") for last in range(2, 6)]
        assert [await begin(client) for client in others] == [0, 0, 0, 503]
        keyed = [Client("", STREAM, address="203.0.113.1", key=name) for name in ("a", "a", "b")]
        assert [await begin(client) for client in keyed] == [0, 0, 503]
        for client, task in tasks:
            client.went.set()
            await asyncio.wait([task])
        assert [await begin(Client("", STREAM, key="a")) for _ in range(4)] == [0, 0, 0, 429]
        for client, task in tasks:
            client.went.set()
            await asyncio.wait([task])

    run(play)


def test_who_waits_is_answered_when_the_server_ends() -> None:
    async def play(changes: Changes, followed: Following) -> None:
        clients = [Client("wait=30"), Client("", STREAM)]
        tasks = [asyncio.create_task(client.ask(followed)) for client in clients]
        await clients[0].until(lambda: changes.pages >= 2)
        followed.end()
        await asyncio.gather(*tasks)
        assert clients[1].ended

    run(play)


def test_where_reading_is_full_a_stream_goes_on_later(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(changes: Changes, followed: Following) -> None:
        changes.add("one")
        client = Client("", STREAM)
        task = asyncio.create_task(client.ask(followed))
        await client.until(lambda: b"one" in client.sent)
        ran, refused = Lanes.run, asyncio.Event()

        async def full(self: Lanes, lane: Lane, *work: Any) -> Any:
            refused.set()
            raise LaneFull(lane.name)

        monkeypatch.setattr(Lanes, "run", full)
        changes.add("two")
        await refused.wait()
        monkeypatch.setattr(Lanes, "run", ran)
        await client.until(lambda: b"two" in client.sent)
        client.went.set()
        await task

    run(play)
