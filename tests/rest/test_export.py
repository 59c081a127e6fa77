"""All there is in one answer: as the changes tell of it, byte for byte, encoded as asked for, as of one moment."""

import gzip
import json
import tracemalloc
from typing import Any
from uuid import uuid4

import pytest
from backports import zstd
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.content.languages import CODES
from cms.publication.queries.feed import export as export_module
from cms.rest.views.changes import _written
from tests.factories import content as make
from tests.publication.shelf import Shelf, a_shelf
from tests.rest.feed_follower import exported

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf() -> Shelf:
    return a_shelf()


def read(api: Any, address: str = "export", **headers: str) -> tuple[Any, bytes]:
    response = api.read(address, **headers)
    return response, b"".join(response)


def test_each_line_is_the_entry_of_the_changes_with_all_of_the_item_in_both_languages(api, shelf):
    lines, token = exported()
    changes = api.read("changes").json()
    assert changes["token"] == token
    assert list(lines) == [entry["id"] for entry in changes["items"]]
    assert str(shelf.term.translation_key) in lines
    for entry in changes["items"]:
        line = lines[entry["id"]]
        whole = json.loads(line)
        assert {name: whole[name] for name in entry} == entry
        for one in entry["languages"]:
            stored = one["api"] and api.read(one["api"].removeprefix("https://api.example.test")).content
            assert b'"%b":%b' % (one["language"].encode(), stored or b"null") in line


def test_it_is_encoded_as_the_client_likes_best(api, shelf):
    plain_response, plain = read(api)
    assert "Content-Encoding" not in plain_response
    for header, encoding, unpack in (
        ("gzip, zstd", "zstd", zstd.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("zstd;q=0.1, gzip;q=0.5", "gzip", gzip.decompress),
        ("*", "gzip", gzip.decompress),
    ):
        response, packed = read(api, **{"Accept-Encoding": header})
        assert (response["Content-Encoding"], response["Content-Length"]) == (encoding, str(len(packed)))
        assert unpack(packed) == plain
        assert response["ETag"] == f'{plain_response["ETag"][:-1]}-{encoding}"'
    assert "Content-Encoding" not in read(api, **{"Accept-Encoding": "identity, gzip;q=0.1"})[0]


def test_its_header_says_where_to_go_on_and_its_tag_whether_anything_has_changed(api, shelf):
    response, _ = read(api, "export?lang=cy&type=landing,term")
    _, token = exported()
    following = f"https://api.example.test/api/v1/changes?lang=cy&type=landing%2Cterm&since={token}"
    assert response["Link"] == f'<{following}>; rel="next"'
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/x-ndjson", "public, no-cache")
    tag = {"If-None-Match": response["ETag"]}
    with CaptureQueriesContext(connection) as asked:
        unchanged, body = read(api, "export?lang=cy&type=landing,term", **tag)
    assert (unchanged.status_code, body) == (304, b"")
    assert len(asked) <= 2
    assert read(api, **tag)[0].status_code == 200
    make.publish(shelf.page, title="English: other")
    assert read(api, "export?lang=cy&type=landing,term", **tag)[0].status_code == 200


def test_who_asks_for_its_head_is_told_the_token_and_nothing_is_read(api, shelf):
    whole, _ = read(api)
    with CaptureQueriesContext(connection) as asked:
        head = api.head("/api/v1/export")
    assert (head["Link"], head["ETag"], head.content) == (whole["Link"], whole["ETag"], b"")
    assert len(asked) <= 2


def test_what_is_not_public_in_a_language_is_null_and_what_is_in_neither_is_left_out(api, shelf):
    with make.committed():
        make.fresh(shelf.welsh).unpublish()
        make.fresh(shelf.beside).unpublish()
    lines, _ = exported()
    one = json.loads(lines[str(shelf.page.translation_key)])
    assert (one["cy"], one["en"]["language"]) == (None, "en")
    assert str(shelf.beside.translation_key) not in lines


def test_it_is_read_in_batches_with_as_many_queries_for_each(api, shelf, monkeypatch):
    whole = exported()
    counts = []
    for batch in (1, 2, 100):
        monkeypatch.setattr(export_module, "_BATCH", batch)
        with CaptureQueriesContext(connection) as asked:
            assert exported() == whole
        counts.append(len(asked))
    assert counts[0] > counts[1] > counts[2]
    assert counts[2] <= 9


@pytest.mark.parametrize("language", CODES)
def test_some_items_are_given_by_id_in_both_languages_or_one(api, shelf, language):
    page, term = shelf.page.translation_key, shelf.term.translation_key
    found = api.read(f"items?id={term},{page},{term}&lang={language}").json()
    assert [one["id"] for one in found["items"]] == sorted([str(page), str(term)])
    for one in found["items"]:
        kind = "terms" if one["id"] == str(term) else "items"
        assert one[language] == api.read(f"{language}/{kind}/{one['id']}").json()
        assert {code: status["state"] for code, status in one["languages"].items()} == dict.fromkeys(CODES, "published")
        assert make.other(language) not in one
    both = api.read(f"items?id={page}").json()["items"]
    assert both == [api.read(f"items/{page}").json()]


def test_as_many_items_as_may_be_asked_for_take_two_queries(api, shelf):
    page = shelf.page.translation_key
    with make.committed():
        make.fresh(shelf.beside).unpublish()
    unknown = [f"{number:08x}-0000-4000-8000-000000000000" for number in range(98)]
    asked_for = ",".join([str(page), str(shelf.beside.translation_key), *unknown])
    with CaptureQueriesContext(connection) as asked:
        found = {one["id"]: one for one in api.read(f"items?id={asked_for}").json()["items"]}
    assert found.keys() == {str(page), str(shelf.beside.translation_key)}
    beside = found[str(shelf.beside.translation_key)]
    assert (beside["cy"], beside["en"], beside["languages"]["en"]["state"]) == (None, None, "withdrawn")
    assert len(asked) == 2
    api.problem(f"items?id={asked_for},{'f' * 8}-0000-4000-8000-000000000000", 400, "invalid-parameter")
    api.problem("items", 400, "invalid-parameter")
    api.problem("items?id=none", 400, "invalid-parameter")
    (allowed,) = api.problem(f"items?id={','.join([str(uuid4()) for _ in range(101)])}", 400, "invalid-parameter")[
        "allowed"
    ]
    assert "100 at most" in allowed
    (allowed,) = api.problem("items?id=none", 400, "invalid-parameter", **{"Accept-Language": "cy"})["allowed"]
    assert "100 ar y mwyaf" in allowed


@pytest.mark.parametrize("encoding", ["identity", "gzip", "zstd"])
def test_no_more_of_it_is_in_memory_than_a_few_lines(encoding):
    line = b"x" * 20_000 + b"\n"
    tracemalloc.start()
    try:
        with _written((line for _ in range(3_000)), encoding) as spool:
            peak = tracemalloc.get_traced_memory()[1]
            assert spool.seek(0, 2) > 1_000
    finally:
        tracemalloc.stop()
    assert peak < 2_000_000
