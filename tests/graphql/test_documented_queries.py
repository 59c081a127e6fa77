"""docs/graphql.md: its ten queries run within the limits over the demo in both languages, and give what they promise."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import TestCase

from bench.search_quality import fill
from cms.content.languages import CODES, Language, other
from cms.graphql import limits
from cms.graphql.errors.sentences import SENTENCES
from cms.graphql.execution.document_cache import prepare_document
from cms.graphql.http.example_queries import Example, examples
from cms.http.problems.problem_types import PROBLEM_TYPES
from cms.publication.changelog.log import newest
from search import engines
from search.engines.sqlite.engine import SqliteEngine
from search.querying import facets
from tests.factories.demo import load_demo

PAGE = (Path(settings.BASE_DIR) / "docs" / "graphql.md").read_text()
BY_NAME = {example.name: example for example in examples()}
ROW = re.compile(r"^\| [^|]+ \| ([\d,]+) \| `([A-Z_]+)` \|$", re.MULTILINE)
OF_FIELDS = (
    "NOT_IN_LANGUAGE", "NOT_FOUND", "WITHDRAWN", "GONE", "INVALID_PARAMETER", "INVALID_ID", "INVALID_CURSOR", "INVALID_SEARCH",
    "EXPIRED_TOKEN", "SEARCH_UNAVAILABLE", "PRECONDITION_FAILED",
)  # fmt: skip


def test_there_are_ten_queries_each_shown_in_the_page_as_it_is() -> None:
    assert len(examples()) == 10
    for place, example in enumerate(examples(), start=1):
        assert f"### {place}. {example.title.en}\n" in PAGE, example.name
        assert f"```graphql\n{example.query}```" in PAGE, f"docs/graphql.md shows another text than {example.name}"


def test_every_query_of_the_page_is_valid() -> None:
    texts = re.findall(r"```graphql\n(.*?)```", PAGE, re.DOTALL)
    assert len(texts) > len(examples())
    for text in texts:
        prepare_document(text)


def test_the_page_tells_the_limits_as_they_are() -> None:
    told = {code: int(figure.replace(",", "")) for figure, code in ROW.findall(PAGE)}
    assert told == {
        "TOO_DEEP": limits.MAX_DEPTH,
        "TOO_MANY_TOKENS": limits.MAX_TOKENS,
        "QUERY_TOO_LONG": limits.MAX_LENGTH,
        "TOO_MANY_ALIASES_A_LEVEL": limits.MAX_ALIASES_A_LEVEL,
        "TOO_MANY_ALIASES": limits.MAX_ALIASES,
        "TOO_MANY_ROOT_FIELDS": limits.MAX_ROOT_FIELDS,
        "TOO_MANY_FIELDS": limits.MAX_FIELDS,
        "TOO_MANY_FRAGMENTS": limits.MAX_FRAGMENTS,
        "TOO_MANY_OPERATIONS": limits.MAX_OPERATIONS,
        "TOO_MANY_DIRECTIVES": limits.MAX_DIRECTIVES,
        "TOO_MANY_COMMENTS": limits.MAX_COMMENTS,
        "INTROSPECTION_TOO_DEEP": limits.MAX_INTROSPECTION_DEPTH,
        "INTROSPECTION_TOO_WIDE": limits.MAX_INTROSPECTION_LISTS,
        "ALIAS_IN_INTROSPECTION": 0,
        "TOO_MANY_VALUES": limits.MAX_VALUES,
        "VALUES_TOO_DEEP": limits.MAX_VALUE_DEPTH,
        "PAGE_TOO_LARGE": limits.MAX_PAGE,
        "REQUEST_TOO_LARGE": limits.MAX_BYTES,
        "COST_TOO_HIGH": limits.MAX_COST,
        "TIMEOUT": limits.SECONDS,
    }
    assert (
        f"`__schema` costs {limits.INTROSPECTION_COST['__schema']}, `__type` {limits.INTROSPECTION_COST['__type']}"
        in PAGE
    )


@pytest.mark.parametrize("code", [*SENTENCES, *OF_FIELDS])
def test_the_page_explains_every_code(code: str) -> None:
    assert f"`{code}`" in PAGE


def test_the_page_explains_no_code_that_there_is_not() -> None:
    told = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)`", PAGE))
    settings_named = {name for name in told if name.startswith("GRAPHQL_")}
    # Who asks too much, or with a key that is none, is refused before it comes to GraphQL.
    before = {code.replace("-", "_").upper() for code in PROBLEM_TYPES}
    assert told - settings_named <= SENTENCES.keys() | set(OF_FIELDS) | before


@pytest.mark.xdist_group("demo")
class DocumentedQueries(TestCase):
    """The ten queries over the demo of this project."""

    @classmethod
    def setUpTestData(cls) -> None:
        load_demo()
        facets.clear_label_cache()

    def ask(self, example: Example, language: Language, **variables: Any) -> dict[str, Any]:
        """The answer, once it has been seen that it is free of errors and within the limits."""
        asked = {"query": example.query, "variables": {**example.variables[language], **variables}}
        response = self.client.post("/graphql", asked, content_type="application/json")
        answer: dict[str, Any] = response.json()
        assert "errors" not in answer, answer["errors"]
        assert 0 < answer["extensions"]["cost"]["requested"] <= limits.MAX_COST
        (found,) = answer["data"].values()
        return found

    def answers(self, name: str) -> Iterator[tuple[Language, dict[str, Any]]]:
        for language in CODES:
            with self.subTest(language=language):
                yield language, self.ask(BY_NAME[name], language)

    def rest(self, language: Language, address: str) -> Any:
        return self.client.get(f"/api/v1/{language}/{address}").json()

    def pages(self, name: str, language: Language) -> Iterator[dict[str, Any]]:
        """All pages of a list, one after the other."""
        page = self.ask(BY_NAME[name], language)
        yield page
        while page["pageInfo"]["hasNextPage"]:
            page = self.ask(BY_NAME[name], language, after=page["pageInfo"]["endCursor"])
            yield page

    def test_the_frameworks_contents_are_its_sections_in_order_with_what_is_below_them(self) -> None:
        for language, framework in self.answers("01-framework-contents"):
            below = framework["children"]["nodes"]
            assert [one["number"] for one in below if "number" in one] == ["2", "6", "7", "8", "9"]
            assert framework["children"]["totalCount"] == len(below) == 6
            assert all(one["children"]["nodes"] for one in below if one["type"] == "SECTION")
            sections = self.rest(language, "sections")["items"]
            assert [one["title"] for one in below if one["type"] == "SECTION"] == [one["title"] for one in sections]

    def test_the_worked_example_of_the_page_costs_what_it_says(self) -> None:
        example = BY_NAME["01-framework-contents"]
        asked = {"query": example.query, "variables": {"language": "EN"}}
        answer = self.client.post("/graphql", asked, content_type="application/json").json()
        assert answer["extensions"]["cost"] == {"requested": 631, "limit": 1000, "remaining": 369}
        asked["query"] = example.query.replace("first: 30", "first: 50")
        refusal = self.client.post("/graphql", asked, content_type="application/json").json()["errors"][0]
        assert refusal["message"] in PAGE.replace("\n", " ").replace("\\`", "`")

    def test_a_section_has_every_block_filled_its_place_and_its_translations(self) -> None:
        for language, section in self.answers("02-section"):
            whole = self.rest(language, "sections/6")
            assert (section["item"], section["title"], section["number"]) == (whole["id"], whole["title"], "6")
            assert len(section["body"]) == len(whole["body"]) > 5
            assert all(any(value for name, value in block.items() if name != "__typename") for block in section["body"])
            assert [step["itemId"] for step in section["breadcrumb"]] == [step["id"] for step in whole["breadcrumb"]]
            assert {one["language"]: one["state"] for one in section["translations"]} == dict.fromkeys(
                ("CY", "EN"), "PUBLISHED"
            )
            assert section["terms"]

    def test_information_for_parents_comes_page_by_page_until_all_is_there(self) -> None:
        for language in CODES:
            pages = list(self.pages("03-information-for-parents", language))
            cards = [card for page in pages for card in page["nodes"]]
            assert len(pages) > 1
            assert len({card["id"] for card in cards}) == len(cards) == pages[0]["totalCount"]
            assert all("PARENTS" in {one["code"] for one in card["audiences"]} for card in cards)
            listed = self.rest(language, "information?audience=parents&sort=title&limit=100")["items"]
            assert [card["title"] for card in cards] == [one["title"] for one in listed]

    def test_a_guide_comes_in_both_languages_chapter_by_chapter(self) -> None:
        for language, guide in self.answers("04-guide-in-both-languages"):
            twin = guide["twin"]
            assert (guide["language"], twin["language"]) == (language.upper(), other(language).upper())
            assert guide["id"] != twin["id"]
            assert (guide["item"], len(guide["chapters"])) == (twin["item"], len(twin["chapters"]))
            assert guide["title"] != twin["title"]
            assert all(chapter["body"] for chapter in (*guide["chapters"], *twin["chapters"]))
            assert [one["status"] for one in guide["translations"]] == ["CURRENT", "CURRENT"]

    def test_every_training_module_has_captions_and_a_transcript_in_its_language(self) -> None:
        for language, training in self.answers("05-training-modules"):
            assert [module["partNumber"] for module in training["nodes"]] == [1, 2, 3, 4]
            for module in training["nodes"]:
                assert module["video"]["captions"]["language"] == language.upper()
                assert module["video"]["transcript"]["html"].startswith("<")
                assert module["learningOutcomes"]

    def test_every_flowchart_is_a_drawing_and_steps_in_words(self) -> None:
        for language, resources in self.answers("06-flowcharts"):
            charts = [
                block for one in resources["nodes"] for block in one["body"] if block["__typename"] == "FlowchartBlock"
            ]
            assert len(charts) == len(resources["nodes"]) == 3
            for chart in charts:
                assert chart["svg"].startswith("<svg")
                assert f'lang="{language}"' in chart["svg"]
                assert [step["number"] for step in chart["inWords"]] == list(range(1, len(chart["inWords"]) + 1))
                assert any(step["then"] for step in chart["inWords"])

    def test_every_download_of_a_section_is_in_its_language_and_can_be_fetched(self) -> None:
        for language, items in self.answers("07-downloads-of-a-section"):
            files = [file for item in items["nodes"] for file in item["files"]]
            assert len(files) >= 3
            for file in files:
                assert file["language"] in {language.upper(), "MUL"}
                response = self.client.get(unquote(file["address"].removeprefix(settings.API_URL)))
                assert (response.status_code, len(b"".join(response))) == (200, file["bytes"])

    def test_the_glossary_is_whole_and_names_each_term_in_the_other_language(self) -> None:
        for language in CODES:
            terms = [term for page in self.pages("08-glossary", language) for term in page["nodes"]]
            listed = self.rest(language, "terms?limit=100")
            assert [term["name"] for term in terms] == [term["name"] for term in listed["items"]]
            assert len(terms) == listed["total"] >= 60
            assert {term["twin"]["language"] for term in terms} == {other(language).upper()}

    def test_a_search_marks_what_it_found_and_counts_by_filters(self) -> None:
        engine = SqliteEngine(":memory:")
        fill(engine)
        with patch.object(engines, "engine", lambda: engine):
            for language, found in self.answers("09-search"):
                assert found["nodes"]
                assert {hit["item"]["type"] for hit in found["nodes"]} <= {"INFORMATION", "GUIDE"}
                marked = [passage["html"] for hit in found["nodes"] for passage in hit["highlights"]]
                assert any("<mark>" in html for html in marked)
                assert sum(one["count"] for one in found["facets"]["type"]) >= found["totalCount"] > 0
                assert found["alsoIn"]["language"] == other(language).upper()

    def test_what_has_changed_since_a_version_comes_in_the_order_of_versions(self) -> None:
        for language, changed in self.answers("10-changed-since"):
            versions = [one["version"] for one in changed["nodes"]]
            assert versions == sorted(versions)
            assert changed["totalCount"] == len(versions) >= 45
            later = self.ask(BY_NAME["10-changed-since"], language, since=versions[10])
            assert [one["version"] for one in later["nodes"]] == [one for one in versions if one > versions[10]]
            assert self.ask(BY_NAME["10-changed-since"], language, since=newest())["nodes"] == []
