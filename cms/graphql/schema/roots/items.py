"""One item: by id, by path, as the first of its type, by its number. In the language asked for, or as labelled."""

from typing import Any, Final

import orjson

from cms.content.declaration.registry import ItemType
from cms.content.languages import Language, other
from cms.content.vocabularies import Label
from cms.http import messages as shared
from cms.http.identifiers import is_section_number
from cms.http.problems.not_found import not_found_problem
from cms.publication.queries import item_queries
from cms.publication.queries.query_types import FoundItem, ReadyEdition

from ..resolvers import Arguments, FieldRequest, RootResolver
from . import messages
from .argument_problems import invalid, refused
from .named_items import AN_ITEM, identified, only_given

_LONGEST_PATH: Final = 1000
_NAMES: Final = ("item", "id", "path")
Payload = dict[str, Any]


def _item(request: FieldRequest) -> Payload:
    arguments = request.arguments
    name, languages = only_given(arguments, _NAMES, messages.WHICH_ITEM, messages.ONE_NAME), _languages(arguments)
    if name == "path":
        return _answer(request, item_queries.item_at(_path(arguments["path"]), *languages), shared.NO_SUCH_PATH)
    return _answer(request, item_queries.item(identified(arguments, name, AN_ITEM), *languages), shared.NO_SUCH_ID)


def single(kind: ItemType) -> RootResolver:
    """The first item of a type, in the editors' order."""
    way = kind.single
    assert way is not None  # noqa: S101 - asked for types of which there is one only

    def resolve(request: FieldRequest) -> Payload:
        return _answer(request, item_queries.first_of_type(kind.name, *_languages(request.arguments)), way.missing)

    return RootResolver(resolve)


def numbered(kind: ItemType) -> RootResolver:
    """An item of a type by its number."""
    way = kind.numbered
    assert way is not None  # noqa: S101 - asked for numbered types only

    def resolve(request: FieldRequest) -> Payload:
        number = request.arguments["number"]
        if not is_section_number(number):
            raise refused(shared.INVALID_NUMBER, "number", [messages.SECTIONS])
        return _answer(request, item_queries.numbered(kind.name, number, *_languages(request.arguments)), way.missing)

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


def _answer(request: FieldRequest, found: FoundItem | None, none: Label) -> Payload:
    return served(request, found, request.arguments["language"], request.arguments.get("fallback"), none)


def served(
    request: FieldRequest, found: FoundItem | None, language: Language, fallback: Language | None, none: Label
) -> Payload:
    """The payload in a language, else in the fallback where there is one, and then it says so. Raises Problem (404, 410)."""
    own = found.edition(language) if found else None
    if own:
        return _payload(request, own)
    instead = found.edition(fallback) if found and fallback else None
    if instead:
        return labelled(_payload(request, instead), language)
    raise not_found_problem(found, language, none)


def labelled(payload: Payload, asked: Language) -> Payload:
    """A payload that stands in for another language, and says so."""
    return {**payload, "fallback": {"asked": asked, "served": payload["language"]}}


def _payload(request: FieldRequest, edition: ReadyEdition) -> Payload:
    request.payloads.until(edition.expires_at)
    payload: Payload = orjson.loads(edition.body)
    request.payloads.put("items", (payload["id"], edition.language), payload, whole=True)
    return payload


ITEM: Final = RootResolver(_item)
