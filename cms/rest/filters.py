"""Reads a request's query: nothing unknown, nothing twice, nothing malformed; and what of it selects a list."""

from functools import cache
from typing import Any, Final

from django.http import HttpRequest
from rest_framework.exceptions import ValidationError

from cms.content.languages import Language
from cms.http import messages
from cms.http.problems.problem import Problem
from cms.publication.queries.query_types import EditionFilter

from .query_fields import AnyOf
from .serializers import ItemsOrPathQuery, Query

LONGEST_QUERY: Final = 8192
_LONGEST_ECHO: Final = 60
_LIST_ONLY: Final = {"path", "fallback"}


def read_query(request: HttpRequest, query_class: type[Query]) -> dict[str, Any]:
    """The parameters as their values, with defaults. Raises Problem (400) naming the parameter and what is allowed."""
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        raise Problem("query-too-long", messages.QUERY_TOO_LONG, {"limit": LONGEST_QUERY})
    query = _reader(query_class)
    known = sorted(query.fields)
    for name in request.GET:
        if name not in query.fields:
            raise _unknown(name, known)
    for name, values in request.GET.lists():
        if len(values) > 1 and not isinstance(query.fields[name], AnyOf):
            raise Problem("repeated-parameter", messages.REPEATED_PARAMETER, {"parameter": name}, parameter=name)
    try:
        return dict(query.run_validation(given_parameters(request)))
    except ValidationError as error:
        raise _invalid(query, str(next(iter(error.detail)))) from None


def given_parameters(request: HttpRequest) -> dict[str, str]:
    """What was asked, each parameter once: values of one that were given by themselves are joined as commas join them."""
    return {name: ",".join(values) for name, values in request.GET.lists()}


@cache
def _reader(query_class: type[Query]) -> Query:
    """The only one of its class: making one copies every field, which takes longer than reading a query."""
    return query_class()


def edition_filter_of(language: Language, values: dict[str, Any], types: tuple[str, ...]) -> EditionFilter:
    """What a list holds. `types` are those of the address; empty where `type` may choose them."""
    return EditionFilter(
        language=language,
        types=types or values.get("type", ()),
        kinds=values.get("kind", ()),
        audiences=values.get("audience", ()),
        topics=values.get("topic", ()),
        sections=values.get("section", ()),
        parents=values.get("parent", ()),
        new=values.get("new"),
        updated_since=values.get("updated_since"),
        changed_since=values.get("changed_since"),
        reviewed_before=values.get("reviewed_before"),
    )


def check_combination(request: HttpRequest) -> None:
    """`path` and `fallback` speak of one item, all other parameters of a list. Raises Problem (400) where they are mixed."""
    given = set(request.GET)
    if "path" in given:
        if mixed := sorted(given - _LIST_ONLY):
            raise _refused(messages.NOT_TOGETHER, mixed[0], sorted(_LIST_ONLY))
    elif "fallback" in given:
        raise _refused(messages.ONLY_WITH_PATH, "fallback", sorted(set(_reader(ItemsOrPathQuery).fields) - _LIST_ONLY))


def _unknown(name: str, known: list[str]) -> Problem:
    shown = name[:_LONGEST_ECHO]
    detail = messages.UNKNOWN_PARAMETER if known else messages.NO_PARAMETERS
    return Problem("unknown-parameter", detail, {"parameter": shown, "allowed": known}, parameter=shown, allowed=known)


def _invalid(query: Query, name: str) -> Problem:
    return _refused(messages.INVALID_PARAMETER, name, query.fields[name].allows())  # type: ignore[attr-defined]


def _refused(detail: Any, name: str, allowed: Any) -> Problem:
    return Problem(
        "invalid-parameter", detail, {"parameter": name, "allowed": allowed}, parameter=name, allowed=allowed
    )
