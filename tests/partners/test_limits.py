"""Limits: who has how much, what it costs, what is said of it, and what the store shares between processes."""

import json
import re
from typing import Any

import pytest
from django.db import DatabaseError
from redis import RedisError

from cms.partners.callers import Caller, at_address
from cms.partners.limits.meter import Meter
from cms.partners.limits.prices import MADE, price_of
from cms.partners.limits.rate_stores import DatabaseStore, RedisStore
from cms.partners.models import DailyUse, KeyKind, MinuteUse
from cms.partners.usage import use_records
from tests.factories.editions import pair
from tests.http.cached_server import open_connection
from tests.partners.gated import HERE, THERE, GatedServer, a_key, server

FIXTURES = (open_connection, server)
pytestmark = pytest.mark.django_db
LIST = "/api/v1/en/items"
MINUTE = 29_000_000
# Seconds for which what was read holds, where nobody is to be asked again.
LONG = 3600.0
# A list of one item with two integers as parameters (RFC 9651), as the draft writes both headers.
POLICY = re.compile(r'"[a-z]+";q=[0-9]+;w=60')
LEFT = re.compile(r'"[a-z]+";r=[0-9]+;t=([1-9]|[1-5][0-9]|60)')


def anybody(address: str) -> Caller:
    return at_address({"REMOTE_ADDR": address})


@pytest.fixture(autouse=True)
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """All is within one minute, twenty seconds after it began."""
    monkeypatch.setattr("cms.partners.limits.meter.time.time", lambda: MINUTE * 60 + 20.0)


def left(headers: dict[str, str]) -> int:
    return int(headers["RateLimit"].split(";r=")[1].split(";")[0])


@pytest.mark.parametrize(
    ("kind", "own", "policy", "limit"),
    [
        (None, None, "anonymous", 12_000),
        (KeyKind.LIVE, None, "key", 120_000),
        (KeyKind.LIVE, 500, "key", 500),
        (KeyKind.SANDBOX, None, "sandbox", 1_200),
        (KeyKind.SANDBOX, 500_000, "sandbox", 1_200),
    ],
)
def test_who_has_how_much(server: GatedServer, kind: KeyKind | None, own: int | None, policy: str, limit: int) -> None:
    key = a_key(kind, tokens_a_minute=own)[1] if kind else ""
    _, headers, _ = server.ask(LIST, key)
    assert headers["RateLimit-Policy"] == f'"{policy}";q={limit};w=60'
    assert headers["RateLimit"] == f'"{policy}";r={limit - MADE};t=40'
    assert POLICY.fullmatch(headers["RateLimit-Policy"])
    assert LEFT.fullmatch(headers["RateLimit"])


def test_what_is_in_memory_costs_one_token_and_what_is_made_five(server: GatedServer) -> None:
    assert left(server.ask(LIST)[1]) == 11_995
    assert left(server.ask(LIST)[1]) == 11_994
    assert left(server.ask("/api/v1/en/items?limit=7")[1]) == 11_989


def test_what_is_answered_without_a_thread_costs_and_says_the_same(server: GatedServer, settings: Any) -> None:
    settings.RATE_ANONYMOUS, settings.RATE_KEY = 12, 2
    server.begin(holds_for=LONG)
    _, key = a_key()
    server.ask(LIST)
    assert server.ask_at_once(LIST, key) is None, "the keys have not been read"
    made = server.ask(LIST, key)
    assert left(made[1]) == 1
    at_once = server.ask_at_once(LIST, key)
    assert at_once is not None
    assert (at_once[0], at_once[2], left(at_once[1])) == (200, made[2], 0)
    for _ in range(3):
        refused = server.ask_at_once(LIST, key)
        assert refused is not None
        assert (refused[0], refused[1]["Retry-After"]) == (429, "40")
    answers = [server.ask_at_once(LIST, f"{key[:18]}{'x' * 32}") for _ in range(3)]
    assert [answer and answer[0] for answer in answers] == [401, 401, 429]
    server.uses.flush()
    use = DailyUse.objects.get()
    assert (use.requests, use.tokens, use.refused) == (5, 2, 3)


def test_a_miss_without_a_thread_gives_its_token_back(server: GatedServer, settings: Any) -> None:
    settings.RATE_ANONYMOUS = 100
    server.begin(holds_for=LONG)
    server.ask(LIST)
    for _ in range(50):
        assert server.ask_at_once("/api/v1/en/topics") is None
    answer = server.ask_at_once(LIST)
    assert answer is not None
    assert left(answer[1]) == 94


def test_graphql_pays_by_the_cost_of_its_query(server: GatedServer) -> None:
    status, headers, body = server.ask("/graphql?query={__schema{queryType{name}}}")
    cost = json.loads(body)["extensions"]["cost"]["requested"]
    assert (status, cost) == (200, 600)
    assert left(headers) == 12_000 - cost // 10
    assert price_of("/graphql", 3) == MADE


def test_a_search_costs_the_same_wherever_it_is_made() -> None:
    addresses = ("/api/v1/cy/search", "/cy/chwilio/", "/en/search", "/embed/cy/search", "/embed/EN/search/")
    assert {price_of(path, None) for path in addresses} == {10}
    assert price_of("/embed/cy/terms/x", None) == MADE


@pytest.mark.parametrize(
    ("path", "language", "says"),
    [
        (
            "/api/v1/cy/items",
            "cy",
            "Rydych wedi gofyn am fwy na'r 12 tocyn y funud a ganiateir. Rhowch gynnig arall arni ymhen 40 eiliad.",
        ),
        (
            "/api/v1/en/items",
            "en",
            "You have asked for more than the 12 tokens a minute that are allowed. Try again in 40 seconds.",
        ),
    ],
)
def test_who_has_used_all_is_told_when_to_come_again(
    server: GatedServer, settings: Any, path: str, language: str, says: str
) -> None:
    settings.RATE_ANONYMOUS = 12
    for number in range(3):
        assert server.ask(f"{path}?limit={number + 1}")[0] == 200
    status, headers, body = server.ask(path)
    problem = json.loads(body)
    assert (status, headers["Retry-After"], headers["RateLimit"]) == (429, "40", '"anonymous";r=0;t=40')
    assert (problem["code"], problem["language"], problem["detail"]) == ("too-many-requests", language, says)
    assert (problem["limit"], problem["retry_after"], problem["violated-policies"]) == (12, 40, ["anonymous"])
    assert server.ask(path, address=THERE)[0] == 200
    assert server.made == 4


def test_graphql_and_reading_pages_say_it_in_their_ways(server: GatedServer, settings: Any) -> None:
    settings.RATE_ANONYMOUS = 1
    server.ask(LIST)
    status, headers, body = server.ask("/graphql?query={__typename}&lang=cy")
    error = json.loads(body)["errors"][0]
    assert (status, headers["Retry-After"], error["extensions"]["code"]) == (429, "40", "TOO_MANY_REQUESTS")
    assert error["message"].startswith("Rydych wedi gofyn am fwy")
    status, headers, body = server.ask("/cy/")
    assert (status, headers["Retry-After"]) == (429, "40")
    assert "Gormod o geisiadau" in body.decode()
    assert "Gormod o geisiadau" in server.ask("/partneriaid/terfynau/")[2].decode()
    for path in ("/embed/cy/x", "/embed/oembed?url=https://cy.example.test/cy/"):
        assert json.loads(server.ask(path)[2])["language"] == "cy"


def test_refusals_cost_nothing_and_another_minute_begins_with_all_of_it(
    server: GatedServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RATE_ANONYMOUS = 1
    assert [server.ask(LIST)[0] for _ in range(5)] == [200, 429, 429, 429, 429]
    monkeypatch.setattr("cms.partners.limits.meter.time.time", lambda: (MINUTE + 1) * 60.0)
    assert server.ask(LIST)[0] == 200


def test_whoever_tries_keys_pays_for_it(server: GatedServer, settings: Any) -> None:
    settings.RATE_ANONYMOUS = 12
    assert [server.ask(LIST, "wrong")[0] for _ in range(5)] == [401, 401, 401, 429, 429]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.5", "203.0.113.5", True),
        ("203.0.113.5", "203.0.113.6", False),
    ],
)
def test_an_ipv6_network_is_one_client(first: str, second: str, same: bool) -> None:
    assert (anybody(first).client == anybody(second).client) is same
    assert first not in anybody(first).client


@pytest.mark.parametrize(("address", "has_limit"), [("127.0.0.1", False), ("::1", False), (HERE, True)])
def test_this_machine_itself_has_no_limit(server: GatedServer, address: str, has_limit: bool) -> None:
    assert ("RateLimit" in server.ask(LIST, address=address)[1]) is has_limit


def test_behind_a_proxy_its_word_decides_and_otherwise_nobodys(server: GatedServer, settings: Any) -> None:
    settings.RATE_ANONYMOUS = 1
    given = {"HTTP_X_FORWARDED_FOR": "198.51.100.1, 203.0.113.200"}
    server.ask(LIST, **given)
    assert server.ask(LIST)[0] == 429
    settings.TRUST_PROXY_HEADERS = True
    server.begin()
    assert server.ask(LIST, **given)[0] == 200
    assert server.ask(LIST, **given)[0] == 429


def test_whom_a_proxy_on_this_machine_does_not_name_has_the_limit_of_anybody(
    server: GatedServer, settings: Any
) -> None:
    settings.TRUST_PROXY_HEADERS = True
    server.begin()
    for said in ("unknown", "203.0.113.9:5555", "[2001:db8::1]:443"):
        assert "RateLimit" in server.ask(LIST, address="127.0.0.1", HTTP_X_FORWARDED_FOR=said)[1], said
    assert "RateLimit" not in server.ask(LIST, address="127.0.0.1")[1]


@pytest.mark.parametrize("path", ["/admin/login/", "/static/reading/reading.css"])
def test_the_admin_and_style_sheets_cost_nothing(server: GatedServer, path: str) -> None:
    assert "RateLimit" not in server.ask(path)[1]


def test_processes_learn_through_the_table_what_others_counted() -> None:
    store, caller = DatabaseStore(), anybody(HERE)
    first, second = Meter(store), Meter(store)
    first.take(caller, 7_000)
    first.share()
    second.take(caller, 4_000)
    second.share()
    assert second.take(caller, 0).remaining == 1_000
    first.take(caller, 900)
    first.share()
    assert first.take(caller, 0).remaining == 100
    assert second.take(caller, 0).remaining == 1_000, "until it looks again"
    second.share()
    assert second.take(caller, 0).remaining == 100
    assert MinuteUse.objects.get().tokens == 11_900


def test_a_store_that_does_not_answer_keeps_nobody_from_reading() -> None:
    meter = Meter(RedisStore("redis://127.0.0.1:1/0"))
    meter.take(anybody(HERE), 7_000)
    with pytest.raises(RedisError):
        meter.share()
    assert meter.take(anybody(HERE), 0).remaining == 5_000


def test_who_uses_little_is_not_written_down_and_old_minutes_are_deleted() -> None:
    MinuteUse.objects.create(client="x", minute=MINUTE - 10, tokens=1)
    meter = Meter(DatabaseStore())
    meter.take(anybody(HERE), 50)
    meter.share()
    assert MinuteUse.objects.count() == 1
    meter.take(anybody(THERE), 5_000)
    meter.share()
    assert [row.client for row in MinuteUse.objects.all()] == [anybody(THERE).client]


def test_what_keys_were_used_for_is_added_up_by_day(server: GatedServer) -> None:
    item = pair(type="home")[0].item
    key, text = a_key(tokens_a_minute=12)
    for path in (LIST, LIST, f"/api/v1/cy/items/{item}", f"{LIST}?limit=3", LIST):
        server.ask(path, text)
    server.uses.flush()
    server.ask(LIST, text)
    server.uses.flush()
    key.refresh_from_db()
    use = DailyUse.objects.get(key=key)
    assert (use.requests, use.tokens, use.refused) == (6, 16, 2)
    assert key.last_used_at is not None


def test_what_was_written_is_not_written_again_where_the_old_cannot_be_deleted(
    server: GatedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(day: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(use_records, "delete_expired", fail)
    _, text = a_key()
    server.ask(LIST, text)
    server.uses.flush()
    server.uses.flush()
    assert DailyUse.objects.get().requests == 1


def test_a_key_that_is_deleted_meanwhile_is_passed_over(server: GatedServer) -> None:
    key, text = a_key()
    server.ask(LIST, text)
    key.delete()
    server.uses.flush()
    assert not DailyUse.objects.exists()
