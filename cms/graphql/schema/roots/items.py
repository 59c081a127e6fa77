"""One item: by id, by path, as the first of its type, by its number. In the language asked for, or as labelled."""

from typing import Any, Final

import orjson

from cms.content.declaration.registry import ItemType
from cms.content.languages import Language, other
from cms.content.vocabularies import Label
from cms.http import messages as shared
from cms.http.identifiers import is_section_number, item_id
from cms.http.problems.not_found import not_found_problem
from cms.publication.queries import item_queries
from cms.publication.queries.query_types import FoundItem, ReadyEdition

from ..resolvers import Arguments, FieldRequest, RootResolver
from . import messages
from .argument_problems import invalid, refused

_LONGEST_PATH: Final = 1000
_NAMES: Final = ("id", "path")
Payload = dict[str, Any]


def _item(request: FieldRequest) -> Payload:
    given = [name for name in _NAMES if request.arguments.get(name) is not None]
    if len(given) != 1:
        raise refused(messages.ONE_NAME if given else messages.WHICH_ITEM, "path" if given else "id", _NAMES)
    languages = _languages(request.arguments)
    if given == ["id"]:
        return _served(request, item_queries.item(item_id(request.arguments["id"]), *languages), shared.NO_SUCH_ID)
    return _served(request, item_queries.item_at(_path(request.arguments["path"]), *languages), shared.NO_SUCH_PATH)


def single(kind: ItemType) -> RootResolver:
    """The first item of a type, in the editors' order."""
    way = kind.single
    assert way is not None  # noqa: S101 - asked for types of which there is one only

    def resolve(request: FieldRequest) -> Payload:
        return _served(request, item_queries.first_of_type(kind.name, *_languages(request.arguments)), way.missing)

    return RootResolver(resolve)


def numbered(kind: ItemType) -> RootResolver:
    """An item of a type by its number."""
    way = kind.numbered
    assert way is not None  # noqa: S101 - asked for numbered types only

    def resolve(request: FieldRequest) -> Payload:
        number = request.arguments["number"]
        if not is_section_number(number):
            raise refused(shared.INVALID_NUMBER, "number", [messages.SECTIONS])
        return _served(request, item_queries.numbered(kind.name, number, *_languages(request.arguments)), way.missing)

    return RootResolver(resolve)


def _languages(arguments: Arguments) -> tuple[Language, ...]:
    """The languages whose bytes to read: the one asked for first."""
    language: Language = arguments["language"]
    return (language,) if arguments.get("fallback") in {None, language} else (language, other(language))


def _path(text: str) -> str:
    """The path as it is stored: it begins and ends with a slash. Raises Problem (400)."""
    if not text.startswith("/") or len(text) > _LONGEST_PATH or not text.isprintable():
        raise invalid("path", shared.A_PATH)
    return text if text.endswith("/") else f"{text}/"


def _served(request: FieldRequest, found: FoundItem | None, none: Label) -> Payload:
    """The payload in the language asked for, else the fallback where one was asked for, which says so.

    Raises Problem (404, 410).
    """
    language, fallback = request.arguments["language"], request.arguments.get("fallback")
    own = found.edition(language) if found else None
    if own:
        return _payload(request, own)
    instead = found.edition(fallback) if found and fallback else None
    if instead:
        return {**_payload(request, instead), "fallback": {"asked": language, "served": instead.language}}
    raise not_found_problem(found, language, none)


def _payload(request: FieldRequest, edition: ReadyEdition) -> Payload:
    request.payloads.until(edition.expires_at)
    payload: Payload = orjson.loads(edition.body)
    request.payloads.put("items", (payload["id"], edition.language), payload, whole=True)
    return payload


ITEM: Final = RootResolver(_item)
