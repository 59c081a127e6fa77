"""Every way of not being public, over every address of REST, in both directions of translation."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from cms.content.languages import CODES, Language
from cms.publication.models import Edition, Facet
from cms.rest.urls import urlpatterns, v1
from tests.factories import content as make
from tests.publication import scenes, scenes_incomplete, scenes_private
from tests.search.outlet import Index, index

pytestmark = [pytest.mark.django_db, pytest.mark.repetitive]
assert scenes_private
assert index
assert scenes_incomplete
SOURCES = pytest.mark.parametrize("source", CODES)
# One query for each way an address can be asked; `{id}` is the hidden item's.
ADDRESSES = {
    "": ["/api/v1/"],
    "manifest": ["/api/v1/manifest", "/api/v1/manifest?limit=1000"],
    "parity": ["/api/v1/parity"],
    "releases": ["/api/v1/releases?limit=100", "/api/v1/releases?item={id}&sort=released"],
    "items/<str:id>/releases": ["/api/v1/items/{id}/releases"],
    "changes": ["/api/v1/changes?limit=200", "/api/v1/changes?lang={language}&type=landing&limit=200"],
    "export": ["/api/v1/export", "/api/v1/export?lang={language}"],
    "items": ["/api/v1/items?id={id},{parent}", "/api/v1/items?id={id}&lang={language}"],
    "items/<str:id>": ["/api/v1/items/{id}", "/api/v1/items/{id}?lang={language}"],
    "schema/item.json": [],
    "openapi.json": [],
    "openapi.yaml": [],
    "<str:language>/items": [
        "/api/v1/{language}/items?fields=full&limit=100",
        "/api/v1/{language}/items?sort=-updated&fields=summary&limit=100",
        "/api/v1/{language}/items?type=landing&fields=full",
        "/api/v1/{language}/items?parent={parent}&fields=full",
        "/api/v1/{language}/items?path={path}",
    ],
    "<str:language>/items/by-path": ["/api/v1/{language}/items/by-path?path={path}"],
    "<str:language>/items/<str:id>": ["/api/v1/{language}/items/{id}", "/api/v1/{language}/items/{parent}"],
    "<str:language>/home": ["/api/v1/{language}/home"],
    "<str:language>/framework": ["/api/v1/{language}/framework"],
    "<str:language>/sections": ["/api/v1/{language}/sections?fields=full"],
    "<str:language>/sections/<str:number>": ["/api/v1/{language}/sections/6"],
    "<str:language>/resources": ["/api/v1/{language}/resources?fields=full"],
    "<str:language>/guides": ["/api/v1/{language}/guides?fields=full"],
    "<str:language>/information": ["/api/v1/{language}/information?fields=full"],
    "<str:language>/training": ["/api/v1/{language}/training?fields=full"],
    "<str:language>/terms": ["/api/v1/{language}/terms", "/api/v1/{language}/terms?sort=-title"],
    "<str:language>/terms/<str:id>": ["/api/v1/{language}/terms/{id}"],
    "<str:language>/topics": ["/api/v1/{language}/topics"],
    "<str:language>/audiences": ["/api/v1/{language}/audiences"],
    "<str:language>/search": [
        "/api/v1/{language}/search?q={word}&limit=50",
        "/api/v1/{language}/search?q=%22{word}%22",
        "/api/v1/{language}/search?q={word}*&sort=-updated",
        "/api/v1/{language}/search?q={slip}",
    ],
    "<str:language>/suggest": ["/api/v1/{language}/suggest?q={word}"],
}


def test_the_matrix_knows_every_address_of_rest() -> None:
    assert {str(pattern.pattern) for pattern in v1} == set(ADDRESSES)
    patterns: list[Any] = list(urlpatterns)
    outside = {str(pattern.pattern) for pattern in patterns}
    assert outside == {
        "api/v1",
        "api/v1/",
        "llms.txt",
        "api/docs/",
        "api/docs/<path:name>",
        "api/problems/",
        "api/problems/<str:code>",
        "files/<str:uid>/<str:name>",
        "pictures/<str:uid>/<str:name>",
        "files/<str:uid>/<str:mark>/<str:name>",
        "pictures/<str:uid>/<str:mark>/<str:name>",
    }


def addresses(hidden: scenes.Hidden, parent: Page, language: Language) -> Iterator[str]:
    """Every address that could show the hidden item in a language, by whatever path it has or had."""
    pages = Page.objects.filter(translation_key=hidden.item)
    paths = {re.sub(r"^/[^/]+/", f"/{language}/", page.url_path) for page in pages} | {f"/{language}/"}
    for templates in ADDRESSES.values():
        for template in templates:
            for path in sorted(paths) if "{path}" in template else [""]:
                yield template.format(
                    id=hidden.item, language=language, parent=parent.translation_key, path=path,
                    word=hidden.mark.lower(), slip=f"{hidden.mark.lower()}x",
                )  # fmt: skip


@scenes.each(scenes.PRIVATE)
def test_what_is_private_is_at_no_address(name: str, source: Language, index: Index) -> None:
    parent, hidden = scenes.below_a_section(name, source)
    index()
    for language in CODES:
        for address in addresses(hidden, parent, language):
            assert hidden.mark not in content_of(read(address)), address
    check_that_a_late_index_gives_nothing_away(hidden, parent, index)


@scenes.each(scenes.PRIVATE)
def test_a_private_item_is_404_unless_it_once_was_public(name: str, source: Language) -> None:
    _, hidden = scenes.below_a_section(name, source)
    expected = 410 if hidden.ever_public else 404
    for language in hidden.languages:
        assert read(f"/api/v1/{language}/items/{hidden.item}").status_code == expected
        assert read(f"/api/v1/{language}/items/{hidden.item}?fallback={make.other(language)}").status_code == expected


@scenes.each(scenes.INCOMPLETE)
def test_an_incomplete_translation_is_at_no_address_of_its_language(name: str, source: Language, index: Index) -> None:
    parent, hidden = scenes.below_a_section(name, source)
    index()
    for language in hidden.languages:
        for address in addresses(hidden, parent, language):
            response = read(address)
            if address.startswith((f"/api/v1/{language}", *in_one_language(hidden, language))):
                # A card or breadcrumb never, a problem's `available` may name the other language's title as such.
                assert hidden.mark not in without_available(response), address
        both = read(f"/api/v1/items/{hidden.item}").json()
        assert both.get(language) is None
        entries = [row for row in read("/api/v1/manifest?limit=1000").json()["items"] if row["id"] == str(hidden.item)]
        assert all(language not in row["languages"] for row in entries)
        assert read(f"/api/v1/{language}/items/{hidden.item}").status_code in {404, 410}
    check_that_a_late_index_gives_nothing_away(hidden, parent, index)


@scenes.each(scenes.INCOMPLETE)
def test_a_fallback_that_was_asked_for_is_labelled_as_the_other_language(name: str, source: Language) -> None:
    _, hidden = scenes.below_a_section(name, source)
    if not Edition.objects.filter(item=hidden.item, state="published").exists():
        return
    target = make.other(source)
    response = read(f"/api/v1/{target}/items/{hidden.item}?fallback={source}")
    assert response.status_code == 200
    assert response["Content-Language"] == response.json()["language"] == source
    assert response.json()["fallback"] == {"asked": target, "served": source}


@SOURCES
def test_a_file_or_picture_only_a_private_page_offers_is_at_no_address(source: Language) -> None:
    parent, _ = make.homes(source)
    file, picture = make.file(source), make.picture()
    body = [("image", {"picture": picture, "alt_text": "", "decorative": True, "caption": ""})]
    files = [("file", {"title": make.words(source), "file": file})]
    page = make.landing(parent, source, live=False, body=body, files=files)
    at = [f"/files/{file.uid}/{file.filename}", f"/pictures/{picture.uid}/480.webp"]
    at += [f"/files/{file.uid}/{mark}/{file.filename}" for mark in (file.mark, "x")]
    at += [f"/pictures/{picture.uid}/{mark}/480.webp" for mark in (picture.mark, "x")]
    assert [read(address).status_code for address in at] == [404] * 6
    made = make.publish(page)
    assert Facet.objects.filter(name__in=["file", "picture"]).count() == 2
    assert [read(address).status_code for address in at] == [200, 200, 200, 308, 200, 308]
    with make.committed():
        made.unpublish()
    assert [read(address).status_code for address in at] == [410] * 6


def check_that_a_late_index_gives_nothing_away(hidden: scenes.Hidden, parent: Page, index: Index) -> None:
    """Search finds no item that only the index takes for a public one, nor suggests its words."""
    for language in hidden.languages:
        index.still_has(hidden.item, language, hidden.mark)
        for address in addresses(hidden, parent, language):
            if "/search?" in address or "/suggest?" in address:
                answer = read(address).json()
                answer.pop("also_in", None)  # its address says what was sought
                assert str(hidden.item) not in str(answer), address
                assert hidden.mark.lower() not in str(answer).lower(), address


def without_available(response: Any) -> str:
    """The answer without the places that name what there is in the other language, labelled as such."""
    if response.streaming:
        return str([of_one_item(json.loads(line)) for line in content_of(response).splitlines()])
    answer = response.json()
    if isinstance(answer, dict):
        answer.pop("available", None)
        for entry in answer.get("items", [answer]) if isinstance(answer.get("items", [answer]), list) else []:
            of_one_item(entry)
    return str(answer)


def of_one_item(entry: Any) -> Any:
    for one in (entry, *(entry.get(code) or {} for code in CODES)):
        one.pop("languages", None)
    return entry


def in_one_language(hidden: scenes.Hidden, language: Language) -> Iterator[str]:
    """The addresses for both languages that are asked for one alone."""
    yield f"/api/v1/items/{hidden.item}?lang={language}"
    yield f"/api/v1/items?id={hidden.item}&lang={language}"
    yield f"/api/v1/export?lang={language}"


def content_of(response: Any) -> str:
    """All of an answer, also of one in pieces."""
    return b"".join(response).decode()


def read(address: str) -> Any:
    return Client(raise_request_exception=False).get(address)
