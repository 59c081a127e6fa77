"""Answers to queries as the view gives them, without HTTP and whatever they cost: tests ask more at once than partners may."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from time import monotonic
from typing import Any

from cms.graphql.execution.document_cache import prepare_document
from cms.graphql.execution.executor import ExecutionResult, execute
from cms.graphql.planning.compiler import compile_plan
from cms.graphql.planning.plan import Plan
from tests.graphql import generated

PATIENCE = 60  # seconds
VARYING = frozenset({"id", "node", "path", "q"})


def result(text: str, variables: Mapping[str, Any] | None = None) -> ExecutionResult:
    """What a query gives. It keeps all limits but that of cost. Variables that it does not have are left out."""
    document = prepare_document(text).document
    plan = compile_plan(generated.SCHEMA, document, None, _known(text, variables))
    return execute(plan, monotonic() + PATIENCE)


def asked_again(text: str, variables: Mapping[str, str]) -> ExecutionResult:
    """What a query gives that is asked for one item after the other.

    `$id`, `$node`, `$path` and `$q`, of root fields alone, are put into a plan that is worked out once.
    """
    known = _known(text, variables)
    plan = _plan(text, tuple((name, f"${name}" if name in VARYING else value) for name, value in sorted(known.items())))
    values = {f"${name}": value for name, value in known.items() if name in VARYING}
    steps = (replace(step, arguments=_filled(step.arguments, values)) for step in plan.steps)
    return execute(replace(plan, steps=tuple(steps)), monotonic() + PATIENCE)


@cache
def _plan(text: str, variables: tuple[tuple[str, str], ...]) -> Plan:
    return compile_plan(generated.SCHEMA, prepare_document(text).document, None, dict(variables))


def _filled(given: Any, values: Mapping[str, str]) -> Any:
    if isinstance(given, Mapping):
        return {name: _filled(member, values) for name, member in given.items()}
    if isinstance(given, list):
        return [_filled(member, values) for member in given]
    return values.get(given, given) if isinstance(given, str) else given


def _known(text: str, variables: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (variables or {}).items() if re.search(rf"\${name}\b", text)}


def data(text: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What a query gives, once it has been seen that there are no errors."""
    found = result(text, variables)
    assert not found.errors, found.errors
    return found.data


def everything(root: str, arguments: str) -> list[str]:
    """The texts of queries for all that there is behind a root field, and for what its links lead to."""
    named = generated.root_type(root)
    whole = generated.merge(generated.everything(named), generated.tree(named, 1, generated.leaves))
    return [
        generated.document(part) for part in generated.pieces(generated.rooted(root, arguments, whole), generated.fits)
    ]
