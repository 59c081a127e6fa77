"""Lanes: what is asked for much takes no other's threads, and who comes too many is told when to come again."""

import asyncio
import json
import socket
import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from cms.server import front, lanes
from cms.server.back import BackServer
from cms.server.front import Front
from cms.server.lanes import (
    ADMIN,
    EXPORT,
    FILES,
    GRAPHQL,
    LANES,
    LOG_IN,
    PICTURES,
    PREVIEW,
    PRINT,
    READING,
    SEARCH,
    SEARCHING,
    SHEETS,
    UPLOADS,
    WORK,
    Lane,
    LaneFull,
    lane_of,
)

# Seconds for what must happen, on any machine.
LONG_ENOUGH = 30
ITEM = "11111111-1111-4111-8111-111111111111"
ADDRESSES = [
    ("/api/v1/cy/items", READING),
    (f"/api/v1/en/items/{ITEM}", READING),
    ("/cy/fframwaith/", READING),
    ("/api/v1/openapi.json", READING),
    ("/graphql", GRAPHQL),
    (f"/files/{ITEM}/canllaw.pdf", FILES),
    ("/static/reading/reading.css", FILES),
    ("/media/images/x.png", FILES),
    ("/api/v1/cy/search", SEARCH),
    ("/api/v1/en/suggest", SEARCH),
    ("/api/v1/export", EXPORT),
    ("/api/v1/changes", READING),
    ("/cy/chwilio/", SEARCH),
    ("/en/search", SEARCH),
    ("/embed/cy/search", SEARCH),
    ("/embed/CY/search/", SEARCH),
    (f"/embed/cy/{ITEM}", READING),
    (f"/cy/print/{ITEM}.pdf", PRINT),
    (f"/en/print/{ITEM}/", PRINT),
    (f"/pictures/{ITEM}/671c3711ffce/800.webp", PICTURES),
    (f"/preview/TOKEN/cy/{ITEM}/pdf", PRINT),
    (f"/preview/TOKEN/cy/{ITEM}/page", PREVIEW),
    (f"/preview/TOKEN/pictures/{ITEM}/671c3711ffce/800.webp", FILES),
    (f"/admin/previewing/page/3/draft/en/{ITEM}/paper", PRINT),
    (f"/admin/previewing/release/3/en/{ITEM}/page", PREVIEW),
    ("/admin/previewing/shared/", ADMIN),
    ("/admin", ADMIN),
    ("/admin/pages/", ADMIN),
]
ONE_OF_EACH = {
    READING: "/cy/", FILES: "/files/x/y", GRAPHQL: "/graphql", SEARCH: "/cy/chwilio", EXPORT: "/api/v1/export",
    PRINT: f"/cy/print/{ITEM}/", PICTURES: f"/pictures/{ITEM}/800.webp", SHEETS: "/admin/reports/parity/?export=csv",
    LOG_IN: "/admin/login/", PREVIEW: "/admin/pages/3/view_draft/", ADMIN: "/admin/",
}  # fmt: skip
# The places of a lane that are left to those with keys.
FOR_KEYS = {EXPORT: 1}


@pytest.mark.parametrize(("path", "lane"), ADDRESSES)
def test_each_address_has_its_lane(path: str, lane: Lane) -> None:
    assert lane_of(path, 0) is lane


@pytest.mark.parametrize(
    ("name", "arguments", "lane"),
    [
        ("wagtailadmin_login", (), LOG_IN),
        ("wagtailadmin_password_reset", (), LOG_IN),
        ("second_factor_check", (), LOG_IN),
        ("wagtailadmin_pages:view_draft", (3,), PREVIEW),
        ("wagtailadmin_pages:preview_on_edit", (3,), PREVIEW),
        ("wagtailadmin_pages:preview_on_add", ("guides", "guidepage", 3), PREVIEW),
        ("wagtail_localize:preview_translation", (3,), PREVIEW),
        ("wagtailadmin_home", (), ADMIN),
    ],
)
def test_the_addresses_of_wagtail_have_the_lanes_that_are_meant_for_them(
    name: str, arguments: tuple[Any, ...], lane: Lane
) -> None:
    assert lane_of(reverse(name, args=arguments), 0) is lane


@pytest.mark.parametrize(
    "name", ["wagtaildocs:add_multiple", "wagtaildocs:add", "wagtailimages:add_multiple", "wagtailimages:add"]
)
def test_files_that_come_have_a_lane_and_forms_without_one_do_not_wait_for_them(name: str) -> None:
    assert lane_of(reverse(name), 1_000_000) is UPLOADS
    assert lane_of(reverse(name), 500) is ADMIN
    assert lane_of(reverse("wagtailadmin_pages:edit", args=(3,)), 1_000_000) is ADMIN


class Held:
    """Stands for Django: what begins with `path` waits until it is let go."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.go = threading.Event()
        self.begun = threading.Semaphore(0)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponse:
        if f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}".startswith(self.path):
            self.begun.release()
            assert self.go.wait(2 * LONG_ENOUGH)
        response = HttpResponse(f"{environ['PATH_INFO']} {environ['wsgi.input'].read().decode()}")
        start_response("200 OK", list(response.items()))
        return response


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """Where the processes meet. Nothing is answered from memory, which would ask the database first."""
    settings.ANSWER_MEMORY = 0
    return tmp_path


def front_of(django: Any, folder: Path) -> Front:
    """A front, and the process apart as threads of this one."""
    address = str(folder / "back")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(address)
    listening.listen()
    back = BackServer(django, str(folder), grace=1)
    threading.Thread(target=back.accept_from, args=(listening,), daemon=True).start()
    return Front(django, dict.fromkeys((WORK, SEARCHING), address), str(folder))


async def asked(front: Front, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """The answer of a front: status, headers, body."""
    given = {"host": "127.0.0.1", **{name.replace("_", "-"): value for name, value in headers.items()}}
    if body:
        given["content-length"] = str(len(body))
    scope = {
        "type": "http", "method": "POST" if body else "GET", "path": path, "raw_path": path.partition("?")[0].encode(),
        "query_string": path.partition("?")[2].encode(),
        "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1), "http_version": "1.1", "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }  # fmt: skip
    sent: list[dict[str, Any]] = []
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop(0)
        return await asyncio.Future()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await front(scope, receive, send)
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize("lane", ONE_OF_EACH, ids=lambda lane: lane.name)
def test_a_lane_that_is_full_refuses_and_all_others_answer(lane: Lane, folder: Path) -> None:
    path = ONE_OF_EACH[lane]
    held = Held(path)
    front = front_of(held, folder)

    async def flood() -> None:
        waiting = [
            asyncio.create_task(asked(front, path)) for _ in range(lane.threads + lane.queue - FOR_KEYS.get(lane, 0))
        ]
        for _ in range(lane.threads):
            assert await asyncio.to_thread(held.begun.acquire, timeout=LONG_ENOUGH)
        status, headers, _ = await asked(front, path)
        assert (status, headers["retry-after"]) == (503, "10")
        for other, address in ONE_OF_EACH.items():
            if other is not lane and not address.startswith(path):
                assert (await asked(front, address))[0] == 200, other.name
        held.go.set()
        assert {status for status, _, _ in await asyncio.gather(*waiting)} == {200}
        assert (await asked(front, path))[0] == 200

    async def within_time() -> None:
        try:
            await asyncio.wait_for(flood(), LONG_ENOUGH)
        finally:
            held.go.set()

    asyncio.run(within_time())


@pytest.mark.parametrize(("path", "says"), [
    ("/api/v1/cy/search", "Ni all y gwasanaeth ateb ar hyn o bryd. Rhowch gynnig arall arni ymhen 10 eiliad."),
    ("/api/v1/en/search", "The service cannot answer at the moment. Try again in 10 seconds."),
    ("/graphql", "The service cannot answer at the moment. Try again in 10 seconds."),
    ("/cy/chwilio", "Rhowch gynnig arall arni ymhen ychydig eiliadau."),
    ("/en/search", "Try again in a few seconds."),
])  # fmt: skip
def test_who_comes_too_many_is_told_so_in_the_language_of_the_address(
    path: str, says: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes.Lanes, "run", refuse)
    status, headers, body = asyncio.run(asked(front_of(Held("-"), folder), path))
    assert (status, headers["retry-after"]) == (503, "10")
    if path == "/graphql":
        assert json.loads(body)["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    elif path.startswith("/api/"):
        assert (json.loads(body)["code"], json.loads(body)["detail"]) == ("unavailable", says)
    else:
        assert headers["content-type"] == "text/html; charset=utf-8"
        assert says in body.decode()


async def refuse(*_: Any, **__: Any) -> None:
    raise lanes.LaneFull


def test_who_asks_for_much_at_once_waits_behind_nobody_but_itself() -> None:
    lane = Lane("one", 1, 8)
    done: list[str] = []

    async def ask(lanes_: lanes.Lanes, client: str) -> None:
        await lanes_.run(lane, client, done.append, client)

    async def crowd() -> None:
        await asyncio.gather(*[ask(one, client) for client in ["flood"] * 6 + ["a", "b", "a"]])

    one = lanes.Lanes([lane])
    asyncio.run(crowd())
    assert done == ["flood", "flood", "a", "b", "flood", "a", "flood", "flood", "flood"]


def test_where_a_lane_is_full_whoever_has_most_waiting_makes_room() -> None:
    lane = Lane("one", 1, 4)

    async def crowd() -> dict[str, list[bool]]:
        one, go = lanes.Lanes([lane]), threading.Event()

        async def ask(client: str) -> tuple[str, bool]:
            try:
                return client, await one.run(lane, client, go.wait, LONG_ENOUGH)
            except LaneFull:
                return client, False

        asking = [asyncio.create_task(ask(client)) for client in ["flood"] * 6 + ["a", "b", "a", "flood"]]
        await asyncio.sleep(0.1)
        go.set()
        found: dict[str, list[bool]] = {}
        for client, answered in await asyncio.gather(*asking):
            found.setdefault(client, []).append(answered)
        return found

    found = asyncio.run(crowd())
    assert found == {"flood": [True, True, True, False, False, False, False], "a": [True, False], "b": [True]}


def test_work_has_begun_once_it_has_a_thread() -> None:
    one, go = Lane("one", 1, 5), threading.Event()

    async def crowd() -> None:
        lanes_, began = lanes.Lanes([one]), list[int]()
        asked_ = [
            asyncio.ensure_future(lanes_.run(one, "a", go.wait, LONG_ENOUGH, began=partial(began.append, number)))
            for number in range(3)
        ]
        for _ in range(10):
            await asyncio.sleep(0)
        assert began == [0]
        go.set()
        await asyncio.gather(*asked_)
        assert began == [0, 1, 2]

    asyncio.run(crowd())


def test_who_gives_up_waiting_leaves_the_place_to_the_next() -> None:
    lane = Lane("one", 1, 4)

    async def crowd() -> bool:
        one, go = lanes.Lanes([lane]), threading.Event()
        first = asyncio.create_task(one.run(lane, "a", go.wait, LONG_ENOUGH))
        second = asyncio.create_task(one.run(lane, "b", go.wait, LONG_ENOUGH))
        third = asyncio.create_task(one.run(lane, "c", go.wait, LONG_ENOUGH))
        await asyncio.sleep(0.1)
        second.cancel()
        go.set()
        return await first and await third

    assert asyncio.run(asyncio.wait_for(crowd(), LONG_ENOUGH))


def test_what_is_apart_is_given_the_body_and_long_ones_as_a_file(folder: Path) -> None:
    async def ask() -> None:
        front = front_of(Held("-"), folder)
        for body in (b"short", b"x" * 120_000):
            status, _, answer = await asked(front, "/admin/login/", body)
            assert (status, answer) == (200, b"/admin/login/ " + body)

    asyncio.run(ask())


def test_a_picture_that_was_given_once_is_given_without_the_lane_in_which_pictures_are_made(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, used = ONE_OF_EACH[PICTURES], []
    run = lanes.Lanes.run

    async def noted(self: lanes.Lanes, lane: Lane, *work: Any, **options: Any) -> Any:
        used.append(lane)
        return await run(self, lane, *work, **options)

    monkeypatch.setattr(lanes.Lanes, "run", noted)
    monkeypatch.setattr(front, "MOST_PICTURES", 2)

    async def ask() -> None:
        one = front_of(Held("-"), folder)
        for asked_for in (path, path, "/pictures/second", "/pictures/third", path, path):
            assert (await asked(one, asked_for))[0] == 200

    asyncio.run(ask())
    assert used == [PICTURES, FILES, PICTURES, PICTURES, PICTURES, FILES]


def test_all_lanes_have_names_of_their_own() -> None:
    assert len({lane.name for lane in LANES}) == len(LANES)
