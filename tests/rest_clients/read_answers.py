"""Reads answers by the client that openapi-python-client made of the contract: what it does not know must not stop it.

Arguments: the folder with the generated `partner_client`, and the file of answers.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

_FOLDER, _ANSWERS = sys.argv[1:]
sys.path.insert(0, _FOLDER)
_CONTENT = "partner_client.api.content"


def parsed(operation: str, answer: Any) -> Any:
    """What the client makes of an answer."""
    httpx = import_module("httpx")
    client = import_module("partner_client").Client(base_url="https://api.example.org")
    response = httpx.Response(answer["status"], json=answer["body"])
    return import_module(f"{_CONTENT}.{operation}")._parse_response(client=client, response=response)


def check(name: str, found: Any, expected: Any) -> None:
    """Ends with a message where something else was read."""
    if found != expected:
        sys.exit(f"openapi-python-client, {name}: {found!r} instead of {expected!r}")


def main() -> None:
    answers = json.loads(Path(_ANSWERS).read_text(encoding="utf-8"))
    item = parsed("item", answers["item"])
    check("an unknown member", item.additional_properties["novel"], "x")
    check("a member of a block", item.body[1].additional_properties["novel"], "x")
    check("a known block", (type(item.body[1]).__name__, item.body[1].text.plain), ("TextBlock", answers["plain"]))
    check("an unknown block", (type(item.body[0]).__name__, item.body[0].type_), ("OtherBlock", "map"))
    check("an unknown type", type(parsed("item", answers["podcast"])).__name__, "OtherItem")
    problem = parsed("item", answers["problem"])
    check(
        "an unknown problem", (problem.code, problem.status, problem.additional_properties["novel"]), ("new", 451, "x")
    )
    listed = parsed("items", answers["list"]).items
    check(
        "a list",
        [(type(one).__name__, one.type_) for one in listed],
        [("ItemSummary", "podcast"), ("OtherItem", "podcast")],
    )
    check("whole items", type(parsed("items", answers["whole"]).items[0]).__name__, type(item).__name__)


main()
