"""The answers that every address may give, and the headers of all answers."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings

from cms.content.languages import CODES
from cms.content.vocabularies import IN_LANGUAGE
from cms.http import messages
from cms.http.problems.problem import MEDIA_TYPE, Problem, read_only, unavailable
from cms.partners.callers import REALM, Caller, refused_key
from cms.partners.limits.meter import Allowance
from cms.partners.limits.rate_headers import too_many
from search.querying.query_error_messages import QUERY_ERROR_MESSAGES

from . import examples

Schema = dict[str, Any]
_TEXT: Final[Schema] = {"type": "string"}


def _header(description: str, example: str, *, required: bool = True) -> Schema:
    return {"description": description, "required": required, "schema": _TEXT, "example": example}


HEADERS: Final[dict[str, Schema]] = {
    "ETag": _header("Strong. Another one for the gzip form; `If-None-Match` takes either.", '"17-3f1c9a0b7d2e48c6"'),
    "Last-Modified": _header("When it last changed.", "Sun, 01 Mar 2026 09:30:00 GMT", required=False),
    "Cache-Control": _header("How long it may be kept; less shortly before the content expires.", "public, max-age=60"),
    "Vary": _header("Accept-Encoding, and Accept-Language where that chose the language.", "Accept-Encoding"),
    "Content-Language": _header("The language or languages of the words in it.", "cy", required=False),
    "Content-Location": _header(
        "The item's own address.", f"{examples.API}/api/v1/cy/items/{examples.ITEM}", required=False
    ),
    "Link": _header(
        "`alternate` (the other language), `canonical` (the public page), `license`; for lists `next` and `prev`.",
        f'<{examples.API}/api/v1/en/items/{examples.ITEM}>; rel="alternate"; hreflang="en"',
        required=False,
    ),
    "Location": _header("Where it is now.", f"{examples.API}/api/v1/cy/items/{examples.ITEM}"),
    "Access-Control-Allow-Origin": _header("Any site may read it from a browser.", "*"),
    "Allow": _header("What is allowed.", "GET, HEAD, OPTIONS"),
    "Retry-After": _header("Seconds after which to try again.", "10"),
    "WWW-Authenticate": _header("How a key is given (RFC 6750).", 'Bearer realm="cynnwys", error="invalid_token"'),
    "RateLimit-Policy": _header(
        "The tokens (`q`) that the key, or the address without a key, has for each `w` seconds; not there where there is no "
        "limit. Meant for who asked: where a cache between gives the answer, it tells nothing.",
        '"key";q=120000;w=60',
        required=False,
    ),
    "RateLimit": _header(
        "The tokens that are left (`r`), and in how many seconds all of them are there again (`t`).",
        '"key";r=119990;t=42',
        required=False,
    ),
    "Contract-Version": _header(
        "With a key: the version of the contract that the key notes, and the one that holds (`current`).",
        '"1.0.0";current="1.1.0"',
        required=False,
    ),
    "Deprecation": _header(
        "Since when the address is deprecated (RFC 9745); not there where it is not.", "@1796083200", required=False
    ),
    "Sunset": _header(
        "When a deprecated address ends, six months after that at the earliest (RFC 8594).",
        "Wed, 01 Dec 2027 00:00:00 GMT",
        required=False,
    ),
}
SHARED_HEADERS: Final = (
    "Vary",
    "Cache-Control",
    "Access-Control-Allow-Origin",
    "RateLimit-Policy",
    "RateLimit",
    "Contract-Version",
)
_NEVER_THERE: Final = UUID(examples.ITEM)


def header_refs(*names: str) -> Schema:
    """References to headers."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def shared_ref(name: str) -> Schema:
    """A reference to an answer of `shared_responses`."""
    return {"$ref": f"#/components/responses/{name}"}


def success_headers(*, detail: bool) -> Schema:
    """The headers of a 200."""
    own = ("Last-Modified", "Content-Location") if detail else ()
    return header_refs("ETag", *SHARED_HEADERS, "Content-Language", "Link", "Deprecation", "Sunset", *own)


def shared_responses() -> dict[str, Schema]:
    """By name: the answers that addresses refer to."""
    return {
        "NotModified": {
            "description": "What the client has is still right.",
            "headers": header_refs("ETag", *SHARED_HEADERS),
        },
        "Moved": {
            "description": (
                "The path is a former one of the item, which is public in the language asked for (or of `fallback`) at another "
                "now; or the item has moved to another, into which it was merged perhaps. `Location` is the own address of the "
                "item that is public, which never changes: one step, however often it has moved. Where one language is given, "
                "`Link` has the public page. No body. It may be kept as long as `Cache-Control` says and no longer: the path "
                "may become another item's."
            ),
            "headers": header_refs("Location", "Link", *SHARED_HEADERS),
        },
        "BadRequest": _problem("A parameter is unknown, repeated or malformed.", *_bad()),
        "Unauthorized": _problem(
            "There is a key, and it is not valid.", refused_key(REALM), headers=("WWW-Authenticate",)
        ),
        "TooManyRequests": _problem(
            "More was asked for than a minute's tokens.", too_many(*_used_up()), headers=("Retry-After",)
        ),
        "NotFound": _problem("There is nothing, or not in this language.", *_absent()),
        "Gone": _problem("It was public and is no longer.", _withdrawn()),
        "ExpiredToken": _problem(
            "The token cannot be followed from: begin again.",
            Problem("expired-token", messages.EXPIRED_TOKEN, begin_again=f"{examples.API}/api/v1/export"),
        ),
        "MethodNotAllowed": _problem("Anything but GET, HEAD and OPTIONS.", read_only(), headers=("Allow",)),
        "PreconditionFailed": _problem(
            "`If-Match` or `If-Unmodified-Since` does not hold.",
            Problem("precondition-failed", messages.PRECONDITION_FAILED),
        ),
        "ServerError": _problem(
            "Our fault.", Problem("server-error", messages.SERVER_ERROR, request_id="5d41402abc4b2a76b9719d911017c592")
        ),
        "Unavailable": _problem(
            "The database or, for a search, its index does not answer.",
            unavailable(),
            _no_search(),
            headers=("Retry-After",),
        ),
    }


def _bad() -> tuple[Problem, ...]:
    allowed = ["position", "title", "-title"]
    fields = {"parameter": "sort", "allowed": allowed}
    return (
        Problem("invalid-parameter", messages.INVALID_PARAMETER, fields, parameter="sort", allowed=allowed),
        Problem("invalid-cursor", messages.INVALID_CURSOR, parameter="cursor", allowed=[messages.A_CURSOR]),
        Problem("invalid-search", QUERY_ERROR_MESSAGES["empty"], parameter="q", reason="empty"),
    )


def _used_up() -> tuple[Caller, Allowance]:
    return Caller("", "key", 120_000), Allowance(remaining=0, reset=42, exhausted=True)


def _no_search() -> Problem:
    return Problem("search-unavailable", messages.SEARCH_UNAVAILABLE, {"seconds": 5}, retry_after=5)


def _absent() -> tuple[Problem, ...]:
    words = {"asked": IN_LANGUAGE["cy"], "other": IN_LANGUAGE["en"]}
    return (
        Problem("not-in-language", messages.NOT_IN_LANGUAGE, words, available=[examples.AVAILABLE]),
        Problem("not-found", messages.NO_SUCH_ID),
    )


def _withdrawn() -> Problem:
    fields = {"version": messages.VERSION["cy"], "date": messages.written_date(examples.MOMENT)}
    return Problem("withdrawn", messages.VERSION_WITHDRAWN, fields, since=examples.MOMENT)


def _problem(description: str, *problems: Problem, headers: tuple[str, ...] = ()) -> Schema:
    """The answer, with each problem as an example in both languages."""
    shown = {
        f"{problem.kind.code}-{language}": {"value": _as_example(problem, language)}
        for problem in problems
        for language in CODES
    }
    return {
        "description": description,
        "headers": header_refs(*SHARED_HEADERS, "Content-Language", *headers),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": shown}},
    }


def _as_example(problem: Problem, language: Any) -> Schema:
    """Addresses in examples are the same wherever the document is made."""
    members = problem.as_dict(language, f"/api/v1/{language}/items")
    return {**members, "type": members["type"].replace(settings.API_URL, examples.API, 1)}
