"""What is answered without being read apart is answered as if it had been: two connections, of which one always reads."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cms.publication.queries import generation_cache
from cms.server.front import Front
from cms.server.lanes import SEARCHING, WORK
from cms.server.shortcuts import quick_answers
from cms.server.shortcuts.plain_requests import LONGEST, rest_of
from tests.server.line_to_front import Django, Line

LONG_ENOUGH = 30
ITEM = b"GET /api/v1/cy/items/1 HTTP/1.1\r\nHost: a\r\n\r\n"
IDS = re.compile(rb"\r\n(?:x-request-id|date): [^\r]*", re.IGNORECASE)


@pytest.fixture
def generation(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """That of what is public, as the database has it."""
    found = [7]
    monkeypatch.setattr(generation_cache, "generation", lambda: found[0])
    return found


@pytest.fixture
def front(tmp_path: Path, settings: Any, generation: list[int]) -> Front:
    settings.ANSWER_STORE = 0
    settings.CLIENT_PATIENCE = LONG_ENOUGH
    made = Front(Django(), dict.fromkeys((WORK, SEARCHING), str(tmp_path / "nobody")), str(tmp_path))
    made._gate.cache._watch._interval = 1000.0
    return made


def play(played: Callable[[], Any]) -> Any:
    return asyncio.run(asyncio.wait_for(played(), LONG_ENOUGH))


def plain(answer: bytes) -> bytes:
    return IDS.sub(b"", answer)


def test_the_third_time_a_request_is_answered_unread_and_any_other_item_with_it(front: Front) -> None:
    async def played() -> None:
        line, reading = Line(front, quick=True), Line(front, quick=False)
        made, hot, unread = [await line.send(ITEM) for _ in range(3)]
        assert line.given == 1
        assert plain(made) == plain(hot) == plain(unread) == plain(await reading.send(ITEM))
        assert len({*IDS.findall(made), *IDS.findall(hot), *IDS.findall(unread)}) == 3, "each has an id of its own"
        another = ITEM.replace(b"items/1", b"items/2")
        assert plain(await reading.send(another)) == plain(await line.send(another))
        assert line.given == 2, "what was never asked for on this connection, as it was asked for otherwise"
        line.end()
        reading.end()

    play(played)


def test_what_holds_no_longer_is_not_given(front: Front, generation: list[int]) -> None:
    async def played() -> None:
        line = Line(front, quick=True)
        for _ in range(3):
            await line.send(ITEM)
        generation[0] = 8
        front._gate.cache._watch._asked = float("-inf")
        asked = front_django(front).asked
        await line.send(ITEM)
        assert (line.given, front_django(front).asked) == (1, asked + 1)
        line.end()

    play(played)


def front_django(front: Front) -> Django:
    application: Any = front._gate.cache._application
    return next(one.cell_contents for one in application.__closure__ if isinstance(one.cell_contents, Django))


def test_who_has_used_up_the_limit_is_told_so_as_ever(front: Front, settings: Any) -> None:
    front._gate._callers._anonymous = 8

    async def played() -> None:
        line = Line(front, quick=True, address="192.0.2.7")
        answers = [await line.send(ITEM) for _ in range(6)]
        assert [answer[9:12] for answer in answers] == [b"200", b"200", b"200", b"200", b"429", b"429"]
        left = [re.findall(rb"ratelimit: .*?r=(\d+)", answer) for answer in answers[:4]]
        assert left == [[b"3"], [b"2"], [b"1"], [b"0"]]
        assert line.given == 2
        line.end()

    play(played)


def test_who_does_not_take_what_was_given_is_read_as_ever(front: Front) -> None:
    async def played() -> None:
        line = Line(front, quick=True)
        for _ in range(3):
            await line.send(ITEM)
        line.transport.left = 10
        await line.send(ITEM)
        assert line.given == 1
        line.end()

    play(played)


@pytest.mark.parametrize("known", [ITEM, b"GET /api/v1/cy/items/3 HTTP/1.1\r\nHost: a\r\nUser-Agent: victim\r\n\r\n"])
def test_what_follows_half_a_request_is_its_other_half(front: Front, known: bytes) -> None:
    """Else an answer came out of order, and what was hidden in the first half was what another client's headers meant."""
    hidden = b"GET /api/v1/cy/items/2 HTTP/1.1\r\nAccept-Encoding: br\r\nX: "

    async def played() -> None:
        for _ in range(3):
            quick, reading = Line(front, quick=True), Line(front, quick=False)
            for chunk in (ITEM, ITEM, ITEM + hidden, known, known):
                assert plain(await quick.send(chunk)) == plain(await reading.send(chunk))
            quick.end()
            reading.end()
        another = Line(front, quick=True)
        for _ in range(3):
            assert b"'HTTP_ACCEPT_ENCODING': None" in await another.send(known)
        another.end()

    play(played)


def test_empty_lines_between_requests_do_not_add_up(front: Front) -> None:
    async def played() -> None:
        line = Line(front, quick=True)
        for _ in range(6):
            await line.send(b"\r\n" * 10_000)
            assert b" 200 OK" in await line.send(ITEM)
        assert line.given >= 4
        line.end()

    play(played)


def test_who_waits_for_changes_waits_although_the_page_is_known(front: Front) -> None:
    waits = b"GET /api/v1/changes?wait=2&since=x HTTP/1.1\r\nHost: a\r\n\r\n"

    async def played() -> None:
        line = Line(front, quick=True)
        for _ in range(3):
            await line.send(ITEM)
        quick = front._quick
        assert quick is not None
        asked = list[str]()
        in_memory = quick._in_memory
        quick._in_memory = lambda environ, start: asked.append(environ["PATH_INFO"]) or in_memory(environ, start)  # type: ignore[assignment, func-returns-value]
        assert quick.answer(waits, line.connection.client, []) is None
        assert asked == [], "what is known of it is not even looked for"
        line.end()

    play(played)


def test_a_long_body_is_not_copied_for_each_client(front: Front) -> None:
    front_django(front).body = b"x" * 100_000

    async def played() -> None:
        line = Line(front, quick=True)
        made, hot, _ = [await line.send(ITEM) for _ in range(3)]
        pieces = front._quick.answer(ITEM, line.connection.client, line.connection.server_state.default_headers)  # type: ignore[union-attr]
        assert pieces is not None
        assert plain(b"".join(pieces)) == plain(made) == plain(hot)
        again = front._quick.answer(ITEM, line.connection.client, [])  # type: ignore[union-attr]
        assert again is not None
        assert pieces[-1] is again[-1]
        line.end()

    play(played)


def test_what_goes_wrong_is_read_and_told_as_ever(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    async def played() -> None:
        line = Line(front, quick=True)
        for _ in range(3):
            await line.send(ITEM)

        def fails(*_: Any, **__: Any) -> Any:
            raise RuntimeError

        monkeypatch.setattr(front._quick, "_in_memory", fails)
        assert b" 200 OK" in await line.send(ITEM)
        assert line.given == 1
        line.end()

    play(played)


def test_of_clients_without_number_few_are_remembered(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_answers, "MOST", 5)

    async def played() -> None:
        line = Line(front, quick=True)
        for number in range(23):
            for _ in range(3):
                await line.send(ITEM.replace(b"\r\n\r\n", b"\r\nUser-Agent: %d\r\n\r\n" % number))
        assert line.given == 2 * 22 + 1, "the first of all had it made"
        assert len(front._quick._known) <= 5  # type: ignore[union-attr]
        line.end()

    play(played)


@pytest.mark.parametrize(
    "header",
    [
        b"Connection: close", b"Connection: keep-alive, upgrade", b"Content-Length: 0", b"Content-Length: 3",
        b"Transfer-Encoding: chunked", b"Expect: 100-continue", b"Upgrade: h2c", b"TE: trailers", b"Trailer: X",
        b"X-Request-ID: mine", b"traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        b"If-None-Match: \"2\"", b"If-Modified-Since: Mon, 30 Nov 2026 12:00:00 GMT", b"Authorization: Preview x",
        b"Accept: text/event-stream", b"Proxy-Connection: close", b"\r\n".join([b"X: y"] * 30),
    ],
)  # fmt: skip
def test_what_is_of_one_request_alone_is_never_answered_unread(front: Front, header: bytes) -> None:
    async def played() -> None:
        for _ in range(3):
            line = Line(front, quick=True)
            for _ in range(3):
                await line.send(ITEM.replace(b"\r\n\r\n", b"\r\n" + header + b"\r\n\r\n"))
            assert line.given == 0
            line.end()

    play(played)


def test_what_comes_while_another_is_under_way_is_answered_after_it(front: Front) -> None:
    async def played() -> None:
        line = Line(front, quick=True)
        for _ in range(3):
            await line.send(ITEM)
        slow = ITEM.replace(b"items/1", b"fresh")
        before = len(line.transport.written)
        line.connection.data_received(slow)
        assert len(line.transport.written) == before
        await line.send(ITEM)
        while len(line.connection.tasks) > 0:
            await asyncio.sleep(0)
        told = re.findall(rb"'PATH_INFO': '([^']*)'", line.transport.written[before:])
        assert told == [b"/api/v1/cy/fresh", b"/api/v1/cy/items/1"]
        line.end()

    play(played)


METHODS = st.sampled_from([b"GET", b"GET", b"GET", b"HEAD", b"POST", b"OPTIONS"])
TARGETS = st.sampled_from([
    b"/api/v1/cy/items/1", b"/api/v1/cy/items/2", b"/api/v1/cy/items/1?lang=cy,en", b"/api/v1/cy/items/1?q=%C5%B7",
    b"/api/v1/cy/items/%31", b"/cy/", b"/cy/?x", b"//a/api/v1/cy/items/1", b"http://a/api/v1/cy/items/1", b"/embed/cy/fresh",
    b"/api/v1/cy/items/1#x", b"/api/v1/cy/\xc5\xb7", b"/api/v1/cy/items/1 ", b"/api/v1/changes?wait=0", b"/cy/../cy/", b"*",
])  # fmt: skip
HEADERS = st.sampled_from([
    b"Host: a", b"Host: a", b"Host: a", b"Host: b", b"Accept-Encoding: gzip", b"Accept-Encoding: br", b"Cookie: a=b",
    b"Connection: close", b"Connection: keep-alive", b"X-Request-ID: mine", b"If-None-Match: \"1\"", b"If-Match: \"2\"",
    b"Content-Length: 0", b"Content-Length: 3", b"Transfer-Encoding: chunked", b"X_Y: z", b"Range: bytes=0-1", b"host: a",
    b"traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", b"Upgrade: h2c", b" folded", b"Bad header: x",
    b"X-Forwarded-Proto: https", b"Accept: text/event-stream", b"Expect: nothing",
])  # fmt: skip


@st.composite
def requests(draw: st.DrawFn) -> bytes:
    headers = draw(st.lists(HEADERS, max_size=3))
    first = b"%b %b HTTP/1.%b" % (draw(METHODS), draw(TARGETS), draw(st.sampled_from([b"1", b"1", b"1", b"0"])))
    between = draw(st.sampled_from([b"\r\n"] * 6 + [b"\n", b"\r", b"\n\n"]))
    end = draw(st.sampled_from([b"\r\n\r\n"] * 6 + [b"\n\n", b"\r\n\r\nabc", b"\r\n"]))
    return first + b"\r\n" + between.join(headers or [b"Host: a"]) + end


@st.composite
def chunks(draw: st.DrawFn) -> list[bytes]:
    """Requests as they come: mostly each by itself, and some several times, so that they are known."""
    found: list[bytes] = []
    for request in draw(st.lists(requests(), min_size=1, max_size=3)):
        cut = draw(st.integers(0, len(request)))
        found += draw(
            st.sampled_from([[request], [request], [request] * 3, [request + request], [request[:cut], request[cut:]]])
        )
    # Now and then the end of a chunk comes with the next one, or the next one's beginning with it.
    for number in range(len(found) - 1):
        border = draw(st.sampled_from([0] * 5 + [-9, 9]))
        both, size = found[number] + found[number + 1], max(0, len(found[number]) + border)
        found[number], found[number + 1] = both[:size], both[size:]
    return [chunk for chunk in found if chunk]


@given(st.lists(chunks(), min_size=1, max_size=3))
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_comes_the_answers_are_those_of_who_reads_it(front: Front, lines: list[list[bytes]]) -> None:
    async def played() -> None:
        for sent in lines:
            # What may be kept is in memory from now on, and what is not is the same each time.
            first = Line(front, quick=False)
            await first.send(*sent)
            first.end()
            unread, read = Line(front, quick=True), Line(front, quick=False)
            for _ in range(2):
                ours, theirs = await unread.send(*sent), await read.send(*sent)
                assert plain(ours) == plain(theirs)
                assert unread.transport.is_closing() == read.transport.is_closing()
            unread.end()
            read.end()

    play(played)


@pytest.mark.parametrize(
    "data",
    [
        ITEM + ITEM,
        ITEM[:-2],
        ITEM + b"x",
        ITEM.replace(b"GET", b"POST"),
        ITEM.replace(b"1.1", b"1.0"),
        ITEM.replace(b"/api", b"//api"),
        ITEM.replace(b"items/1", b"items/%31"),
        ITEM.replace(b"\r\n", b"\n"),
        ITEM[:-4] + b"\n\n" + ITEM,
        ITEM[:-4] + b"\r" + ITEM[:-4] + b"\r\n\r\n",
        ITEM[:-4] + b"\nX: y\r\n\r\n",
        ITEM.replace(b": a", b": " + b"a" * LONGEST),
    ],
)
def test_what_is_not_certainly_one_plain_request_has_no_rest(data: bytes) -> None:
    assert rest_of(ITEM) == b"Host: a\r\n\r\n"
    assert rest_of(data) == b""
