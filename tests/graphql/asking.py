"""Answers to queries as the view gives them, without HTTP and whatever they cost: tests ask more at once than partners may."""

import re
from collections.abc import Mapping
from time import monotonic
from typing import Any

from graphql import get_named_type

from cms.graphql.execution.document_cache import prepare_document
from cms.graphql.execution.executor import ExecutionResult, execute
from cms.graphql.planning.compiler import compile_plan
from tests.graphql import generated

PATIENCE = 60  # seconds


def result(text: str, variables: Mapping[str, Any] | None = None) -> ExecutionResult:
    """What a query gives. It keeps all limits but that of cost. Variables that it does not have are left out."""
    known = {name: value for name, value in (variables or {}).items() if re.search(rf"\${name}\b", text)}
    document = prepare_document(text).document
    return execute(compile_plan(generated.SCHEMA, document, None, known), monotonic() + PATIENCE)


def data(text: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What a query gives, once it has been seen that there are no errors."""
    found = result(text, variables)
    assert not found.errors, found.errors
    return found.data


def everything(root: str, arguments: str) -> list[str]:
    """The texts of queries for all that there is behind a root field, and for what its links lead to."""
    named = get_named_type(generated.roots()[root].type)
    whole = generated.merge(generated.everything(named), generated.tree(named, 1, generated.leaves))
    return [generated.document(part) for part in generated.pieces({f"{root}({arguments})": whole}, generated.fits)]
