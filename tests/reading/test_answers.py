"""What an address answers: pages, what is gone or never was, redirects, validators and how often the database is asked."""

from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.utils import timezone

from cms.http.caching.encoded_bodies import encoded_bodies
from cms.publication.models import Edition
from cms.reading.labels import AVAILABLE, WORDS
from tests.factories.editions import expired, gone, withdrawn
from tests.reading.library import full, parsed, published
from tests.rest.test_conditional import UNPACKED

pytestmark = pytest.mark.django_db
TYPES = ("home", "section", "guide", "module")


@pytest.mark.parametrize("type_", TYPES)
def test_a_page_is_one_query_also_for_an_editor(client, django_assert_num_queries, language, type_):
    row = full(language, type_)
    client.force_login(get_user_model().objects.create_superuser("golygydd"))
    with django_assert_num_queries(1):
        assert client.get(row.path).status_code == 200


def test_the_choice_of_a_language_asks_nothing_and_guesses_nothing(read, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/", headers={"Accept-Language": "cy"})
    assert response.status_code == 200
    assert response["Content-Language"] == "cy, en"
    links = read("/").find_all("a")
    assert [(link["href"], link["hreflang"], link.text) for link in links] == [
        ("/cy/", "cy", "Cymraeg"), ("/en/", "en", "English"),
    ]  # fmt: skip


def test_every_piece_of_english_in_the_choice_is_marked(read):
    page = read("/")
    assert page.html["lang"] == "cy"
    assert {node.get_text(strip=True) for node in page.find_all(lang="en")} == {WORDS["en"]["site"], "English"}


@pytest.mark.parametrize(
    ("asked", "led"), [("", "/"), ("/a", "/a/"), ("/a%20%C3%B4%3F%0D%0Ab", "/a%20%C3%B4%3F%0D%0Ab/")]
)
def test_a_missing_slash_is_added(client, language, asked, led):
    response = client.get(f"/{language}{asked}?x=1")
    assert (response.status_code, response["Location"]) == (301, f"/{language}{led}")


@pytest.mark.parametrize(
    "rest", ["/nothing/", "//", "/../", "/%00/", "/a%0Ab/", "/%F0%9F%98%80/", "/" + "a" * 3000 + "/"]
)
def test_what_never_was_is_404_in_the_language_of_the_address(client, language, rest):
    response = client.get(f"/{language}{rest}")
    page = parsed(response)
    assert (response.status_code, response["Content-Language"], response["Cache-Control"]) == (
        404,
        language,
        "no-store",
    )
    assert (page.html["lang"], page.h1.text) == (language, WORDS[language]["missing_title"])
    assert page.select_one("main a")["href"] == f"/{language}/"


def test_a_404_leads_to_the_other_language_if_the_item_is_there(read, language, other):
    there = published(other, path=f"/{other}/a/b/")
    page = read(f"/{language}/a/b/", 404)
    link = page.select_one(f'main a[lang="{other}"]')
    assert (link["href"], link.text) == (f"https://{other}.example.test{there.path}", there.title)
    assert AVAILABLE[other].text(language) in page.main.text


def test_a_404_leads_to_the_right_path_of_an_item_asked_for_by_its_path_in_the_other_language(read, language, other):
    item = uuid4()
    own, there = published(language, item=item), published(other, item=item)
    page = read(f"/{language}/{there.path[4:]}", 404)
    assert f"https://{language}.example.test{own.path}" in {link["href"] for link in page.main.find_all("a")}


def test_a_404_says_nothing_of_what_is_withdrawn_in_the_other_language(read, language, other):
    withdrawn(other, path=f"/{other}/a/", title="Secret")
    page = read(f"/{language}/a/", 404)
    assert len(page.main.find_all("a")) == 1


@pytest.mark.parametrize(("make", "name"), [(withdrawn, "withdrawn"), (gone, "gone"), (expired, "withdrawn")])
def test_what_is_no_longer_public_is_410_and_leads_to_the_other_language(client, read, language, other, make, name):
    item = uuid4()
    row, there = make(language, item=item, title="Secret"), published(other, item=item)
    page = read(row.path, 410)
    assert client.get(row.path)["Cache-Control"] == "no-store"
    assert page.h1.text == WORDS[language][f"{name}_title"]
    assert "Secret" not in str(page)
    for link in (page.select_one("nav.language a"), page.select_one(f'main a[lang="{other}"]')):
        assert link["href"] == f"https://{other}.example.test{there.path}"


def test_a_410_tells_the_day(read, language):
    row = withdrawn(language)
    Edition.objects.update(state_since="2026-07-14T12:00:00Z")
    assert ("14 Gorffennaf 2026" if language == "cy" else "14 July 2026") in read(row.path, 410).main.text


def test_a_page_is_not_sent_again_to_who_has_it(client, language):
    row = full(language)
    first = client.get(row.path)
    assert first["Cache-Control"] == "public, max-age=60"
    second = client.get(row.path, headers={"If-None-Match": first["ETag"]})
    assert (second.status_code, second.content) == (304, b"")
    assert {name: second[name] for name in ("ETag", "Cache-Control")} == {
        name: first[name] for name in ("ETag", "Cache-Control")
    }
    Edition.objects.update(version=row.version + 1)
    assert client.get(row.path, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_page_has_a_new_tag_when_the_other_language_appears_or_the_day_changes(client, language, other):
    row = published(language)
    tags = [client.get(row.path)["ETag"]]
    published(other, item=row.item)
    tags.append(client.get(row.path)["ETag"])
    with patch("cms.reading.views.timezone.localdate", return_value=timezone.localdate() + timedelta(days=1)):
        tags.append(client.get(row.path)["ETag"])
    assert len(set(tags)) == 3


@pytest.mark.parametrize("packing", UNPACKED)
def test_a_compressed_page_has_the_same_tag(client, language, packing):
    row = full(language)
    packed, plain = client.get(row.path, headers={"Accept-Encoding": packing}), client.get(row.path)
    assert (packed["Content-Encoding"], packed["ETag"]) == (packing, plain["ETag"])
    assert UNPACKED[packing](packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content)
    assert "Accept-Encoding" in packed["Vary"]
    assert (
        client.get(row.path, headers={"Accept-Encoding": packing, "If-None-Match": packed["ETag"]}).status_code == 304
    )


def test_a_page_is_compressed_once_for_all_who_ask(client, language):
    packed = client.get(full(language).path, headers={"Accept-Encoding": "br"})
    assert encoded_bodies.get(b"other bytes", packed["ETag"], "br") == packed.content


def test_a_page_is_kept_no_longer_than_it_is_public(client, language):
    row = published(language, expires_at=timezone.now() + timedelta(seconds=20))
    seconds = int(client.get(row.path)["Cache-Control"].removeprefix("public, max-age="))
    assert 15 <= seconds <= 20


def test_head_has_no_body_and_anything_but_reading_is_405(client, language):
    row = full(language)
    assert (client.head(row.path).status_code, client.head(row.path).content) == (200, b"")
    for method in ("post", "put", "delete"):
        response = getattr(client, method)(row.path)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_a_database_that_does_not_answer_is_503_in_the_language_of_the_address(client, language):
    with patch("cms.publication.queries.item_queries.item_at", side_effect=OperationalError):
        response = client.get(f"/{language}/")
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "10", "no-store")
    assert WORDS[language]["unavailable_title"] in parsed(response).h1.text


def test_no_cookie_is_set_and_none_is_heeded(client, language, other):
    row = full(language)
    client.cookies["django_language"] = other
    response = client.get(row.path, headers={"Accept-Language": other})
    assert response["Content-Language"] == language
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("path", ["/cyx/", "/CY/", "/fr/", "/index.html"])
def test_other_addresses_are_not_ours(client, path):
    assert client.get(path).status_code == 404
