"""Requests: conditional, compressed, tried again politely; problems are exceptions in the reader's language."""

import gzip
import re
from email.utils import formatdate
from time import time
from typing import Any

import pytest
from scripted_server import Answer, scripted

from cynnwys import BeginAgain, Client, Gone, NoAnswer, NotPublic, Problem

ITEM: Any = {"id": "a", "language": "cy", "title": "Gwybodaeth i rieni"}
NOT_IN_WELSH = {
    "status": 404, "code": "not-in-language", "title": "Nid yw ar gael yn Gymraeg", "detail": "Yn Saesneg yn unig.",
    "language": "cy", "available": [{"language": "en", "title": "Information", "address": "a", "api": "b"}],
}  # fmt: skip


class Clock:
    """Notes how long it was to be waited."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.pauses.append(seconds)


def test_what_has_not_changed_is_not_sent_again() -> None:
    first = Answer(body=ITEM, headers={"ETag": '"1-a"'}, compressed=True)
    with scripted(first, Answer(304), Answer(body={**ITEM, "title": "Newydd"})) as server:
        api = Client(server.url)
        assert [api.item("a", "cy")["title"] for _ in range(3)] == [ITEM["title"], ITEM["title"], "Newydd"]
    assert [headers.get("if-none-match") for _, headers in server.asked] == [None, '"1-a"', '"1-a"']
    assert server.asked[0][0] == "/api/v1/cy/items/a"
    assert server.asked[0][1]["accept-encoding"] == "gzip"


def test_what_is_told_once_is_what_was_remembered_unchanged() -> None:
    with scripted(Answer(body=ITEM, headers={"ETag": '"1"'}), Answer(304)) as server:
        api = Client(server.url)
        api.item("a", "cy")["title"] = "changed by who was given it"
        assert api.item("a", "cy")["title"] == ITEM["title"]


@pytest.mark.parametrize("broken", [Answer(503), Answer(502, b"<html>"), Answer(body=ITEM, cut=5), Answer(429)])
def test_what_may_pass_is_tried_again_after_growing_pauses(broken: Answer) -> None:
    waited = Clock()
    with scripted(broken, broken, broken, Answer(body=ITEM)) as server:
        assert Client(server.url, sleep=waited).item("a", "cy") == ITEM
    assert len(waited.pauses) == 3
    assert all(0.5 * 2**n * 0.5 <= pause <= 0.5 * 2**n for n, pause in enumerate(waited.pauses))


@pytest.mark.parametrize("says_length", [True, False])
@pytest.mark.parametrize("compressed", [True, False])
def test_an_answer_that_breaks_off_anywhere_is_tried_again(compressed: bool, says_length: bool) -> None:
    whole = Answer(body=ITEM, compressed=compressed)
    length = len(whole.bytes())
    cut = [Answer(body=ITEM, compressed=compressed, cut=cut, says_length=says_length) for cut in range(1, length + 1)]
    with scripted(*(one for broken in cut for one in (broken, whole))) as server:
        api = Client(server.url, sleep=Clock())
        assert all(api.item("a", "cy") == ITEM for _ in cut)


def test_what_is_damaged_on_the_way_ends_with_a_word_of_it() -> None:
    damaged = Answer(body=gzip.compress(b"{}")[:10] + b"\xff" * 20, headers={"Content-Encoding": "gzip"})
    with scripted(damaged, damaged) as server, pytest.raises(NoAnswer):
        Client(server.url, sleep=Clock(), attempts=2).item("a", "cy")


@pytest.mark.parametrize("is_moment", [False, True])
def test_it_waits_as_long_as_it_is_told_to(is_moment: bool) -> None:
    waited = Clock()
    said = formatdate(time() + 110, usegmt=True) if is_moment else "110"
    with scripted(Answer(429, headers={"Retry-After": said}), Answer(body=ITEM)) as server:
        Client(server.url, sleep=waited).item("a", "cy")
    assert 10 < waited.pauses[0] < 111


def test_it_does_not_wait_for_an_hour_but_says_how_long() -> None:
    answer = Answer(503, {"code": "unavailable"}, {"Retry-After": "3600"})
    with scripted(answer) as server, pytest.raises(Problem) as raised:
        Client(server.url, sleep=Clock()).item("a", "cy")
    assert (raised.value.status, raised.value.retry_after) == (503, 3600)


def test_a_problem_is_an_exception_with_its_words() -> None:
    with scripted(Answer(404, NOT_IN_WELSH)) as server, pytest.raises(NotPublic) as raised:
        Client(server.url, language="cy").item("a", "cy")
    problem = raised.value
    assert (problem.code, problem.language, problem.detail) == ("not-in-language", "cy", "Yn Saesneg yn unig.")
    assert problem.available[0]["language"] == "en"
    assert server.asked[0][1]["accept-language"] == "cy"


@pytest.mark.parametrize(
    ("status", "members", "kind"),
    [
        (410, {"code": "gone", "notice": {"cy": "Disodlwyd.", "en": "Replaced."}}, Gone),
        (410, {"code": "expired-token", "begin_again": "/export"}, BeginAgain),
        (400, {"code": "invalid-parameter"}, Problem),
        (404, "no object", NotPublic),
    ],
)
def test_what_is_refused_is_not_tried_again(status: int, members: object, kind: type[Problem]) -> None:
    with scripted(Answer(status, members)) as server, pytest.raises(kind) as raised:
        Client(server.url).item("a", "cy")
    assert type(raised.value) is kind
    assert raised.value.status == status


def test_where_nobody_answers_it_ends_with_a_word_of_it() -> None:
    waited = Clock()
    with pytest.raises(NoAnswer, match=re.escape("127.0.0.1:1/")):
        Client("http://127.0.0.1:1", sleep=waited, attempts=3).item("a", "cy")
    assert len(waited.pauses) == 2


def test_another_language_is_asked_for_only_if_it_is_wanted() -> None:
    with scripted(Answer(body=ITEM), Answer(body=ITEM)) as server:
        api = Client(f"{server.url}/api/v1/")
        api.item("a", "cy")
        api.item("a", "cy", fallback=True)
    assert [path for path, _ in server.asked] == ["/api/v1/cy/items/a", "/api/v1/cy/items/a?fallback=en"]


def test_lists_are_followed_to_their_end_as_they_are_read() -> None:
    with scripted() as server:
        server.answers += [
            Answer(
                body={"items": [{"id": "1"}, {"id": "2"}], "next": f"{server.url}/api/v1/cy/items?cursor=x", "total": 3}
            ),
            Answer(body={"items": [{"id": "3"}], "next": None, "total": 3}),
        ]
        items = Client(server.url).items("cy", audience=["parents", "carers"], new=True, section=None)
        assert next(items)["id"] == "1"
        assert len(server.asked) == 1
        assert [item["id"] for item in items] == ["2", "3"]
    assert server.asked[0][0] == "/api/v1/cy/items?audience=parents%2Ccarers&new=true"


def test_what_is_no_address_is_refused_at_once() -> None:
    for url in ("api.example.org", "file:///etc/passwd", "https://"):
        with pytest.raises(ValueError, match="Not the address"):
            Client(url)


def test_a_key_is_given_as_partners_do() -> None:
    with scripted(Answer(body=ITEM)) as server:
        Client(server.url, key="abc").item("a", "cy")
    assert server.asked[0][1]["authorization"] == "Bearer abc"
