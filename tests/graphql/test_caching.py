"""Answers to GET may be kept by anybody: entity tags, 304, and for how long; answers to POST and errors by nobody."""

import gzip
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cms.graphql.execution import executor
from cms.graphql.execution.executor import ExecutionResult
from cms.http.caching.cache_policy import CachePolicy
from cms.publication.models import Edition, State
from tests.factories.editions import edition, pair
from tests.graphql.test_http import JSON, RESPONSE, HttpClient

ITEM = (
    "query Item($id: ID!, $language: Language!) { item(id: $id, language: $language) { id title body { __typename } } }"
)
LONG = {"title": "Sefydlogrwydd cynnar " * 50}


@pytest.fixture
def http():
    return HttpClient()


@pytest.fixture
def given(monkeypatch):
    """Answers every query with what a test puts here, without a database."""
    found: dict[str, Any] = {"data": {"home": LONG}}
    monkeypatch.setattr(executor, "execute", lambda plan, deadline, language: ExecutionResult(**found))
    return found


def read(http, accept=RESPONSE, method="GET", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return http.generic(
        method, "/graphql", query_params={"query": "{ __typename }"}, headers={"accept": accept, **named}
    )


def test_what_the_client_has_is_not_sent_again(http, given):
    first = read(http)
    assert (first["Cache-Control"], first["Vary"]) == ("public, max-age=60", "Accept, Accept-Encoding")
    for tags in (first["ETag"], f'"other", W/{first["ETag"]}', "*"):
        second = read(http, if_none_match=tags)
        assert (second.status_code, second.content) == (304, b"")
        kept = ("ETag", "Cache-Control", "Vary", "Access-Control-Allow-Origin")
        assert {name: second[name] for name in kept} == {name: first[name] for name in kept}
    assert read(http, if_none_match='"other"').status_code == 200


def test_head_has_the_same_tag(http, given):
    assert read(http, method="HEAD")["ETag"] == read(http)["ETag"]
    assert read(http, method="HEAD", if_none_match=read(http)["ETag"]).status_code == 304


def test_the_tag_changes_with_the_content_the_form_and_the_encoding(http, given):
    tags = [read(http)["ETag"], read(http, JSON)["ETag"], read(http, accept_encoding="gzip")["ETag"]]
    given["data"] = {"home": None}
    tags.append(read(http)["ETag"])
    assert len(set(tags)) == 4


def test_gzip_holds_the_same_bytes_by_get_and_by_post(http, given):
    plain = read(http).content
    for packed in (read(http, accept_encoding="gzip"), http.ask(accept_encoding="gzip")):
        assert packed["Content-Encoding"] == "gzip"
        assert int(packed["Content-Length"]) == len(packed.content) < len(plain)
        assert gzip.decompress(packed.content) == plain == http.ask().content


def test_an_answer_to_post_is_kept_by_nobody_and_compared_with_nothing(http, given):
    response = http.ask(if_none_match="*", if_match='"other"')
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in response


def test_an_answer_with_an_error_is_kept_by_nobody(http, given):
    given["errors"] = [{"message": "No", "path": ["home"]}]
    response = read(http)
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in response


def test_what_expires_soon_is_kept_no_longer(http, given):
    given["cache_policy"] = CachePolicy(timezone.now() + timedelta(seconds=30))
    assert read(http)["Cache-Control"] in {"public, max-age=29", "public, max-age=30"}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["cy", "en"])
def test_the_tag_of_an_item_holds_until_the_item_changes(http, language):
    row = pair()[0] if language == "cy" else pair()[1]
    asked = {"query": ITEM, "variables": f'{{"id": "{row.item}", "language": "{language.upper()}"}}'}
    first = http.get("/graphql", asked)
    assert first.json()["data"]["item"]["title"] == row.title
    known = {"if-none-match": first["ETag"]}
    assert http.get("/graphql", asked, headers=known).status_code == 304
    Edition.objects.filter(pk=row.pk).update(state=State.WITHDRAWN)
    gone = http.get("/graphql", asked, headers=known)
    assert (gone.status_code, gone.json()["data"]) == (200, {"item": None})
    assert gone["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_an_item_that_expires_says_so(http):
    row = edition(expires_at=timezone.now() + timedelta(seconds=20))
    asked = {"query": ITEM, "variables": f'{{"id": "{row.item}", "language": "{row.language.upper()}"}}'}
    seconds = int(http.get("/graphql", asked)["Cache-Control"].removeprefix("public, max-age="))
    assert 15 <= seconds <= 20
