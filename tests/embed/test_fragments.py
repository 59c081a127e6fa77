"""Items in other sites' pages: what fragments, frames and oEmbed say, and what they say where there is nothing."""

import gzip
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cms.content.declaration.registry import item_types
from cms.content.languages import CODES, Language, other
from cms.embed.embed_labels import EMBED_LABELS, EMBED_WORDS
from cms.embed.fragments import PARTS
from cms.publication.models import Edition
from cms.publication.notices.taking_down import NoticeWords, take_down
from cms.reading.labels import WORDS
from tests.factories import content as make
from tests.factories.editions import expired, gone, pair, withdrawn
from tests.factories.terms import term_pair
from tests.reading.library import full, parsed, published, word

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", CODES)


def address(row: Edition, more: str = "") -> str:
    return f"/embed/{row.language}/{row.item}{more}"


@LANGUAGES
@pytest.mark.parametrize("type_", item_types())
def test_a_fragment_of_every_type_has_all_its_words_in_its_language(
    client: Client, language: Language, type_: str
) -> None:
    row = full(language, type_)
    response = client.get(address(row))
    assert (response.status_code, response["Content-Language"]) == (200, language)
    article = parsed(response).article
    assert article is not None
    assert (article["lang"], article["part"]) == (language, "item")
    payload = json.loads(row.body)
    # Ways to other pages are no part of what is shown.
    for around in ("children", "related", "breadcrumb", "terms", "topics", "change_note"):
        payload.pop(around)
    known = set(re.findall(rf'"((?:gair|word)-{language}-[^" ]*)"', json.dumps(payload)))
    assert {text for text in known if text not in str(article)} == set()


@LANGUAGES
def test_no_word_of_the_other_language_is_in_a_fragment(client: Client, language: Language) -> None:
    twin = other(language)
    text = parsed(client.get(address(full(language, "guide")))).get_text(" ")
    foreign = [label.text(twin) for label in EMBED_LABELS.values() if label.cy != label.en]
    assert [one for one in [*foreign, WORDS[twin]["licence"], WORDS[twin]["updated"]] if one in text] == []


@LANGUAGES
def test_who_publishes_it_and_when_it_was_reviewed_is_always_said(client: Client, language: Language) -> None:
    item = uuid4()
    row = full(language, item=item)
    there = published(other(language), item=item)
    source = parsed(client.get(address(row, "?parts=title"))).select_one("[part=source]")
    assert source is not None
    said = source.get_text(" ")
    for name in ("publisher", "reviewed_on", "review_due", "licence", "updated"):
        assert WORDS[language][name] in said
    assert word(language, "organisation") in said
    links = {link["href"] for link in source.find_all("a")}
    assert {f"https://{one.language}.example.test{one.path}" for one in (row, there)} <= links
    switch = source.select_one("[data-language]")
    assert switch is not None
    assert (switch["lang"], switch["data-language"]) == (other(language), other(language))


@pytest.mark.parametrize("part", PARTS)
def test_only_the_parts_that_are_asked_for_are_shown(client: Client, part: str) -> None:
    page = parsed(client.get(address(full("cy"), f"?parts={part}")))
    assert {one for one in PARTS if page.select_one(f'[part="{one}"]')} == {part}


@LANGUAGES
def test_an_unknown_part_is_said_in_the_language(client: Client, language: Language) -> None:
    response = client.get(address(full(language), "?parts=title,boddy"))
    assert response.status_code == 400
    assert EMBED_WORDS[language]["unknown_part_title"] in response.content.decode()


def test_headings_come_below_the_pages_own_and_ids_are_the_items_own(client: Client) -> None:
    rows = [full("en", "guide"), full("en", "guide")]
    pages = [parsed(client.get(address(row))) for row in rows]
    for page in pages:
        levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
        assert (levels[0], min(levels)) == (2, 2)
        ids = {tag["id"] for tag in page.find_all(id=True)}
        named = {
            one for tag in page.find_all(attrs={"aria-labelledby": True}) for one in tag["aria-labelledby"].split()
        }
        anchors = {link["href"][1:] for link in page.select('a[href^="#"]')}
        assert named | anchors <= ids
    first, second = ({tag["id"] for tag in page.find_all(id=True)} for page in pages)
    assert first & second == set()


def test_words_that_look_like_markup_stay_as_they_are(client: Client) -> None:
    body = [
        {"id": "t", "lang": "en", "type": "text", "text": {"html": '<p>Write id="x" for href="#y" </p>', "plain": "x"}}
    ]
    assert 'Write id="x" for href="#y"' in client.get(address(published("en", body=body))).content.decode()


def test_a_marked_term_leads_to_the_glossary(client: Client) -> None:
    term = str(uuid4())
    html = f'<p>A <span class="term" data-term="{term}">referee</span> writes.</p>'
    row = published(
        "en",
        body=[{"id": "t", "lang": "en", "type": "text", "text": {"html": html, "plain": "A referee writes."}}],
        terms=[
            {"id": term, "name": "referee", "definition": "x", "address": "https://en.example.test/en/terms/#term-x"}
        ],
    )
    link = parsed(client.get(address(row))).select_one("a.term")
    assert link is not None
    assert (link["href"], link.text) == ("https://en.example.test/en/terms/#term-x", "referee")


def test_any_site_may_read_a_fragment_and_nothing_in_it_is_run(client: Client) -> None:
    row = published("en", title="<script>alert(1)</script>", expires_at=timezone.now() + timedelta(seconds=9))
    response = client.get(address(row))
    assert b"<script" not in response.content
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in response["Access-Control-Expose-Headers"]
    assert not response.cookies
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] in {"public, max-age=8", "public, max-age=9"}
    assert client.options(address(row)).status_code == 204


@LANGUAGES
def test_a_fragment_is_asked_for_again_within_seconds_and_given_only_where_it_changed(
    client: Client, language: Language, settings: Any
) -> None:
    settings.CACHE_MAX_AGE = 300
    row = full(language)
    first = client.get(address(row))
    assert first["Cache-Control"] == "public, max-age=20"
    assert client.get(address(row), headers={"If-None-Match": first["ETag"]}).status_code == 304
    published(other(language), item=row.item)
    assert client.get(address(row), headers={"If-None-Match": first["ETag"]}).status_code == 200


@LANGUAGES
def test_a_fragment_is_one_query(client: Client, language: Language, django_assert_num_queries: Any) -> None:
    row = full(language, "guide")
    with django_assert_num_queries(1):
        client.get(address(row))


@LANGUAGES
def test_what_is_withdrawn_or_stale_says_so(client: Client, language: Language) -> None:
    notice = {"since": "2026-06-01T09:00:00Z", "notice": word(language, "notice"), "instead": []}
    page = parsed(client.get(address(full(language, withdrawn=notice), "?parts=body")))
    assert word(language, "notice") in str(page.select_one("[part=notice]"))
    row = published(language)
    payload = json.loads(row.body)
    states = [
        one | ({"translation_status": "stale"} if one["language"] == language else {}) for one in payload["languages"]
    ]
    stale = parsed(client.get(address(published(language, languages=states)))).select_one("[part=stale]")
    assert stale is not None


@LANGUAGES
@pytest.mark.parametrize("make_row", [expired, withdrawn, gone])
@pytest.mark.parametrize("more", ["", "/frame"])
def test_what_is_no_longer_public_is_410_and_says_so(
    client: Client, language: Language, make_row: Any, more: str
) -> None:
    row = make_row(language)
    response = client.get(address(row, more))
    assert (response.status_code, response["Cache-Control"], response["Content-Language"]) == (
        410,
        "no-store",
        language,
    )
    article = parsed(response).select_one("[data-cynnwys]")
    assert article is not None
    assert article["lang"] == language
    assert row.title not in str(article)


@LANGUAGES
def test_what_was_taken_down_says_why_and_where_to_go(client: Client, language: Language) -> None:
    home, _ = make.homes("en")
    page, instead = (make.landing(home, "en", title=f"English: {name}", slug=name) for name in ("old", "new"))
    for one in (page, instead):
        make.translate(one)
    told = {"cy": "Mae canllaw newydd.", "en": "There is a new guide."}
    take_down(page.translation_key, NoticeWords(told["cy"], told["en"], (instead.translation_key,)), None)
    response = client.get(f"/embed/{language}/{page.translation_key}")
    assert response.status_code == 410
    article = parsed(response)
    assert told[language] in article.get_text()
    assert [link["hreflang"] for link in article.select("a")] == [language]


@LANGUAGES
def test_what_is_in_the_other_language_only_leads_there(client: Client, language: Language) -> None:
    there = published(other(language))
    response = client.get(f"/embed/{language}/{there.item}")
    assert response.status_code == 404
    link = parsed(response).select_one("a[data-language]")
    assert link is not None
    assert (link["data-language"], link["lang"], link.text) == (there.language, there.language, there.title)
    assert client.get(f"/embed/{language}/{uuid4()}").status_code == 404


@LANGUAGES
def test_a_frame_may_be_in_any_page_and_loads_nothing_from_elsewhere(client: Client, language: Language) -> None:
    response = client.get(address(full(language), "/frame"))
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response.headers
    page = parsed(response)
    assert page.html is not None
    assert page.html["lang"] == language
    assert page.select("script") == []
    assert {tag["src"].split("/")[2] for tag in page.select("[src]")} <= {"api.example.test"}


@LANGUAGES
def test_oembed_gives_a_frame_for_the_address_of_a_page(client: Client, language: Language) -> None:
    row = full(language)
    page = f"https://{language}.example.test{row.path}"
    head = parsed(client.get(row.path)).select_one('link[type="application/json+oembed"]')
    assert head is not None
    assert head["href"] == f"https://api.example.test/embed/oembed?{urlencode({'url': page})}"
    said = client.get(f"/embed/oembed?{urlencode({'url': page + '#x', 'maxwidth': 400, 'maxheight': 9000})}").json()
    assert (said["version"], said["type"], said["title"]) == ("1.0", "rich", row.title)
    assert (said["width"], said["height"]) == (400, 600)
    frame = BeautifulSoup(said["html"], "html.parser").iframe
    assert frame is not None
    assert (frame["src"], frame["title"]) == (f"https://api.example.test{address(row)}/frame", row.title)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"url": "https://cy.example.test/cy/nothing/"}, 404), ({"url": "https://elsewhere.example/cy/"}, 404),
        ({"url": ""}, 404), ({}, 400), ({"url": "HERE", "maxwidth": "-1"}, 400),
        ({"url": "https://[", "maxwidth": "1"}, 404), ({"url": "x", "format": "xml"}, 501),
        ({"url": "https://cy.example.test/cy/%00/"}, 404), ({"url": "HERE", "maxwidth": "wide"}, 400),
    ],
)  # fmt: skip
def test_oembed_refuses_what_is_no_page_of_ours(client: Client, query: dict[str, str], status: int) -> None:
    row = published("cy")
    here = f"https://cy.example.test{row.path}"
    asked = {name: here if value == "HERE" else value for name, value in query.items()}
    assert client.get(f"/embed/oembed?{urlencode(asked)}").status_code == status


def test_oembed_obeys_the_size_and_speaks_the_language_of_the_address(client: Client) -> None:
    asked = {"url": f"https://cy.example.test{published('cy').path}", "maxwidth": 150, "maxheight": 100}
    said = client.get(f"/embed/oembed?{urlencode(asked)}").json()
    assert (said["width"], said["height"]) == (150, 100)
    assert 'width="150" height="100"' in said["html"]
    for language, none, number in (("cy", "Nid oes", "rhif cyfan"), ("en", "There is no", "a whole number")):
        site = f"https://{language}.example.test"
        missing = client.get(f"/embed/oembed?{urlencode({'url': f'{site}/{language}/x/'})}").json()
        wrong = {"url": f"{site}{published(language).path}", "maxwidth": "wide"}
        malformed = client.get(f"/embed/oembed?{urlencode(wrong)}").json()
        assert [missing["language"], malformed["language"]] == [language, language]
        assert none in missing["detail"]
        assert number in malformed["detail"]


@LANGUAGES
@pytest.mark.parametrize("more", ["", "/", "/frame", "/frame/"])
def test_an_address_may_be_typed_in_any_case_and_with_a_slash(client: Client, language: Language, more: str) -> None:
    row = full(language)
    usual = client.get(address(row, more.rstrip("/")))
    for typed in (language, language.upper(), f"{language}-GB"):
        response = client.get(f"/embed/{typed}/{str(row.item).upper()}{more}")
        assert (response.status_code, response["Content-Language"]) == (200, language)
        assert response.content == usual.content
    assert client.get(f"/embed/{language.upper()}/search/").status_code == 200


@LANGUAGES
@pytest.mark.parametrize(
    "rest", ["xyz", "xyz/frame", "terms/xyz", "a/b/c", "terms", "5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11/framed"]
)
def test_what_is_no_address_is_told_in_words_of_the_language(client: Client, language: Language, rest: str) -> None:
    response = client.get(f"/embed/{language}/{rest}", headers={"Accept-Language": other(language)})
    assert (response.status_code, response["Content-Language"]) == (404, language)
    article = parsed(response).select_one("[data-cynnwys]")
    assert article is not None
    assert WORDS[language]["missing"] in article.text
    assert client.post(f"/embed/{language}/{rest}").status_code == 405
    assert rest.endswith("/frame") or client.options(f"/embed/{language}/{rest}").status_code == 204


@LANGUAGES
def test_a_term_opens_what_it_means(client: Client, language: Language) -> None:
    welsh, _ = term_pair("canolwr", "referee")
    page = parsed(client.get(f"/embed/{language}/terms/{welsh.item}"))
    assert page.details is not None
    assert page.details["lang"] == language
    assert {"cy": "canolwr", "en": "referee"}[language] in page.details.get_text()
    assert client.get(f"/embed/{language}/terms/{uuid4()}").status_code == 404


def test_the_elements_are_one_small_file_at_an_address_that_stays(client: Client) -> None:
    file = Path(settings.BASE_DIR) / "cms" / "embed" / "static" / "embed" / "cynnwys.js"
    assert len(gzip.compress(file.read_bytes(), 9)) <= 12_000
    response = client.get("/embed/v1/cynnwys.js")
    assert response.content == file.read_bytes()
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert (response["Access-Control-Allow-Origin"], response["Cross-Origin-Resource-Policy"]) == ("*", "cross-origin")
    assert client.get("/embed/v1/cynnwys.js", headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|eval\(|\.style\b", response.content.decode())


@LANGUAGES
def test_an_editor_gets_lines_to_paste_for_both_languages(client: Client, language: Language) -> None:
    cy, en = pair()
    asked = {"address": f"https://en.example.test{en.path}", "language": "cy", "part": ["title", "body"]}
    response = client.get(f"/embed/{language}/?{urlencode(asked, doseq=True)}")
    page = parsed(response)
    assert page.html is not None
    assert page.html["lang"] == language
    lines = [area.text for area in page.find_all("textarea")]
    assert lines[0] == (
        '<script type="module" src="https://api.example.test/embed/v1/cynnwys.js"></script>\n'
        f'<cynnwys-item id="{cy.item}" language="cy" parts="title,body">'
        f'<a href="https://cy.example.test{cy.path}" lang="cy">{cy.title}</a></cynnwys-item>'
    )
    assert f'language="en" parts="title,body"><a href="https://en.example.test{en.path}"' in lines[1]
    assert f"https://api.example.test/embed/cy/{cy.item}/frame" in lines[2]
    assert "script-src 'self'" in response["Content-Security-Policy"]


@LANGUAGES
def test_an_address_that_is_no_page_is_told_in_the_editors_language(client: Client, language: Language) -> None:
    page = parsed(client.get(f"/embed/{language}/?address=https://en.example.test/en/nothing/"))
    problem = page.select_one("#address-problem")
    assert problem is not None
    assert EMBED_WORDS[language]["generator_unknown"] in problem.text
    assert page.select_one("#lines") is None


@LANGUAGES
def test_an_editor_gets_lines_for_a_search_box_and_for_a_word(client: Client, language: Language) -> None:
    names = {"cy": "canolwr", "en": "referee"}
    row, _ = term_pair(*names.values())
    page = parsed(client.get(f"/embed/{other(language)}/?{urlencode({'language': language, 'term': row.item})}"))
    word, search = (area.text for area in page.find_all("textarea"))
    file = '<script type="module" src="https://api.example.test/embed/v1/cynnwys.js"></script>\n'
    assert word == f'{file}<cynnwys-term id="{row.item}" language="{language}">{names[language]}</cynnwys-term>'
    assert search.startswith(
        f'{file}<cynnwys-search language="{language}"><a href="https://{language}.example.test/{language}/'
    )
    none = parsed(client.get(f"/embed/{language}/?term=x"))
    assert len(none.find_all("textarea")) == 1


def test_the_generator_speaks_the_language_of_the_browser(client: Client) -> None:
    response = client.get("/embed/", headers={"Accept-Language": "cy"})
    assert (response.status_code, response["Location"]) == (302, "/embed/cy/")
    assert "Accept-Language" in response["Vary"]


def test_the_parts_and_properties_that_the_document_names_are_there() -> None:
    folder = Path(settings.BASE_DIR) / "cms" / "embed"
    document = (Path(settings.BASE_DIR) / "docs" / "embedding.md").read_text()
    file = (folder / "static" / "embed" / "cynnwys.js").read_text()
    assert set(re.findall(r"`(--cynnwys-[a-z-]+)`", document)) == set(re.findall(r"--cynnwys-[a-z-]+", file))
    markup = "".join(path.read_text() for path in (folder / "templates" / "embed").glob("*.html"))
    parts = {part for found in re.findall(r'\spart="([^"{]+)"', markup) for part in found.split()}
    said = document.partition("Parts: ")[2].partition("These names stay")[0]
    assert set(re.findall(r"`([a-z]+)`", said)) == parts
