"""Answers from the response cache: the same as Django's own, and gone as soon as something has changed."""

import gzip
import time
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.http.caching import response_cache
from cms.http.caching.cached_response import CachedResponse
from cms.http.caching.response_cache import ResponseStore
from cms.publication.models import Edition, LogHead, State
from cms.publication.queries import generation_cache
from tests.factories.editions import edition, pair
from tests.http.cached_server import PageServer, RestServer, open_connection, touch

FIXTURES = (open_connection,)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_connection")]
ADDRESSES = ["cy/items/{item}", "items/{item}", "cy/items", "cy/items?fields=full", "cy/topics", "manifest", ""]


@pytest.fixture
def server():
    LogHead.objects.get_or_create(id=1)
    return RestServer()


@pytest.fixture
def pages():
    LogHead.objects.get_or_create(id=1)
    return PageServer()


@pytest.fixture
def row():
    return pair(type="home", topics=["llys"])[0]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("encoding", ["identity", "gzip", "br", "zstd"])
def test_an_answer_from_the_cache_is_what_django_gives(server, row, address, encoding):
    address = address.format(item=row.item)
    first = server.get(address, accept_encoding=encoding)
    second = server.get(address, accept_encoding=encoding)
    assert first[0] == 200
    assert second == first == server.get(address, server.django, accept_encoding=encoding)
    assert server.made == 1


@pytest.mark.parametrize("address", ADDRESSES)
def test_its_304_is_what_django_gives(server, row, address):
    address = address.format(item=row.item)
    _, headers, _ = server.get(address)
    asked = {"if_none_match": headers["ETag"]}
    assert server.get(address, **asked) == server.get(address, server.django, **asked)
    assert server.get(address, **asked)[::2] == (304, b"")
    assert server.get(address, if_none_match='"another"')[0] == 200
    assert server.made == 1


def test_a_date_is_enough_for_a_304(server, row):
    _, headers, _ = server.get(f"cy/items/{row.item}")
    asked = {"if_modified_since": headers["Last-Modified"]}
    assert server.get(f"cy/items/{row.item}", **asked)[0] == 304
    assert server.get(f"cy/items/{row.item}", **asked) == server.get(f"cy/items/{row.item}", server.django, **asked)
    assert server.get(f"cy/items/{row.item}", if_modified_since="Sun, 01 Jan 2006 00:00:00 GMT")[0] == 200


def test_encodings_are_cached_apart(server, row):
    plain = server.get(f"cy/items/{row.item}")[2]
    packed = server.get(f"cy/items/{row.item}", accept_encoding="gzip")[2]
    again = server.get(f"cy/items/{row.item}", accept_encoding="deflate, gzip;q=0.8")[2]
    assert gzip.decompress(packed) == gzip.decompress(again) == plain
    assert server.made == 2


@pytest.mark.parametrize("change", ["withdrawn", "expired"])
def test_what_is_taken_down_is_not_given_again(server, row, change):
    address = f"cy/items/{row.item}"
    assert server.get(address)[0] == server.get(address)[0] == 200
    rows = Edition.objects.filter(pk=row.pk)
    if change == "withdrawn":
        rows.update(state=State.WITHDRAWN)
    else:
        rows.update(expires_at=timezone.now() - timedelta(seconds=1))
    touch()
    assert server.get(address)[0] == 410


def test_nothing_is_asked_of_the_database_more_often_than_the_interval(row, monkeypatch):
    server = RestServer(interval=3600)
    asked = []

    def ask():
        asked.append(1)
        return 0

    monkeypatch.setattr(generation_cache, "generation", ask)
    for _ in range(5):
        server.get(f"cy/items/{row.item}")
    # Once before the first answer, and once after it was made.
    assert (len(asked), server.made) == (2, 1)


def test_what_is_known_to_hold_is_given_at_once_and_nothing_else_is(row, monkeypatch):
    server = RestServer(interval=3600)
    address = f"cy/items/{row.item}"
    assert at_once(server, address) is None
    first = server.get(address)
    assert (at_once(server, address), server.made) == (first, 1)
    assert at_once(server, "cy/items") is None
    # Nobody asks the database, so that what it was last asked too long ago is for others to find out.
    monkeypatch.setattr(generation_cache, "generation", no_database)
    later = time.monotonic() + 3600
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert at_once(server, address) is None


def at_once(server, address):
    """What the cache gives without asking anybody; None for nothing."""
    given = []

    def application(environ, start_response):
        answer = server.application.at_once(environ, start_response)
        given.append(answer is not None)
        if answer is None:
            start_response("404 Not Found", [])
        return answer or ()

    answer = server.get(address, application)
    return answer if given == [True] else None


def no_database():
    raise AssertionError("the database is asked")


def test_once_one_language_is_new_the_other_is_not_old(row):
    """Even within the interval in which nothing is asked: making an answer asks."""
    LogHead.objects.get_or_create(id=1)
    server = RestServer(interval=3600)
    cy, en = f"cy/items/{row.item}", f"en/items/{row.item}"
    assert server.get(cy)[0] == server.get(cy)[0] == 200
    Edition.objects.filter(item=row.item).update(state=State.WITHDRAWN)
    touch()
    assert server.get(en)[0] == 410
    assert server.get(cy)[0] == 410


def test_whoever_was_told_of_a_change_is_given_nothing_older_by_another_process(row):
    """Who keeps a copy by the changes would have it until the next change of the item."""
    LogHead.objects.get_or_create(id=1)
    one, another = RestServer(interval=3600), RestServer(interval=3600)
    fetched = f"items?id={row.item}"
    first = one.get(fetched)[2]
    assert one.get(fetched)[2] == first
    assert (one.made, at_once(one, fetched)) == (1, None)
    Edition.objects.filter(item=row.item).update(state=State.WITHDRAWN)
    touch()
    assert another.get(fetched)[2] == one.get(fetched)[2] != first


def test_an_answer_that_was_overtaken_while_it_was_made_is_not_cached(row):
    LogHead.objects.get_or_create(id=1)
    server = RestServer()
    django = server.django

    def overtaken(environ, start_response):
        answer = django(environ, start_response)
        touch()
        return answer

    server.django = overtaken
    server.get(f"cy/items/{row.item}")
    server.get(f"cy/items/{row.item}")
    assert server.made == 2


def test_what_expires_is_cached_until_its_cache_control_would_change(server, settings):
    soon = edition(expires_at=timezone.now() + timedelta(seconds=settings.CACHE_MAX_AGE - 1))
    late = edition(expires_at=timezone.now() + timedelta(days=1))
    for row in (soon, late):
        server.get(f"cy/items/{row.item}")
        server.get(f"cy/items/{row.item}")
    assert server.made == 3


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("cy/items/{item}", {"method": "HEAD"}),
        ("cy/items/{item}", {"if_match": "*"}),
        ("cy/items/{item}", {"if_unmodified_since": "Sun, 01 Jan 2006 00:00:00 GMT"}),
        ("cy/items/5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11", {}),
        ("cy/items/{item}?unknown=1", {}),
    ],
)
def test_what_is_not_a_plain_answer_is_left_to_django(server, row, address, options):
    address = address.format(item=row.item)
    for _ in range(2):
        assert server.get(address, **options) == server.get(address, server.django, **options)
    assert server.made == 2


def test_an_answer_for_one_host_or_scheme_is_not_given_to_another(server, row):
    address = f"cy/items/{row.item}"
    assert server.get(address)[0] == 200
    assert server.get(address, host="elsewhere.example")[0] == 400
    server.get(address, x_forwarded_proto="https")
    assert server.made == 3


def test_a_database_that_does_not_answer_is_told_by_django(server, row, monkeypatch):
    address = f"cy/items/{row.item}"
    server.get(address)

    def down():
        raise OperationalError

    monkeypatch.setattr(generation_cache, "generation", down)
    monkeypatch.setattr(response_cache, "close_old_connections", lambda: None)
    server.get(address)
    assert server.made == 2


def test_no_memory_caches_nothing(row):
    server = RestServer(capacity=0)
    for _ in range(2):
        assert server.get(f"cy/items/{row.item}")[0] == 200
    assert server.made == 2


# --- the pages that people read


def test_a_page_is_given_again_as_django_gives_it(pages, row):
    for encoding in ("identity", "gzip", "br", "zstd"):
        first = pages.get(row.path, accept_encoding=encoding)
        assert first[0] == 200
        assert pages.get(row.path, accept_encoding=encoding) == first
        assert pages.get(row.path, pages.django, accept_encoding=encoding) == first
    assert pages.made == 4


@pytest.mark.parametrize("form", ["{tag}", '"another", {tag}', "{strong}", "*", '"another"', "{strong}x", "x{strong}"])
def test_who_has_a_page_is_told_so_as_django_tells_it(pages, row, form):
    """Its tag is weak: it stands for the page in all encodings."""
    tag = pages.get(row.path)[1]["ETag"]
    asked = {"if_none_match": form.format(tag=tag, strong=tag.removeprefix("W/"))}
    told = pages.get(row.path, **asked)
    assert told == pages.get(row.path, pages.django, **asked)
    assert told[0] == (304 if form in {"{tag}", '"another", {tag}', "{strong}", "*"} else 200)
    assert pages.made == 1


def test_a_page_with_a_mark_on_its_link_is_djangos(pages, row):
    for _ in range(2):
        assert pages.get(f"{row.path}?utm_source=x")[0] == 200
    assert pages.made == 2


def test_a_page_is_made_anew_when_the_day_is_over(pages, row, monkeypatch):
    """`New` is a matter of days."""
    pages.get(row.path)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 86_400)
    pages.get(row.path)
    assert pages.made == 2


def test_whoever_has_logged_in_reads_the_same_page(pages, row):
    assert pages.get(row.path, cookie=f"sessionid={'x' * 32}; csrftoken={'x' * 32}") == pages.get(row.path)
    assert pages.made == 1


@pytest.mark.parametrize("cookie", ["csrftoken=abc", "csrftoken=", "sessionid=x", "sessionid=", "messages=x"])
def test_a_cookie_that_one_reader_is_given_is_given_to_no_other(pages, row, cookie):
    """Django answers a malformed one with another: a token that its sender knows."""
    pages.get(row.path, cookie=cookie)
    _, headers, _ = pages.get(row.path)
    assert "Set-Cookie" not in headers
    assert headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "form",
    [
        *("{path}", "/embed/cy/{item}", "/api/v1/cy/items/{item}"),
        *("/api/v1/items/{item}?lang=cy,en", "/api/v1/items/{item}?lang=cy", "/api/v1/items?id={item}&lang=cy"),
    ],
)
def test_what_leads_to_the_other_language_ends_with_it(pages, monkeypatch, form):
    row, _ = pair(en={"expires_at": timezone.now() + timedelta(hours=1)})
    address = form.format(path=row.path, item=row.item)
    assert pages.get(address) == pages.get(address)
    later = timezone.now() + timedelta(hours=1, minutes=5)
    monkeypatch.setattr(time, "time", later.timestamp)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert pages.get(address) == pages.get(address, pages.django)


def answer(generation, size):
    return CachedResponse(generation, float("inf"), "t", None, [], [], b"x" * size)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), st.integers(0, 30_000)), max_size=60))
def test_the_store_stays_within_its_capacity_and_never_gives_another_generation(steps):
    store, newest = ResponseStore(100_000), 0
    for name, growth, size in steps:
        newest += growth // 3
        found = store.get((str(name),), newest)
        assert found is None or found.generation == newest
        store.put((str(name),), answer(newest, size))
        held = [*store._young.values(), *store._old.values()]
        assert sum(len(one.body) for one in held) <= 100_000


def test_what_is_asked_for_stays_and_the_rest_makes_room():
    store = ResponseStore(40_000)
    store.put(("wanted",), answer(1, 5_000))
    for number in range(50):
        assert store.get(("wanted",), 1) is not None
        store.put((str(number),), answer(1, 5_000))
    assert store.get(("0",), 1) is None


def test_what_depends_on_the_day_is_cached_no_longer_than_others_may_keep_it(server, settings, monkeypatch):
    edition(new_until=timezone.localdate())
    addresses = ["cy/items?new=true", "cy/items?new=false", "cy/topics", "cy/audiences", "cy/items"]
    for address in addresses:
        server.get(address)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + settings.CACHE_MAX_AGE + 1)
    server.made = 0
    for address in addresses:
        server.get(address)
    assert server.made == 4
