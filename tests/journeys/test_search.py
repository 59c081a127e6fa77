"""Readers and partners search the demo: in any form of a word, in either language, and never a word of the other unsaid."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any
from unittest.mock import patch
from urllib.parse import quote, unquote
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import TestCase

from bench.search_quality import fill
from cms.content.languages import CODES, Language, other
from demo.loading import identity
from search import engines
from search.engines.interface import Engine
from search.querying import facets
from tests.factories.demo import load_demo
from tests.journeys.test_demo_library import is_in_the_other_language
from tests.search.elasticsearch_server import shared_elasticsearch

# What is typed on the Welsh side, and items of the demo that have to be found for it, in any order.
WELSH = {
    "phlant": ("information-parents", "guide-siblings"),
    "rieni": ("information-parents", "emodule-parents"),
    "mabwysiadwyr": ("qualities-skills", "guide-carers"),
    "ty": (),
    "legal representatives": ("information-legal-representatives",),
}
ASKED: tuple[tuple[Language, str], ...] = (
    ("cy", "rieni"),
    ("en", "parents"),
    ("cy", "legal representatives"),
    ("en", "cyfreithiol"),
)
# The first of what is found, where there is no doubt which it is.
FIRST = {"legal representatives": "information-legal-representatives", "gwybodaeth i rieni": "information-parents"}


@contextmanager
def embedded() -> Iterator[Engine]:
    """The embedded engine, with nothing in it."""
    from search.engines.sqlite.engine import SqliteEngine

    yield SqliteEngine(":memory:")


@pytest.mark.xdist_group("demo")
class SearchingTheDemo(TestCase):
    """The demo, indexed in each engine."""

    @classmethod
    def setUpTestData(cls) -> None:
        load_demo()
        facets.clear_label_cache()

    @contextmanager
    def indexed(self, made: Callable[[], Any]) -> Iterator[None]:
        with made() as engine, patch.object(engines, "engine", lambda: engine):
            fill(engine)
            yield

    def found(self, language: Language, q: str, **asked: str) -> dict[str, Any]:
        response = self.client.get(f"/api/v1/{language}/search", {"q": q, "limit": "50", **asked})
        assert response.status_code == 200, response.content
        answer: dict[str, Any] = response.json()
        return answer

    def check(self) -> None:
        for q, names in WELSH.items():
            answer = self.found("cy", q)
            items = [UUID(hit["id"]) for hit in answer["items"]]
            assert items, q
            assert {identity.of_item(name) for name in names} <= set(items), q
            for hit in answer["items"]:
                self.check_hit(hit, "cy", q)
        for q, name in FIRST.items():
            assert UUID(self.found("cy", q)["items"][0]["id"]) == identity.of_item(name), q

    def check_hit(self, hit: dict[str, Any], language: Language, q: str) -> None:
        """Its address answers, its words are of its language, and what is of the other says so."""
        path = unquote(hit["canonical"].removeprefix(settings.PUBLIC_URLS[language]))
        page = BeautifulSoup(self.client.get(path).content, "html.parser")
        assert (page.html["lang"], page.h1.text) == (language, hit["title"]), q  # type: ignore[index,union-attr]
        assert hit["language"] == language
        # Of the other language's body no text is kept to show.
        if hit["match"] == "twin" and not hit["highlights"]:
            return
        assert hit["matched"]["fields"], q
        assert not is_in_the_other_language(f"{hit['title']} {hit['summary']}", language), hit
        assert any("<mark>" in one["html"] for one in hit["highlights"]), (q, hit["path"])
        for one in hit["highlights"]:
            assert one["language"] == hit["matched"]["language"]
            text = unescape(one["html"]).replace("<mark>", "").replace("</mark>", "")
            if one["file"] is None:
                assert not is_in_the_other_language(text, one["language"]), one
            else:
                assert self.client.get(one["file"]["address"].removeprefix(settings.API_URL)).status_code == 200

    def check_both_ways(self) -> None:
        """What the other language is said to have, it has; and the search page shows what the API gives."""
        for language, q in ASKED:
            answer = self.found(language, q)
            there = self.client.get(answer["also_in"]["address"].removeprefix(settings.API_URL)).json()
            assert (there["language"], there["total"]) == (other(language), answer["also_in"]["total"])
            place = {"cy": "/cy/chwilio/", "en": "/en/search/"}[language]
            page = BeautifulSoup(self.client.get(f"{place}?q={quote(q)}").content, "html.parser")
            shown = [link["href"] for link in page.select(".results h3 a")]
            assert shown == [hit["canonical"] for hit in answer["items"]][:10]

    def check_suggestions(self) -> None:
        for language, q in (("cy", "fab"), ("cy", "mab"), ("cy", "phl"), ("en", "ado"), ("en", "chi")):
            items = self.client.get(f"/api/v1/{language}/suggest", {"q": q}).json()["items"]
            assert items, q
            for one in items:
                assert self.client.get(one["api"].removeprefix(settings.API_URL)).json()["language"] == language

    def check_files(self) -> None:
        """Something is only said in a download, and the hit says in which and on which page."""
        words = ("llofnod", "signature", "dyddiad", "date")
        hits = [hit for language in CODES for q in words for hit in self.found(language, q)["items"]]
        files = [one["file"] for hit in hits for one in hit["highlights"] if one["file"]]
        assert files
        assert all(file["title"] and file["address"] for file in files)

    def check_all(self, made: Callable[[], Any]) -> None:
        with self.indexed(made):
            self.check()
            self.check_both_ways()
            self.check_suggestions()
            self.check_files()

    def test_with_the_embedded_engine(self) -> None:
        self.check_all(embedded)

    @pytest.mark.elasticsearch
    def test_with_elasticsearch(self) -> None:
        self.check_all(lambda: shared_elasticsearch("journey"))
