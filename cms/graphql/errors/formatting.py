"""Errors as GraphQL writes them, and how much of a request they repeat. Knows no schema and no code."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from graphql import Node

from cms.content.languages import Language
from cms.content.vocabularies import Label
from cms.http.problems.problem import Problem, spoken

Path = Sequence[str | int]
# Line and column, both from 1.
Location = tuple[int, int]

# How much of a name or value of the request a message quotes.
QUOTED: Final = 80


def field_error(problem: Problem, path: Path, node: Node, language: Language) -> dict[str, Any]:
    """The problem of a root field or a link, in the language that the field was asked for."""
    members = problem.as_dict(language, "")
    extensions = {name: value for name, value in members.items() if name not in {"title", "detail", "instance", "code"}}
    return written(members["detail"], locations_of([node]), path, {"code": problem.constant, **camel(extensions)})


def locations_of(nodes: Iterable[Node] | None) -> tuple[Location, ...]:
    """Where the nodes begin in the query."""
    places = [node.loc.start_token for node in nodes or () if node.loc]
    return tuple((token.line, token.column) for token in places)


def spelled(message: Label, fields: Mapping[str, Any], language: Language) -> str:
    """The message in `language`, with its braces filled: lists with commas, long names cut."""
    return message.text(language).format(**{name: _in_words(spoken(value, language)) for name, value in fields.items()})


def quoted(text: str) -> str:
    """As much of what the request says as an error repeats."""
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"


def source_of(node: Node, until: Node | None = None) -> str:
    """The text of a node as it stands in the query, without what begins at `until`; shortened."""
    if node.loc is None:
        return ""
    end = until.loc.start if until and until.loc else node.loc.end
    return quoted(node.loc.source.body[node.loc.start : end].strip())


def camel(value: Any) -> Any:
    """The value with the names of all its members in camel case, as GraphQL writes names."""
    if isinstance(value, Mapping):
        return {re.sub(r"_([a-z])", lambda found: found[1].upper(), name): camel(held) for name, held in value.items()}
    return [camel(held) for held in value] if isinstance(value, list) else value


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def written(
    message: str, locations: Iterable[Location], path: Path = (), extensions: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """One member of `errors`, as the specification orders it (7.1.2)."""
    error: dict[str, Any] = {"message": message}
    if places := [{"line": line, "column": column} for line, column in locations]:
        error["locations"] = places
    if path:
        error["path"] = list(path)
    return {**error, "extensions": dict(extensions or {})}
