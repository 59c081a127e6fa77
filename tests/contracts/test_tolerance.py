"""What clients must tolerate is in the contract: members, codes and types that are not there yet; and it says what each is."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cms.content.declaration.blocks import block_payloads
from cms.content.declaration.registry import item_types
from cms.content.declaration.tolerance import for_clients, open_list
from cms.content.languages import CODES
from cms.http.problems.problem_types import PROBLEM_TYPES
from cms.rest.openapi.item_schema import item_schema, item_schema_text
from cms.rest.openapi.openapi_document import document_json, strict_document
from tests.contracts.later_answers import with_more

# Lists that never grow: everything else that has codes says so with x-extensible-enum.
CLOSED = [
    list(CODES), [*CODES, "mul"], ["published", "withdrawn", "gone", "missing"], ["current", "stale", "missing"],
    ["row", "column", "both", "neither"], ["start", "step", "decision", "end"], [2, 3],
]  # fmt: skip
CONTRACT = json.loads(document_json())
EXAMPLES = {name: one["value"] for name, one in CONTRACT["components"]["examples"].items()}
PROBLEM = {
    "type": "https://api.example.test/api/problems/brand-new", "title": "Newydd", "status": 451, "detail": "Newydd.",
    "instance": "/api/v1/cy/items", "code": "brand-new", "language": "cy", "novel": {"x": 1},
}  # fmt: skip


def nodes(schema: Any) -> Any:
    """All schemas within one."""
    if isinstance(schema, dict):
        yield schema
        for name, value in schema.items():
            if name not in {"examples", "example"}:
                yield from nodes(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from nodes(value)


def accepts(name: str, value: Any, contract: Any = CONTRACT) -> bool:
    components = contract["components"]
    schema = {"$ref": f"#/components/schemas/{name}", "components": components}
    return Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize("contract", [CONTRACT, json.loads(item_schema_text())], ids=["openapi", "item"])
def test_the_contract_shuts_no_member_out_and_closes_no_list_that_may_grow(contract: Any) -> None:
    for schema in nodes(contract.get("components", {}).get("schemas", contract)):
        assert schema.get("additionalProperties") is not False
        assert "discriminator" not in schema
        if "enum" in schema:
            assert schema["enum"] in CLOSED


@pytest.mark.parametrize(
    ("example", "schema"),
    [("item-cy", "Item"), ("list-cy", "ItemList"), ("search-cy", "SearchResults"), ("suggest-cy", "Suggestions"),
     ("term-cy", "Term"), ("codes-cy", "CodeList")],
)  # fmt: skip
def test_an_answer_with_unknown_members_fits_the_contract_and_not_what_is_served_now(example: str, schema: str) -> None:
    more = with_more(EXAMPLES[example])
    assert accepts(schema, EXAMPLES[example], strict_document())
    assert accepts(schema, more)
    assert not accepts(schema, more, strict_document())


def test_an_unknown_problem_fits_the_contract() -> None:
    assert accepts("Problem", PROBLEM)
    assert not accepts("Problem", PROBLEM, strict_document())
    assert set(CONTRACT["components"]["schemas"]["Problem"]["properties"]["code"]["x-extensible-enum"]) == set(
        PROBLEM_TYPES
    )


def test_blocks_and_items_of_unknown_types_fit_the_contract() -> None:
    item = EXAMPLES["item-cy"]
    with_map = {**item, "body": [{"id": "m", "lang": "cy", "type": "map", "place": "Bangor"}, *item["body"]]}
    for other in (with_map, {**item, "type": "podcast"}):
        assert accepts("Item", other)
        assert not accepts("Item", other, strict_document())
        assert Draft202012Validator(json.loads(item_schema_text())).is_valid(other)
        assert not Draft202012Validator(item_schema()).is_valid(other)


def test_the_contract_names_the_types_that_there_are() -> None:
    schemas = CONTRACT["components"]["schemas"]
    assert schemas["OtherBlock"]["properties"]["type"]["x-extensible-enum"] == list(block_payloads())
    assert schemas["OtherItem"]["properties"]["type"]["x-extensible-enum"] == list(item_types())
    assert schemas["Item"]["anyOf"][-1] == {"$ref": "#/components/schemas/OtherItem"}


def test_what_is_closed_and_nested_in_what_is_open_stays_closed() -> None:
    strict = {"properties": {"a": open_list(["x"]), "b": {"enum": ["y"]}}, "additionalProperties": False}
    assert for_clients(strict) == {
        "properties": {"a": {"type": "string", "x-extensible-enum": ["x"]}, "b": {"enum": ["y"]}}
    }
    assert strict["additionalProperties"] is False


def test_every_member_says_what_it_is() -> None:
    schemas = CONTRACT["components"]["schemas"]

    def described(schema: Any) -> bool:
        reference = schema.get("$ref", "").rpartition("/")[2]
        return "description" in schema or (reference in schemas and "description" in schemas[reference])

    silent = [
        (name, member)
        for name, one in schemas.items()
        for schema in nodes(one)
        if isinstance(schema.get("properties"), dict)
        for member, value in schema["properties"].items()
        if not described(value)
    ]
    assert silent == []
