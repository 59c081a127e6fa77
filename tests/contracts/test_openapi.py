"""The contracts of the REST API: checked in, valid, true of their own examples, and held to by what is served."""

import json
import re
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from cms.content.languages import CODES
from cms.embed import fragments
from cms.rest.openapi import embed_section
from cms.rest.openapi.item_schema import item_schema_text
from cms.rest.openapi.openapi_document import document, document_json, strict_document
from cms.rest.serializers import (
    BothQuery,
    ChangesQuery,
    EditionQuery,
    FeedQuery,
    HistoryQuery,
    ItemsQuery,
    ListQuery,
    ManifestQuery,
    PathQuery,
    ReleasesQuery,
    SearchQuery,
    SomeItemsQuery,
    SuggestQuery,
    TermsQuery,
)
from cms.rest.urls import v1
from cms.wsgi import django_application as application
from tests.factories.editions import EXAMPLE, edition, withdrawn
from tests.http.cached_server import open_connection
from tests.search.outlet import index

FIXTURES = (index, open_connection)
PATHS = sorted("/api/v1/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(route.pattern)) for route in v1)
EMBEDDED = [
    "/embed/oembed",
    *(f"/embed/{{language}}/{rest}" for rest in ("search", "terms/{id}", "{id}", "{id}/frame")),
]
CONTRACTS = Path(settings.BASE_DIR) / "docs" / "contracts"


@pytest.mark.parametrize(("name", "made"), [("openapi.json", document_json), ("item.schema.json", item_schema_text)])
def test_the_contracts_that_are_checked_in_are_those_of_the_code(name, made):
    assert (CONTRACTS / name).read_text(encoding="utf-8") == made(), "run `make contracts-write` and look at the diff"


def test_the_check_passes_and_says_what_differs(tmp_path, settings, capsys):
    call_command("export_contracts", check=True)
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError):
        call_command("export_contracts", check=True)
    call_command("export_contracts")
    call_command("export_contracts", check=True)


def test_the_document_is_valid_openapi_3_1():
    assert document()["openapi"].startswith("3.1")
    validate(json.loads(document_json()))
    validate(json.loads(json.dumps(strict_document())))


def test_the_document_says_nothing_of_where_it_was_made():
    assert "testserver" not in document_json()
    assert settings.API_URL not in document_json()


def test_what_is_served_says_where_the_service_is_and_is_the_same_otherwise(client):
    served = client.get("/api/v1/openapi.json").json()
    assert served.pop("servers") == [{"url": settings.API_URL, "description": "This service"}]
    assert served == {name: value for name, value in json.loads(document_json()).items() if name != "servers"}
    assert yaml.safe_load(client.get("/api/v1/openapi.yaml").content)["servers"][0]["url"] == settings.API_URL


def test_nobody_needs_a_key():
    assert {} in document()["security"]


def test_every_address_is_in_the_document():
    assert {*PATHS, *EMBEDDED} == set(document()["paths"])
    assert {*chain(*document()["paths"].values())} == {"get"}


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("{language}/items/by-path", PathQuery),
        ("{language}/items/{id}", EditionQuery),
        ("{language}/items", ItemsQuery),
        ("{language}/guides", ListQuery),
        ("items/{id}", BothQuery),
        ("manifest", ManifestQuery),
        ("{language}/terms", TermsQuery),
        ("{language}/search", SearchQuery),
        ("{language}/suggest", SuggestQuery),
        ("releases", ReleasesQuery),
        ("changes", ChangesQuery),
        ("export", FeedQuery),
        ("items", SomeItemsQuery),
        ("items/{id}/releases", HistoryQuery),
    ],
)
def test_every_parameter_is_in_the_document(path, query):
    parameters = document()["paths"][f"/api/v1/{path}"]["get"]["parameters"]
    assert {one["name"] for one in parameters if one["in"] == "query"} == set(query().fields)
    assert all(one.get("description") for one in parameters)


def test_every_answer_and_its_headers_are_in_the_document():
    for path in PATHS:
        responses = document()["paths"][path]["get"]["responses"]
        assert {"200", "304", "400", "405", "412", "500", "503"} <= set(responses), path
        assert {"ETag", "Vary", "Cache-Control", "Link"} <= set(responses["200"]["headers"])
        assert ("404" in responses) == ("{" in path)
    assert "410" in document()["paths"]["/api/v1/{language}/items/{id}"]["get"]["responses"]


def test_every_operation_takes_a_key_and_says_what_is_left_and_what_follows_when_nothing_is():
    contract = document()
    assert contract["security"] == [{}, {"partnerKey": []}, {"previewToken": []}]
    limits = {"RateLimit", "RateLimit-Policy", "Contract-Version"}
    for path, methods in contract["paths"].items():
        operation = methods["get"]
        assert "security" not in operation, path
        assert limits <= set(operation["responses"]["200"]["headers"]), path
        assert operation["responses"]["429"] == {"$ref": "#/components/responses/TooManyRequests"}, path
        assert operation["responses"]["401"] == {"$ref": "#/components/responses/Unauthorized"}, path
    assert {*limits, "Retry-After"} <= set(contract["components"]["responses"]["TooManyRequests"]["headers"])


def test_the_parts_of_a_fragment_are_those_that_can_be_asked_for():
    assert embed_section.PARTS == fragments.PARTS


def test_examples_are_there_in_both_languages_and_fit_their_schemas():
    components = json.loads(document_json())["components"]
    schemas = {"item": "Item", "list": "ItemList", "codes": "CodeList", "both": "Both", "manifest": "Manifest"}
    schemas |= {"term": "Term", "terms": "TermList", "search": "SearchResults", "suggest": "Suggestions"}
    schemas |= {"parity": "ParityReport", "releases": "ReleaseList", "changes": "ChangeList", "bothList": "BothList"}
    for name, example in components["examples"].items():
        reference = {"$ref": f"#/components/schemas/{schemas[name.split('-')[0]]}", "components": components}
        Draft202012Validator(reference).validate(example["value"])
    for response in components["responses"].values():
        for name, example in (
            response.get("content", {}).get("application/problem+json", {}).get("examples", {}).items()
        ):
            reference = {"$ref": "#/components/schemas/Problem", "components": components}
            Draft202012Validator(reference).validate(example["value"])
            assert example["value"]["language"] == name[-2:] in CODES


@pytest.fixture
def seeded(db, index):
    for code in CODES:
        for type_ in ("home", "framework", "section", "resource", "guide", "information", "module"):
            edition(code, type=type_, topics=["cyswllt"], audiences=["parents"])
        edition(code, item=EXAMPLE, type="guide")
    edition("en")
    withdrawn("cy")
    index()


@cache
def schema():
    """The strict document as schemathesis reads it, which takes seconds to import: only where it is asked for."""
    import schemathesis

    strict = schemathesis.openapi.from_dict(json.loads(json.dumps(strict_document())))
    strict.app = application
    return strict


# schemathesis's own parametrization gives all of them one name, of which pytest-xdist then runs only the first.
@pytest.mark.parametrize("path", [*PATHS, *EMBEDDED])
@pytest.mark.usefixtures("seeded", "open_connection")
def test_schemathesis_finds_nothing(path):
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    @given(case=schema()[path]["GET"].as_strategy())
    @hypothesis_settings(
        max_examples=10,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        # A schema cannot say that a cursor or token must be one that was given, that `path` and filters do not go together, or
        # what has words to search for.
        names = {"cursor", "path", "fallback", "q"} | ({"since"} if path == "/api/v1/changes" else set())
        unsaid = [positive_data_acceptance] if names & set(case.query or ()) else []
        case.call_and_validate(headers={"Host": "testserver", "Accept-Encoding": "identity"}, excluded_checks=unsaid)

    ask()
