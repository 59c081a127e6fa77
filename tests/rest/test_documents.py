"""Documents as they are given: each as a page and as Markdown, all links lead on, and llms.txt names them all."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from cms.content.words.spoken_language import spoken_language
from cms.http.problems.problem_types import PROBLEM_TYPES
from cms.rest.documents.rendered_document import _MARKDOWN
from cms.rest.documents.stored_documents import BELOW, INDEX, languages_of, markdown, stored_documents

LINK = re.compile(r"(?<!`)\]\(([^)#\s]+)(?:#([^)\s]*))?\)")
BASE = "https://api.example.test"
CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
DOCUMENTS = sorted(name for name in stored_documents() if name.endswith(".md"))


def links(text):
    """The addresses in Markdown, and the parts of pages that they lead to."""
    return LINK.findall(CODE.sub("", text))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_given_as_markdown_and_as_a_page_and_its_links_lead_on(api, name):
    response = api.read(BELOW + name)
    assert (response.status_code, response["Content-Type"]) == (200, "text/markdown; charset=utf-8")
    assert f'{BASE}{BELOW}{name.removesuffix(".md")}>; rel="canonical"' in response["Link"]
    for address, part in links(response.content.decode()):
        if address.startswith(BASE):
            given = address.removeprefix(BASE)
            assert api.read(given).status_code == 200, address
            if part and given.endswith(".md"):
                page = api.read(given.removesuffix(".md")).content.decode()
                assert f'id="{part}"' in page, f"{address}#{part}"
    page = api.read(BELOW + name.removesuffix(".md"))
    assert page.status_code == 200
    assert f'<link rel="alternate" type="text/markdown" href="{BELOW}{name}">' in page.content.decode()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_language_of_a_document_is_that_of_its_words(api, name):
    words = [
        spoken_language(words.content)
        for token, words in pairwise(_MARKDOWN.parse(markdown(name, BASE)))
        if token.type == "paragraph_open"
    ]
    told = [language for language in words if language]
    own = languages_of(name)
    if len(own) > 1:
        assert set(told) == set(own)
    else:
        assert told.count(own[0]) >= 0.9 * len(told)
    assert api.read(BELOW + name)["Content-Language"] == ", ".join(own)


def test_a_document_in_both_languages_says_of_each_passage_which_it_is(api):
    for name in ("clients/python", "README", "examples/README"):
        page: Any = BeautifulSoup(api.read(f"{BELOW}{name}?lang=cy").content, "html.parser")
        assert "lang" not in page.article.attrs
        for passage in page.article.select("[lang]"):
            judged = spoken_language(passage.text)
            assert judged in {None, passage["lang"]}, passage
        assert {passage["lang"] for passage in page.article.select("[lang]")} == {"cy", "en"}
    assert page.find(id="cymraeg")["lang"] == "cy"
    assert page.find(id="english")["lang"] == "en"
    assert api.read("/llms.txt")["Content-Language"] == "cy, en"


@pytest.mark.parametrize("name", ["rest", "README", "recipes/cy/cadw-copi", "clients/typescript"])
def test_a_page_leads_to_pages_and_what_is_wide_scrolls_by_itself(api, name):
    page: Any = BeautifulSoup(api.read(f"{BELOW}{name}?lang=cy").content, "html.parser")
    ours = [link["href"] for link in page.article.select("a[href]") if link["href"].startswith(BASE + BELOW)]
    assert [address for address in ours if ".md" in address] == []
    for address in ours:
        part = address.removeprefix(BASE).partition("#")[0]
        assert part.endswith("?lang=cy") or "." in part.rpartition("/")[2], address
        assert api.read(part).status_code == 200
    assert [block for block in page.article.select("pre, .table") if block.get("tabindex") != "0"] == []
    assert [table for table in page.article.select("table") if table.parent.get("class") != ["table"]] == []


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_page_has_the_readers_language_around_the_documents(api, language):
    for name, own in (("rest", "en"), ("recipes/cy/cadw-copi", "cy"), ("golygyddion", "cy")):
        response = api.read(f"{BELOW}{name}?lang={language}")
        body = response.content.decode()
        assert f'<html lang="{language}">' in body
        assert f'<article lang="{own}">' in body
        assert (f'<h1 lang="{own}">' in body) == (own != language)
        assert response["Content-Language"] == (own if own == language else "cy, en")
        assert {"cy": "Y dudalen hon fel Markdown", "en": "This page as Markdown"}[language] in body


def test_llms_txt_names_every_document_of_partners_and_operators(api):
    response = api.read("/llms.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    text = response.content.decode()
    assert text.startswith("# Sefydlogrwydd Cynnar Cymru · Welsh Early Permanence\n\n> ")
    named = {address.removeprefix(f"{BASE}{BELOW}") for address, _ in links(text)}
    folders = ("adr/", "how-to/")
    wanted = {name for name in DOCUMENTS if not name.startswith(folders)} - {INDEX}
    assert wanted - named == set()
    for address, _ in links(text):
        assert api.read(address.removeprefix(BASE)).status_code == 200, address


def test_contracts_and_pictures_are_given_as_they_are(api):
    for name, media_type in (
        ("contracts/openapi.json", "application/json"),
        ("contracts/schema.graphql", "text/plain; charset=utf-8"),
        ("images/explorer.png", "image/png"),
    ):
        response = api.read(BELOW + name)
        assert response["Content-Type"] == media_type
        assert response.content == (Path(settings.BASE_DIR) / "docs" / name).read_bytes()
        assert api.read(BELOW + name, if_none_match=response["ETag"]).status_code == 304


@pytest.mark.parametrize(
    "name", ["nothing", "nothing.md", "../README.md", "%2e%2e/README.md", "examples/eleventy/package.json"]
)
def test_nothing_else_is_given(api, name):
    assert api.read(BELOW + name).status_code == 404


@pytest.mark.parametrize("language", ["cy", "en"])
def test_a_kind_of_problem_is_explained_in_markdown_too(api, language):
    page = api.read(f"/api/problems/gone?lang={language}").content.decode()
    assert f'type="text/markdown" href="/api/problems/gone.md?lang={language}"' in page
    response = api.read(f"/api/problems/gone.md?lang={language}")
    assert (response["Content-Type"], response["Content-Language"]) == ("text/markdown; charset=utf-8", language)
    kind = PROBLEM_TYPES["gone"]
    assert response.content.decode().startswith(f"# {kind.title.text(language)}\n\n`gone` · HTTP 410\n\n## ")
    assert kind.remedy.text(language) in response.content.decode()
    assert api.read("/api/problems/nothing.md").status_code == 404


def test_no_html_in_a_document_is_let_through():
    assert "<script" not in _MARKDOWN.render("<script>alert(1)</script>\n\n[x](javascript:alert(1))")
