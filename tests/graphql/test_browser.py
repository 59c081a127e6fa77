"""The query browser: in both languages, from our own files only, and it runs nothing that stands in the page."""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from cms.graphql.http.browser import WORDS
from cms.graphql.http.example_queries import examples, read

LANGUAGES = ("cy", "en")
OTHER = {"cy": "en", "en": "cy"}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
STATIC = Path(settings.BASE_DIR) / "cms" / "graphql" / "static" / "graphql"


def opened(query="", **headers):
    """The response to a browser that opens the address."""
    return Client().get(f"/graphql{query}", headers={"accept": BROWSER, **headers})


def soup(language):
    return BeautifulSoup(opened(f"?lang={language}").content, "html.parser")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_language_of_lang_and_offers_the_other(language):
    response, page = opened(f"?lang={language}"), soup(language)
    assert (response.status_code, response["Content-Language"]) == (200, language)
    assert (page.html["lang"], page.h1.text) == (language, WORDS["title"].text(language))
    switch = page.header.nav.a
    assert (switch["href"], switch["lang"], switch["hreflang"]) == (f"?lang={OTHER[language]}", *[OTHER[language]] * 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_lang_the_page_speaks_the_browsers_language_and_caches_are_told(language):
    response = opened(**{"accept-language": f"{language}-GB, fr;q=0.5"})
    assert response["Content-Language"] == language
    assert {"Accept", "Accept-Language", "Accept-Encoding"} <= set(re.split(", *", response["Vary"]))


def test_programs_get_no_page():
    response = Client().get("/graphql", headers={"accept": "application/json"})
    assert response["Content-Type"].startswith("application/json")
    assert "Accept" in re.split(", *", response["Vary"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_that_has_the_page_is_told_so(language):
    tag = opened(f"?lang={language}")["ETag"]
    assert opened(f"?lang={language}", **{"if-none-match": tag}).status_code == 304
    assert opened(f"?lang={OTHER[language]}", **{"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_of_the_page_is_one_of_ours(language):
    page = soup(language)
    named = [node["src"] for node in page.find_all("script", src=True)]
    named += [node["href"] for node in page.find_all("link", rel="stylesheet")]
    assert len(named) >= 6
    for address in named:
        assert address.startswith(settings.STATIC_URL), address
        assert finders.find(address.removeprefix(settings.STATIC_URL)), address
    assert any(address.endswith("welsh.js") for address in named) is (language == "cy")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_page_is_run_as_code(language):
    page = soup(language)
    inline = [node for node in page.find_all("script") if not node.get("src")]
    assert [node["type"] for node in inline] == ["application/json"]
    assert not [node for node in page.find_all(True) if any(name.startswith("on") for name in node.attrs)]
    policy = dict(part.split(" ", 1) for part in opened()["Content-Security-Policy"].split("; "))
    assert (policy["default-src"], policy["script-src"], policy["connect-src"]) == ("'none'", "'self'", "'self'")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_offers_every_example_in_its_language(language):
    page = soup(language)
    offered = json.loads(page.find(id="examples").string)
    assert [button.text for button in page.select("[data-example]")] == [one.title.text(language) for one in examples()]
    for one, example in zip(offered, examples(), strict=True):
        assert one["query"] == f"# {example.title.text(language)}\n{example.query}"
        assert json.loads(one["variables"])["language"] == language.upper()


def test_what_can_be_operated_has_a_name_and_the_content_can_be_skipped_to():
    page = soup("cy")
    assert all(button.text.strip() for button in page.find_all("button"))
    for skip in page.select("a.skip"):
        assert page.find(id=skip["href"].removeprefix("#")), skip
    for section in page.find_all("section"):
        assert page.find(id=section["aria-labelledby"]), section["aria-labelledby"]
    assert page.find(role="status").get("data-opened")


def test_the_words_of_the_page_are_in_both_languages():
    for name, label in WORDS.items():
        assert label.cy.strip(), name
        assert label.en.strip(), name
        assert label.cy != label.en, name


def test_the_foreign_files_are_small_load_nothing_and_come_with_their_licences():
    files = sorted((STATIC / "vendor").iterdir())
    assert sum(path.stat().st_size for path in files) < 3_000_000
    for path in files:
        assert "sourceMappingURL" not in path.read_text(), path.name
    styles = (STATIC / "vendor" / "graphiql.min.css").read_text()
    assert set(re.findall(r"url\(['\"]?([a-z]+:image)?", styles)) <= {"data:image"}
    assert "@import" not in styles
    licences = (STATIC / "vendor" / "LICENCES.txt").read_text()
    for package in ("graphiql (MIT)", "react (MIT)", "react-dom (MIT)", "codemirror (MIT)", "graphql (MIT)"):
        assert f"\n{package}\n" in licences, package


def test_what_is_put_into_welsh_is_what_graphiql_says():
    """GraphiQL puts some of its words together, so that half of them is enough."""
    said = (STATIC / "vendor" / "graphiql.min.js").read_text()
    table = re.findall(r'^ {4}(?:"([^"]+)"|(\w+)):', (STATIC / "welsh.js").read_text(), re.MULTILINE)
    words = [quoted or plain for quoted, plain in table]
    assert len(words) >= 70
    for one in words:
        assert any(part in said for part in (one, one.partition(" ")[2], one.rpartition(" ")[0]) if part), one


def test_an_example_that_says_no_welsh_title_is_refused(tmp_path):
    path = tmp_path / "01-nothing.graphql"
    path.write_text("# en: Nothing\n# variables cy: {}\n# variables en: {}\n\n{ __typename }\n")
    with pytest.raises(ValueError, match=r"01-nothing\.graphql does not say its 'cy'"):
        read(path)
