"""A page type with a block of its own stands in every outlet, without a line changed outside its app."""

import json
from typing import Any

import jsonschema
import pytest
from bs4 import BeautifulSoup
from django.core.checks import run_checks
from django.test import Client
from wagtail.models import Page

from cms.content.declaration.schema import json_schema
from cms.content.languages import CODES, Language, other
from cms.graphql.contracts import schema_text
from cms.reading.printing.typesetting import can_typeset
from cms.rest.openapi.openapi_document import document
from tests.factories import content as make
from tests.publication import scenes, scenes_private
from tests.publication.editions import edition
from tests.search.outlet import Index, index

from .policies import address as guidance
from .policies import policies, policy

pytestmark = pytest.mark.django_db
assert index
assert scenes_private
SOURCES = pytest.mark.parametrize("source", CODES)
QUERY = """query ($language: Language!, $id: ID!) {
  item(language: $language, id: $id) {
    type __typename title
    ... on Policy { reference effectiveFrom scope clauses { id blockId language heading text { html plain } duties guidance } }
  }
  policies(language: $language) { totalCount nodes { reference twin { title } } }
}"""


def get(address: str) -> Any:
    response = Client().get(address)
    assert response.status_code == 200, (address, response.content[:300])
    return response


def asked(language: Language, page: Any) -> Any:
    variables = {"language": language.upper(), "id": str(page.translation_key)}
    answer = Client().post("/graphql", {"query": QUERY, "variables": variables}, content_type="application/json").json()
    assert "errors" not in answer, answer
    return answer["data"]


def test_the_checks_find_nothing_missing() -> None:
    assert [found for found in run_checks() if found.id and found.id.startswith(("publication.", "content."))] == []


@SOURCES
def test_both_languages_are_public_and_fit_the_schema(source: Language) -> None:
    original, _ = policies(source)
    for language in CODES:
        body = get(f"/api/v1/{language}/items/{original.translation_key}").json()
        jsonschema.Draft202012Validator(json_schema()).validate(body)
        assert (body["type"], body["reference"], body["effective_from"]) == ("policy", "P-7", "2026-09-01")
        assert body["clauses"][0]["type"] == "clause"
        assert make.MARKS[language] in body["clauses"][0]["text"]["plain"]
        assert make.MARKS[other(language)] not in json.dumps({**body, "languages": []})


def test_rest_lists_it_and_its_contract_describes_it() -> None:
    original, _ = policies("cy")
    for address in ("/api/v1/cy/policies", "/api/v1/cy/items?type=policy"):
        (found,) = get(address).json()["items"]
        assert (found["id"], found["reference"]) == (str(original.translation_key), "P-7")
    assert "/api/v1/cy/policies" in get("/api/v1/").json()["languages"][0]["addresses"]["policies"]
    contract = document()
    assert "/api/v1/{language}/policies" in contract["paths"]
    assert {"PolicyPayload", "ClauseBlock"} <= contract["components"]["schemas"].keys()
    assert "reference" in contract["components"]["schemas"]["ItemSummary"]["properties"]


@SOURCES
def test_graphql_has_its_type_its_block_and_its_list(source: Language) -> None:
    original, _ = policies(source)
    schema = schema_text()
    clauses: list[Any] = []
    assert "type Policy implements Node & Item" in schema
    assert "type ClauseBlock implements Node" in schema
    for language in CODES:
        data = asked(language, original)
        assert (data["item"]["__typename"], data["item"]["type"]) == ("Policy", "POLICY")
        assert data["item"]["clauses"][0]["language"] == language.upper()
        assert make.MARKS[language] in data["item"]["clauses"][0]["heading"]
        clauses.append(data["item"]["clauses"][0])
        assert data["policies"]["totalCount"] == 1
        assert make.MARKS[other(language)] in data["policies"]["nodes"][0]["twin"]["title"]
    welsh, english = clauses
    assert welsh["id"] != english["id"]
    assert welsh["blockId"] == english["blockId"]


def test_search_finds_every_word_of_it_marks_it_and_counts_its_type(index: Index) -> None:
    parent, _ = make.homes("en")
    words = {"title": "lantern", "summary": "meadow", "scope": "harbour"}
    page = policy(parent, "en", **{name: f"English: {word}" for name, word in words.items()})
    index()
    for word in (*words.values(), "bridge", "duty"):
        found = get(f"/api/v1/en/search?q={word}").json()
        (hit,) = found["items"]
        assert hit["id"] == str(page.translation_key)
        assert any("<mark>" in one["html"] for one in hit["highlights"]), word
        assert found["facets"]["type"] == [{"code": "policy", "label": "Policy", "count": 1}], word
    assert get("/api/v1/en/search?q=bridge&type=policy").json()["total"] == 1
    assert get("/api/v1/en/search?q=bridge&type=guide").json()["total"] == 0


@SOURCES
def test_its_reading_page_and_paper_show_all_of_it_in_one_language(source: Language) -> None:
    original, _ = policies(source)
    labels = {
        "cy": ["Mewn grym o", "Pwy sydd wedi&#x27;i rwymo", "1 Medi 2026"],
        "en": ["In force from", "1 September 2026"],
    }
    for language in CODES:
        found = edition(original, language)
        assert found is not None
        for address in (found.path, f"/{language}/print/{original.translation_key}/"):
            page = get(address).content.decode()
            for part in ("heading", "text", "duty", "scope"):
                assert part in page, (address, part)
            assert f'href="{guidance(language, "bridge")}"' in page
            assert all(label in page for label in labels[language]), address


@pytest.mark.skipif(not can_typeset(), reason="needs the typesetter")
def test_its_pdf_is_made() -> None:
    original, _ = policies("cy")
    assert get(f"/cy/print/{original.translation_key}.pdf").content.startswith(b"%PDF")


@SOURCES
@pytest.mark.parametrize("name", sorted(scenes.PRIVATE))
def test_what_is_private_is_in_no_outlet(name: str, source: Language, index: Index, monkeypatch: Any) -> None:
    monkeypatch.setattr(
        make, "landing", lambda parent, language, **fields: policy(parent, language, scenes.MARK, **fields)
    )
    parent, _ = make.homes(source)
    hidden = scenes.PRIVATE[name](source, parent)
    index()
    for language in CODES:
        check_hidden(hidden, language)


@SOURCES
@pytest.mark.parametrize("without", ["scope", "clauses"])
def test_a_translation_that_lacks_something_of_its_own_is_no_edition(
    without: str, source: Language, index: Index
) -> None:
    parent, _ = make.homes(source)
    page = policy(parent, source, scenes.MARK)
    make.translate(page, fallback=True, without=(without,))
    index()
    check_hidden(scenes.Hidden(page.translation_key, (other(source),)), other(source))


def check_hidden(hidden: scenes.Hidden, language: Language) -> None:
    if language not in hidden.languages:
        return
    paths = [f"/{language}/print/{hidden.item}/"]
    paths += [Page.objects.filter(translation_key=hidden.item).values_list("url_path", flat=True).first() or "/"]
    addresses = [
        f"/api/v1/{language}/items/{hidden.item}", f"/api/v1/{language}/policies?fields=full",
        f"/api/v1/{language}/items?type=policy&fields=full", f"/api/v1/{language}/search?q={hidden.mark.lower()}", *paths,
    ]  # fmt: skip
    for address in addresses:
        answer = Client().get(address)
        said = answer.json() if "json" in answer["Content-Type"] else {"page": in_the_language_of(answer, language)}
        said.pop("available", None)
        assert hidden.mark not in json.dumps(said), address
    query = f"{{ policies(language: {language.upper()}) {{ nodes {{ title }} }} }}"
    assert (
        hidden.mark not in Client().post("/graphql", {"query": query}, content_type="application/json").content.decode()
    )


def in_the_language_of(answer: Any, language: Language) -> str:
    """The words of a page less those of the other language, which it may name as the language that there is."""
    page = BeautifulSoup(answer.content, "html.parser")
    for part in page.find_all(lang=other(language)):
        part.decompose()
    return page.get_text()
