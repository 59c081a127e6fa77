"""Refusals of whole requests: a code, the sentence of that code, and its status. Knows no schema and no query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from cms.content.languages import Language
from cms.content.vocabularies import Label
from cms.http.problems.problem import spoken

from .formatting import Location, camel, spelled, written
from .sentences import SENTENCES

RETRY_AFTER: Final = 10
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
    """Why a request is refused: a code, what stands in the braces of its sentence, and where in the query.

    `sentence` is for what is not GraphQL's own and has words of its own; `extensions` are told but stand in no brace.
    """

    code: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    locations: tuple[Location, ...] = ()
    sentence: Label | None = None
    extensions: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self, language: Language) -> dict[str, Any]:
        """The error as the specification writes it (7.1.2), its message in `language`."""
        message = spelled(self.sentence or SENTENCES[self.code], self.fields, language)
        extensions = {"code": self.code, **self.fields, **self.extensions}
        return written(message, self.locations, extensions=camel(spoken(extensions, language)))


class Refused(Exception):
    """The whole request is refused: there is no `data`. What is wrong several times in the same way is told once.

    `status` is for those who accept GraphQL's own media type.
    """

    def __init__(
        self, *errors: RequestError, status: int | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(", ".join(error.code for error in errors))
        self.errors = tuple(error for place, error in enumerate(errors) if error not in errors[:place])
        self.status = status or STATUS.get(self.code, BAD_REQUEST)
        self.headers = dict(headers or {})
        if self.status == STATUS["UNAVAILABLE"]:
            self.headers.setdefault("Retry-After", str(RETRY_AFTER))

    @classmethod
    def because(
        cls, code: str, locations: Iterable[Location] = (), *, status: int | None = None,
        headers: Mapping[str, str] | None = None, **fields: Any,
    ) -> Self:  # fmt: skip
        """Refused for one reason. `fields` stand in the braces of the code's sentence."""
        if code in {"TIMEOUT", "UNAVAILABLE"}:
            fields.setdefault("retry_after", RETRY_AFTER)
        return cls(RequestError(code, fields, tuple(locations)), status=status, headers=headers)

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
