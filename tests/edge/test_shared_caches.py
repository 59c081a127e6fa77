"""What shared caches are told: for how long they may keep what, by which keys, and what is purged."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import resolve
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.edge import purging
from cms.edge.checks import what_is_kept_is_purged
from cms.edge.surrogate_keys import SITE
from cms.http.caching.cache_policy import CachePolicy
from cms.http.caching.shared_caches import shared_times, shortened
from cms.publication.changelog.leases import ExternalFailure
from cms.publication.changelog.log import begin_generation
from cms.publication.models import Edition, ReleaseSet
from cms.publication.release_sets.planned_moment import planned_moment
from cms.settings import environment
from tests.edge.everywhere import addresses, others, routes, whole_library
from tests.edge.test_purging import asked, kept_for_long, seconds_kept
from tests.factories.editions import edition
from tests.search.outlet import Index, index

assert kept_for_long
assert index
pytestmark = pytest.mark.django_db


@contextmanager
def cache_that_answers(answer: bytes) -> Iterator[tuple[str, list[tuple[str, str, dict[str, str], bytes]]]]:
    """A cache: its address, and what it was asked."""
    asked: list[tuple[str, str, dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked.append((self.command, self.path, dict(self.headers.items()), content))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        do_PURGE = do_POST  # noqa: N815 - the name that the server looks for

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_varnish_fastly_and_cloudflare_are_told_as_they_expect(settings: Any) -> None:
    keys = [f"k{number}" for number in range(40)]
    with cache_that_answers(b'{"success": true}') as (address, asked):
        settings.WAGTAILFRONTENDCACHE = environment.purge_settings(f"varnish://{address.removeprefix('http://')}")
        purging.purge(keys)
        for url, one in (("fastly://To%2Fken@aB1", "fastly"), ("cloudflare://ToKen@zOne", "cloudflare")):
            settings.WAGTAILFRONTENDCACHE = {"x": {**environment.purge_settings(url)["default"], "LOCATION": address}}
            assert environment.purge_settings(url)["default"]["BACKEND"].lower().endswith(f".{one}tags")
            purging.purge(keys)
    varnish, fastly, *cloudflare = asked
    assert (varnish[0], varnish[1], varnish[2]["Surrogate-Key"].split()) == ("PURGE", "/", keys)
    assert (fastly[1], fastly[2]["Fastly-Key"], json.loads(fastly[3])) == (
        "/aB1/purge",
        "To/ken",
        {"surrogate_keys": keys},
    )
    assert [json.loads(content)["tags"] for *_, content in cloudflare] == [keys[:30], keys[30:]]
    assert {(path, headers["Authorization"]) for _, path, headers, _ in cloudflare} == {
        ("/zOne/purge_cache", "Bearer ToKen")
    }


def test_a_purge_that_was_not_done_is_a_failure(settings: Any) -> None:
    with cache_that_answers(b'{"success": false}') as (address, _):
        options = {**environment.purge_settings("cloudflare://a@b")["default"], "LOCATION": address}
        settings.WAGTAILFRONTENDCACHE = {"default": options}
        with pytest.raises(ExternalFailure):
            purging.purge(["x"])
        with pytest.raises(CommandError):
            call_command("purge_caches")
    with pytest.raises(ExternalFailure, match="did not purge"):
        purging.purge(["x"])


def test_a_back_end_of_wagtails_own_is_given_addresses(settings: Any) -> None:
    with cache_that_answers(b"") as (address, asked):
        options = {"BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend", "LOCATION": address}
        settings.WAGTAILFRONTENDCACHE = {"default": options}
        row = edition("cy")
        purging.purge(["x"], purging.addresses_of({row.item}))
    assert {(path, headers["Host"]) for _, path, headers, _ in asked} == {
        (row.path, "cy.example.test"),
        (f"/api/v1/cy/items/{row.item}", "api.example.test"),
        (f"/embed/cy/{row.item}", "api.example.test"),
    }


def test_who_keeps_answers_for_long_without_a_purge_is_warned(settings: Any) -> None:
    assert [found.id for found in what_is_kept_is_purged()] == ["edge.W001"]
    settings.WAGTAILFRONTENDCACHE = environment.purge_settings("varnish://localhost:6081")
    assert what_is_kept_is_purged() == []
    settings.SHARED_CACHE_SECONDS, settings.WAGTAILFRONTENDCACHE = 0, {}
    assert what_is_kept_is_purged() == []


def cache_control(row: Edition) -> dict[str, int]:
    header = Client().get(f"/api/v1/{row.language}/items/{row.item}")["Cache-Control"]
    return {name: int(value) for name, _, value in (part.partition("=") for part in header.split(", ")) if value}


def test_shared_caches_keep_answers_until_something_is_planned_or_expires(settings: Any) -> None:
    settings.STALE_WHILE_REVALIDATE_SECONDS, settings.STALE_IF_ERROR_SECONDS = 60, 86_400
    lasting = edition("cy")
    stale = {"stale-while-revalidate": 60, "stale-if-error": 86_400}
    assert cache_control(lasting) == {"max-age": 60, "s-maxage": 3600, **stale}
    ending = edition("cy", expires_at=timezone.now() + timedelta(minutes=40))
    assert cache_control(ending) == {"max-age": 60, "s-maxage": 1800, "stale-while-revalidate": 60}
    planned = ReleaseSet.objects.create(name="x", planned_for=timezone.now() + timedelta(seconds=500))
    planned_moment.forget()
    assert cache_control(lasting) == {"max-age": 60, "s-maxage": 450}
    ReleaseSet.objects.filter(pk=planned.pk).update(planned_for=timezone.now() + timedelta(seconds=2))
    planned_moment.forget()
    assert cache_control(lasting)["s-maxage"] <= 2


def test_nothing_is_said_of_it_where_it_is_off(settings: Any) -> None:
    settings.SHARED_CACHE_SECONDS = 0
    response = Client().get(f"/api/v1/cy/items/{edition('cy').item}")
    assert response["Cache-Control"] == "public, max-age=60"
    assert not {"Surrogate-Key", "Cache-Tag"} & response.headers.keys()


@given(st.integers(0, 10**6), st.integers(0, 4000), st.integers(0, 10**5), st.integers(0, 10**5))
def test_the_header_stays_as_long_as_an_answer_is_given_from_memory(
    left: int, shared: int, while_: int, error: int
) -> None:
    now = timezone.now().timestamp()
    names = {"SHARED_CACHE_SECONDS": shared, "STALE_WHILE_REVALIDATE_SECONDS": while_, "STALE_IF_ERROR_SECONDS": error}
    with override_settings(**names):
        seconds, stale = shared_times(left)
        assert seconds <= left
        assert all(seconds + more <= left for more in stale.values())
        policy = CachePolicy(renewed_at=datetime.fromtimestamp(now + left, UTC), keys=frozenset({"x"}))
        same = policy.same_until(now) - now
        later = left - max(0, min(same, left) - 0.001)
        assert shared_times(later) == (seconds, stale) or same <= 0 or not shared
        assert shortened(60, later) == shortened(60, left) <= left or same <= 0 or not shared


EVERY_ROUTE = frozenset(routes())
# What shared caches ask for each time, by route: docs/caching.md says why.
ASKED_EACH_TIME = {
    "graphql",
    ".well-known/security.txt",
    "^(?P<language>cy)/(?:chwilio|search)(?P<slash>/?)\\Z",
    "^(?P<language>en)/search(?P<slash>/?)\\Z",
    "^sitemap/(?P<prefix>[0-9a-f]{1,3})\\.xml\\Z",
    *(f"api/v1/<str:language>/{name}" for name in ("search", "suggest", "topics", "audiences")),
    *(f"api/v1/{name}" for name in ("changes", "export", "items", "items/<str:id>/releases", "releases")),
    *(name for name in EVERY_ROUTE if name.startswith("embed/") and name != "embed/v1/cynnwys.js"),
    *(f"partneriaid/{name}/" for name in ("newidiadau", "priodoli", "statws")),
    *(f"partners/{name}/" for name in ("changes", "attribution", "status")),
}
# What is for whoever has logged in or come by a link, and for nobody to keep.
OF_ONE_READER = ("media/", "partners/keys/", "partneriaid/allweddi/", "^preview/")


def test_every_address_has_keys_or_is_asked_for_each_time(index: Index) -> None:
    whole_library()
    index()
    kept: dict[str, list[bool]] = {}
    for address in [*addresses(), *others()]:
        response = Client().get(address)
        found = seconds_kept(response) > 0
        assert not found or SITE in response["Surrogate-Key"].split(), address
        assert not found or "Accept-Language" not in response.get("Vary", ""), address
        kept.setdefault(resolve(urlsplit(address).path).route, []).append(found)
    assert EVERY_ROUTE - kept.keys() == set(), "everywhere.py has no address for them"
    never = {route for route, some in kept.items() if not any(some) and not route.startswith(OF_ONE_READER)}
    assert never == ASKED_EACH_TIME


def seconds_said(response: Any) -> int:
    """For how long the least careful cache may give an answer, whatever is wrong with us."""
    said = response.get("Cache-Control", "no-store").split(", ")
    return max((int(part.partition("=")[2]) for part in said if "=" in part), default=0)


def expire(seconds: int) -> None:
    Edition.objects.update(expires_at=timezone.now() + timedelta(seconds=seconds))
    begin_generation()


def test_nothing_is_kept_past_what_is_planned_or_past_the_expiry_of_what_it_shows(index: Index, settings: Any) -> None:
    settings.STALE_WHILE_REVALIDATE_SECONDS, settings.STALE_IF_ERROR_SECONDS = 60, 86_400
    whole_library()
    index()
    # The file of the elements shows nothing of ours.
    every = [address for address in (*addresses(), *others()) if address != "/embed/v1/cynnwys.js"]
    expire(50)
    answers = {address: asked(address) for address in every}
    lasting = {address: content for address, (response, content) in answers.items() if seconds_said(response) > 50}
    expire(-1)
    assert {address for address, before in lasting.items() if asked(address)[1] != before} == set()
    ReleaseSet.objects.create(name="x", planned_for=timezone.now() + timedelta(seconds=25))
    planned_moment.forget()
    assert lasting
    assert {address for address in lasting if seconds_said(asked(address)[0]) > 25} == set()
