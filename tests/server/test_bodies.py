"""Bodies: each part has its time, who sends much must have logged in, and no file is left behind."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from cms.server.bodies import CHUNK, LONGEST_OF_ANYBODY, Body, BodyTooLarge, BodyTooSlow, ClientGone, receive_body
from tests.server.running import Running, server

FIXTURES = (server,)
LIMIT = 10 * CHUNK
MULTIPART = {"Content-Type": "multipart/form-data; boundary=x"}


async def limit() -> int:
    return LIMIT


async def nobody() -> int:
    raise AssertionError("nobody is asked who sends it")


def received(messages: list[dict[str, Any]], folder: Path, longest: Any = limit, declared: int = 0) -> bytes:
    """The body that comes by these messages; after the last one nothing comes."""
    body = Body(str(folder))

    async def receive() -> dict[str, Any]:
        return messages.pop(0) if messages else await asyncio.Future()

    async def whole() -> bytes:
        await receive_body(body, receive, declared, 0.05, longest)
        with body.opened() as file:
            return file.read()

    try:
        return asyncio.run(whole())
    finally:
        body.remove()
        assert not list(folder.iterdir())


def parts(*sizes: int) -> list[dict[str, Any]]:
    last = len(sizes) - 1
    return [
        {"type": "http.request", "body": b"x" * size, "more_body": number < last} for number, size in enumerate(sizes)
    ]


@pytest.mark.parametrize("size", [1, LONGEST_OF_ANYBODY])
def test_a_short_body_is_taken_from_anybody(size: int, tmp_path: Path) -> None:
    assert received(parts(size), tmp_path, nobody) == b"x" * size


@pytest.mark.parametrize("sizes", [(LONGEST_OF_ANYBODY, 1), (CHUNK,) * 10, (LONGEST_OF_ANYBODY + 1,)])
def test_a_long_body_is_taken_from_who_may_send_it(sizes: tuple[int, ...], tmp_path: Path) -> None:
    assert received(parts(*sizes), tmp_path) == b"x" * sum(sizes)


@pytest.mark.parametrize("sizes", [(LIMIT + 1,), (LIMIT, 1), (*(CHUNK,) * 10, 1)])
def test_no_body_is_longer_than_its_sender_may_send(sizes: tuple[int, ...], tmp_path: Path) -> None:
    with pytest.raises(BodyTooLarge):
        received(parts(*sizes), tmp_path)


def test_a_body_that_is_announced_as_too_long_is_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(BodyTooLarge):
        received([], tmp_path, declared=LIMIT + 1)


def test_a_part_that_does_not_come_in_time_ends_it(tmp_path: Path) -> None:
    with pytest.raises(BodyTooSlow):
        received([{"type": "http.request", "body": b"x" * (CHUNK + 1), "more_body": True}], tmp_path)


def test_who_goes_away_is_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(ClientGone):
        received([*parts(1, 1)[:1], {"type": "http.disconnect"}], tmp_path)


def test_each_part_of_a_long_body_has_a_time_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a slow line brings a large file, and a byte at a time brings nothing."""
    begun = []
    timeout = asyncio.timeout

    def counted(seconds: float) -> Any:
        begun.append(seconds)
        return timeout(seconds)

    monkeypatch.setattr(asyncio, "timeout", counted)
    received(parts(*(CHUNK // 4,) * 40), tmp_path)
    assert len(begun) == 10
    begun.clear()
    received(parts(*(1,) * 1000), tmp_path)
    assert len(begun) == 1


@pytest.mark.xdist_group("server")
def test_a_file_is_taken_from_an_editor_and_from_nobody_else(server: Running) -> None:
    body = b"--x--\r\n" + b" " * 2_000_000
    response, answer = server.ask(
        "/admin/documents/multiple/add/", "POST", body, {**MULTIPART, "Accept-Language": "cy"}
    )
    assert response.status == 413
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "wedi mewngofnodi" in answer.decode()
    response, answer = server.ask("/api/v1/cy/items", "POST", body, MULTIPART | {"Cookie": server.cookie})
    assert (response.status, response.headers["Content-Type"]) == (413, "application/problem+json")
    assert f'"limit":{LONGEST_OF_ANYBODY}' in answer.decode()
    response, answer = server.ask("/graphql", "POST", body, {"Content-Type": "application/json"})
    assert response.status == 413
    assert json.loads(answer)["errors"][0]["extensions"]["code"] == "REQUEST_TOO_LARGE"
    # It has come to Wagtail, which misses the token of its form.
    response, answer = server.ask("/admin/documents/multiple/add/", "POST", body, MULTIPART | {"Cookie": server.cookie})
    assert response.status == 403
    assert "The form cannot be accepted" in answer.decode()
