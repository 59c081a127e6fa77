"""Errors as GraphQL writes them: refusals of whole requests, and problems of single fields. Knows no schema and no query."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

from graphql import Node

from cms.content.languages import Language
from cms.content.vocabularies import Label
from cms.http.problems import Problem, spoken

from . import messages

Path = Sequence[str | int]
# Line and column, both from 1.
Location = tuple[int, int]

RETRY_AFTER: Final = 10
# How much of a name or value of the request a message quotes.
QUOTED: Final = 80
BAD_REQUEST: Final = 400
STATUS: Final[dict[str, int]] = {
    "QUERY_NOT_REGISTERED": 403,
    "PERSISTED_QUERY_NOT_FOUND": 404,
    "METHOD_NOT_ALLOWED": 405,
    "NOT_ACCEPTABLE": 406,
    "REQUEST_TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "SERVER_ERROR": 500,
    "TIMEOUT": 503,
    "UNAVAILABLE": 503,
}
# Refused before there was a GraphQL request (GraphQL over HTTP, 6.4): never 200, whatever media type is accepted.
NOT_WELL_FORMED: Final = frozenset({
    "METHOD_NOT_ALLOWED", "NOT_ACCEPTABLE", "UNSUPPORTED_MEDIA_TYPE", "REQUEST_TOO_LARGE", "BATCHING_NOT_SUPPORTED", "NOT_JSON",
    "NOT_AN_OBJECT", "QUERY_MISSING", "INVALID_REQUEST", "REPEATED_PARAMETER", "PERSISTED_QUERY_INVALID",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class RequestError:
    """Why a request is refused: a code, a sentence and what stands in its braces, and where in the query."""

    code: str
    message: Label
    fields: Mapping[str, Any] = field(default_factory=dict)
    locations: tuple[Location, ...] = ()
    path: tuple[str | int, ...] = ()
    extensions: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self, language: Language) -> dict[str, Any]:
        """The error as the specification writes it (7.1.2), its message in `language`."""
        given = {"code": self.code, **self.fields, **self.extensions}
        return _written(
            spelled(self.message, self.fields, language), self.locations, self.path, camel(spoken(given, language))
        )


class Refused(Exception):
    """The whole request is refused: there is no `data`. `status` is for those who accept GraphQL's own media type."""

    def __init__(
        self, *errors: RequestError, status: int | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(", ".join(error.code for error in errors))
        self.errors = errors
        self.status = status or STATUS.get(self.code, BAD_REQUEST)
        self.headers = dict(headers or {})
        if self.status == STATUS["UNAVAILABLE"]:
            self.headers.setdefault("Retry-After", str(RETRY_AFTER))

    @classmethod
    def because(
        cls, code: str, locations: Iterable[Location] = (), *, status: int | None = None,
        headers: Mapping[str, str] | None = None, **fields: Any,
    ) -> Self:  # fmt: skip
        """Refused for one reason, with the sentence that has the code's name. `fields` stand in its braces."""
        if code in {"TIMEOUT", "UNAVAILABLE"}:
            fields.setdefault("retry_after", RETRY_AFTER)
        error = RequestError(code, getattr(messages, code), fields, tuple(locations))
        return cls(error, status=status, headers=headers)

    @property
    def code(self) -> str:
        """The code of the first error."""
        return self.errors[0].code

    @property
    def well_formed(self) -> bool:
        """Whether the request was a GraphQL request: then `application/json` may be answered with 200."""
        return self.code not in NOT_WELL_FORMED

    def as_list(self, language: Language) -> list[dict[str, Any]]:
        """The member `errors` of the answer."""
        return [error.as_dict(language) for error in self.errors]


def field_error(problem: Problem, path: Path, node: Node, language: Language) -> dict[str, Any]:
    """The problem of a root field or a link, in the language that the field was asked for."""
    members = problem.as_dict(language, "")
    extensions = {name: value for name, value in members.items() if name not in {"title", "detail", "instance", "code"}}
    return _written(members["detail"], locations_of([node]), path, {"code": problem.constant, **camel(extensions)})


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


def camel(value: Any) -> Any:
    """The value with the names of all its members in camel case, as GraphQL writes names."""
    if isinstance(value, Mapping):
        return {re.sub(r"_([a-z])", lambda found: found[1].upper(), name): camel(held) for name, held in value.items()}
    return [camel(held) for held in value] if isinstance(value, list) else value


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _written(message: str, locations: Iterable[Location], path: Path, extensions: Mapping[str, Any]) -> dict[str, Any]:
    error: dict[str, Any] = {"message": message}
    if places := [{"line": line, "column": column} for line, column in locations]:
        error["locations"] = places
    if path:
        error["path"] = list(path)
    return {**error, "extensions": dict(extensions)}
