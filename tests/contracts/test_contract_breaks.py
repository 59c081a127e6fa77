"""What breaks a contract is told from what only adds to it; CI compares with the last release."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from cms.graphql.contracts import broken
from cms.http.contracts import contracts
from cms.rest.openapi.contract_breaks import openapi_breaks, schema_breaks

RELEASED = Path(settings.BASE_DIR) / "docs" / "contracts" / "released"
Document = dict[str, Any]
Change = Callable[[Document], None]
LISTED = "/api/v1/{language}/items"


@pytest.fixture(scope="module")
def released() -> Document:
    found: Document = json.loads((RELEASED / "openapi.json").read_text())
    return found


def operation(document: Document) -> Document:
    found: Document = document["paths"][LISTED]["get"]
    return found


def schema(document: Document, name: str) -> Document:
    found: Document = document["components"]["schemas"][name]
    return found


def parameter(document: Document, name: str) -> Document:
    return next(one for one in operation(document)["parameters"] if one["name"] == name)


def without_parameter(document: Document) -> None:
    operation(document)["parameters"].remove(parameter(document, "limit"))


def with_parameter(document: Document, **more: Any) -> None:
    operation(document)["parameters"].append({"in": "query", "name": "fresh", "schema": {"type": "string"}, **more})


def closed_list_grows(document: Document) -> None:
    schema(document, "Available")["properties"]["language"]["enum"].append("fr")


def put(name: str, member: str, value: Any) -> Change:
    return lambda document: schema(document, name)["properties"].update({member: value})


BREAKING: list[tuple[Change, str]] = [
    (lambda one: one["paths"].pop(LISTED), f"GET {LISTED} was removed."),
    (without_parameter, f"GET {LISTED}: the parameter limit was removed."),
    (lambda one: with_parameter(one, required=True), f"GET {LISTED}: the parameter fresh is required now."),
    (
        lambda one: parameter(one, "sort")["schema"]["enum"].remove("title"),
        f"GET {LISTED}: sort no longer takes title.",
    ),
    (lambda one: parameter(one, "limit")["schema"].update(maximum=50), f"GET {LISTED}: limit: maximum is 50 now."),
    (lambda one: schema(one, "Available")["properties"].pop("api"), "Available.api was removed."),
    (lambda one: schema(one, "Available")["required"].remove("api"), "Available.api may be missing now."),
    (put("Available", "title", {"type": "integer"}), "Available.title: type was string and is integer."),
    (closed_list_grows, "Available.language may be fr now, and its list is closed."),
    (put("Manifest", "total", {"anyOf": [{"type": "integer"}, {"type": "null"}]}), "Manifest.total may be null now."),
    (lambda one: one["components"]["schemas"].pop("CountedCode"), "CountedCode was removed."),
]
ADDING: list[Change] = [
    lambda one: one["paths"].update({"/api/v1/new": copy.deepcopy(one["paths"][LISTED])}),
    with_parameter,
    put("Available", "new", {"type": "string"}),
    lambda one: schema(one, "Available")["required"].append("new"),
    lambda one: schema(one, "Problem")["properties"]["code"]["x-extensible-enum"].append("new"),
    lambda one: one["components"]["schemas"].update(New={"type": "object"}),
    lambda one: operation(one)["responses"].update({"429": {"description": ""}}),
    lambda one: parameter(one, "limit")["schema"].update(maximum=500),
]


@pytest.mark.parametrize(("change", "says"), BREAKING, ids=[says for _, says in BREAKING])
def test_what_breaks_is_told(released: Document, change: Change, says: str) -> None:
    after = copy.deepcopy(released)
    change(after)
    assert says in openapi_breaks(json.dumps(released), json.dumps(after))


@pytest.mark.parametrize("change", ADDING)
def test_what_only_adds_breaks_nothing(released: Document, change: Change) -> None:
    after = copy.deepcopy(released)
    change(after)
    assert after != released
    assert openapi_breaks(json.dumps(released), json.dumps(after)) == []


def test_what_was_deprecated_may_go(released: Document) -> None:
    before = copy.deepcopy(released)
    operation(before)["deprecated"] = True
    schema(before, "Available")["properties"]["api"]["deprecated"] = True
    after = copy.deepcopy(before)
    after["paths"].pop(LISTED)
    schema(after, "Available")["properties"].pop("api")
    schema(after, "Available")["required"].remove("api")
    assert openapi_breaks(json.dumps(before), json.dumps(after)) == []
    marked = 'type Query { a: Int @deprecated(reason: "b") b: Int }'
    assert broken(marked, "type Query { b: Int }") == []
    assert broken(marked, "type Query { a: Int }") == ["Query.b was removed."]


def test_the_schema_of_an_item_is_guarded_too() -> None:
    old = json.loads((RELEASED / "item.schema.json").read_text())
    new = copy.deepcopy(old)
    new["$defs"]["Attribution"]["properties"].pop("publisher")
    assert "Attribution.publisher was removed." in schema_breaks(json.dumps(old), json.dumps(new))


def test_the_code_breaks_nothing_of_the_last_release() -> None:
    for contract in contracts():
        assert list(contract.breaks((RELEASED / contract.name).read_text(), contract.text())) == [], contract.name


def test_the_check_refuses_what_breaks_the_last_release(settings: Any, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path
    call_command("export_contracts")
    call_command("export_contracts", release=True)
    call_command("export_contracts", check=True)
    path = tmp_path / "docs" / "contracts" / "released" / "schema.graphql"
    path.write_text(path.read_text().replace("type Query {", "type Query {\n  parity: Int\n"))
    with pytest.raises(CommandError, match=r"last release(.|\n)*Query\.parity was removed"):
        call_command("export_contracts", check=True)
