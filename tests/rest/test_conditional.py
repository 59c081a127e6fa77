"""Validators, encodings, HEAD, how long answers may be kept, and reading from browsers of other sites."""

import gzip
from datetime import timedelta
from importlib import import_module

import brotli
import pytest
from backports import zstd
from django.apps import apps
from django.utils import timezone
from django.utils.http import http_date

from cms.http.caching.encodings import chosen_encoding
from cms.publication.models import Edition
from tests.factories.editions import edition, pair

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "{language}/items/{item}", "{language}/items?path={path}",
    "{language}/items/by-path?path={path}", "{language}/items", "{language}/home", "items/{item}",
    "{language}/topics", "{language}/audiences", "manifest", "parity", "", "schema/item.json", "openapi.json", "openapi.yaml",
]  # fmt: skip


@pytest.fixture
def row(language):
    return edition(language, type="home", topics=["llys"])


@pytest.fixture(params=ADDRESSES)
def address(request, row):
    return request.param.format(language=row.language, item=row.item, path=row.path)


def test_everything_has_an_entity_tag_and_answers_304_to_it(api, address):
    first = api.read(address)
    assert first["ETag"].startswith('"')
    assert (first["Cache-Control"], first["Vary"]) == ("public, max-age=60", "Accept-Encoding")
    for tags in (first["ETag"], f'"other", W/{first["ETag"]}', "*"):
        second = api.read(address, **{"If-None-Match": tags})
        assert (second.status_code, second.content) == (304, b"")
        kept = ("ETag", "Cache-Control", "Vary", "Access-Control-Allow-Origin")
        assert {name: second[name] for name in kept} == {name: first[name] for name in kept}
        assert "Content-Type" not in second
    assert api.read(address, **{"If-None-Match": '"other"'}).status_code == 200


UNPACKED = {"gzip": gzip.decompress, "br": brotli.decompress, "zstd": zstd.decompress}


@pytest.mark.parametrize("packing", UNPACKED)
def test_a_compressed_form_holds_the_same_bytes_under_a_tag_of_its_own(api, address, packing):
    plain, packed = api.read(address), api.read(address, **{"Accept-Encoding": packing})
    if len(plain.content) >= 500:
        assert packed["Content-Encoding"] == packing
        assert UNPACKED[packing](packed.content) == plain.content
        assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content)
        assert packed["ETag"] == plain["ETag"][:-1] + f'-{packing}"'
    for tag in (plain["ETag"], packed["ETag"]):
        for encoding in (*UNPACKED, "identity"):
            answer = api.read(address, **{"If-None-Match": tag, "Accept-Encoding": encoding})
            assert (answer.status_code, answer["ETag"]) == (304, tag)


@pytest.mark.parametrize("packing", UNPACKED)
def test_what_was_encoded_at_publish_is_sent_as_it_is(api, row, packing):
    name = {"gzip": "body_gzip", "br": "body_br", "zstd": "body_zstd"}[packing]
    Edition.objects.filter(pk=row.pk).update(**{name: b"ready made"})
    own = f"{row.language}/items"
    for address in (f"{own}/{row.item}", f"{own}/by-path?path={row.path}"):
        packed = api.read(address, **{"Accept-Encoding": f"deflate, {packing}"})
        assert (packed.content, packed["Content-Encoding"]) == (b"ready made", packing)


@pytest.mark.parametrize("packing", ["br", "zstd"])
def test_what_was_encoded_of_an_earlier_version_is_not_sent(api, row, packing):
    made = {"body_br": b"of the version before", "body_zstd": b"of the version before"}
    Edition.objects.filter(pk=row.pk).update(**made, encoded_version=row.version - 1)
    packed = api.read(f"{row.language}/items/{row.item}", **{"Accept-Encoding": packing})
    assert UNPACKED[packing](packed.content) == row.body


def test_what_was_public_before_there_were_encodings_has_them_after_the_migration(row):
    Edition.objects.update(body_br=None, body_zstd=None, encoded_version=None)
    import_module("cms.publication.migrations.0017_encode_what_is_public").encode_what_is_public(apps, None)
    made = Edition.objects.get(pk=row.pk)
    assert made.body_br is not None
    assert made.body_zstd is not None
    assert (brotli.decompress(made.body_br), zstd.decompress(made.body_zstd)) == (row.body, row.body)
    assert made.encoded_version == made.version


def test_head_has_the_headers_of_get_and_no_body(api, address):
    got = api.read(address)
    head = api.head(got.wsgi_request.get_full_path())
    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(got.headers)
    assert int(head["Content-Length"]) == len(got.content)


def test_a_head_of_nothing_is_a_404_without_a_body(api, language):
    head = api.head(f"/api/v1/{language}/items/5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11")
    assert (head.status_code, head.content) == (404, b"")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("*", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("gzip;q=0", "identity"),
        ("gzip;q=0, *", "identity"),
        ("*;q=0", "identity"),
        ("gzip;q=0.5, identity", "identity"),
        ("gzip;q=0.5, identity;q=0.5", "gzip"),
        ("identity;q=0.1, *;q=0.2", "gzip"),
        ("deflate", "identity"),
        ("br, deflate", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, zstd", "zstd"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0.2, identity;q=0.3", "identity"),
        ("br;q=0, *", "gzip"),
        ("gzip;q=nonsense", "identity"),
        (" , ;q=1, gzip ;Q=0.3", "gzip"),
    ],
)
def test_an_encoding_is_chosen_by_its_quality(header, expected):
    assert chosen_encoding(header) == expected


def test_a_date_that_is_not_older_is_answered_304(api, row):
    address = f"{row.language}/items/{row.item}"
    changed = api.read(address)["Last-Modified"]
    assert changed == http_date(row.changed_at.timestamp())
    assert api.read(address, **{"If-Modified-Since": changed}).status_code == 304
    earlier = http_date(row.changed_at.timestamp() - 1)
    assert api.read(address, **{"If-Modified-Since": earlier}).status_code == 200
    assert api.read(address, **{"If-Modified-Since": "yesterday"}).status_code == 200


def test_an_entity_tag_counts_for_more_than_a_date(api, row):
    headers = {"If-None-Match": '"other"', "If-Modified-Since": http_date(row.changed_at.timestamp())}
    assert api.read(f"{row.language}/items/{row.item}", **headers).status_code == 200


def test_a_precondition_that_does_not_hold_is_412(api, row):
    address = f"{row.language}/items/{row.item}"
    tag = api.read(address)["ETag"]
    assert api.read(address, **{"If-Match": tag}).status_code == 200
    assert api.read(address, **{"If-Match": "*"}).status_code == 200
    api.problem(address, 412, "precondition-failed", **{"If-Match": f"W/{tag}"})
    earlier = http_date(row.changed_at.timestamp() - 1)
    api.problem(address, 412, "precondition-failed", **{"If-Unmodified-Since": earlier})


def test_a_new_version_has_a_new_tag(api, row):
    address = f"{row.language}/items/{row.item}"
    tag = api.read(address)["ETag"]
    Edition.objects.filter(pk=row.pk).update(version=row.version + 1)
    assert api.read(address, **{"If-None-Match": tag}).status_code == 200


def test_a_list_changes_its_tag_when_something_is_taken_from_it(api, row):
    tag = api.read(f"{row.language}/items")["ETag"]
    Edition.objects.update(state="withdrawn")
    response = api.read(f"{row.language}/items", **{"If-None-Match": tag})
    assert (response.status_code, response.json()["total"]) == (200, 0)
    assert "Last-Modified" not in response


def test_nothing_is_kept_for_longer_than_it_is_public(api, language):
    row = edition(language, type="home", expires_at=timezone.now() + timedelta(seconds=30))
    for address in (f"{language}/items/{row.item}", f"{language}/items", f"items/{row.item}", "manifest"):
        seconds = int(api.read(address)["Cache-Control"].removeprefix("public, max-age="))
        assert 25 <= seconds <= 30


def test_the_longest_time_is_a_setting(api, row, settings):
    settings.CACHE_MAX_AGE = 3600
    assert api.read(f"{row.language}/home")["Cache-Control"] == "public, max-age=3600"


def test_any_site_may_read_from_a_browser(api, address):
    response = api.read(address)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert {"ETag", "Link", "Content-Location"} <= set(response["Access-Control-Expose-Headers"].split(", "))
    preflight = api.options(response.wsgi_request.get_full_path())
    assert (preflight.status_code, preflight.content) == (204, b"")
    assert preflight["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    allowed = set(preflight["Access-Control-Allow-Headers"].split(", "))
    assert {"If-None-Match", "Last-Event-ID", "Cache-Control", "Pragma"} <= allowed


def test_anything_but_reading_is_405_that_says_what_is_allowed(api, subtests, address):
    path = api.read(address).wsgi_request.get_full_path()
    for method in ("post", "put", "patch", "delete", "trace"):
        with subtests.test(method=method):
            response = getattr(api, method)(path)
            assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
            assert response["Content-Type"] == "application/problem+json"
            assert response.json()["code"] == "method-not-allowed"


def test_no_cookie_is_set_and_none_is_heeded(api, address):
    api.cookies["django_language"] = "cy"
    api.cookies["sessionid"] = "somebody"
    response = api.read(address, **{"Accept-Language": "cy"})
    assert "Set-Cookie" not in response.headers
    assert not response.cookies
    assert response["Vary"] == "Accept-Encoding"
    assert not hasattr(response.wsgi_request, "session")


def test_what_content_language_says_is_what_is_in_it(api):
    welsh, _ = pair()
    for address, languages in (
        (f"cy/items/{welsh.item}", "cy"),
        (f"items/{welsh.item}?lang=en", "en"),
        ("cy/topics", "cy"),
    ):
        assert api.read(address)["Content-Language"] == languages


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "application/json;version=2", "nonsense"])
def test_there_is_one_form_whatever_is_accepted(api, row, accept):
    assert api.read(f"{row.language}/home", Accept=accept)["Content-Type"] == "application/json"
