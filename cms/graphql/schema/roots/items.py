"""One item: by id, by path, as the home page, the framework or a section. In the language asked for, or as labelled."""

from typing import Any, Final

import orjson

from cms.content.declaration.registry import item_types
from cms.content.languages import Language, other
from cms.content.vocabularies import Label
from cms.http import messages as shared
from cms.http.identifiers import is_section_number, item_id
from cms.http.not_found import absence
from cms.publication.queries import item_queries
from cms.publication.queries.query_types import FoundItem, ReadyEdition

from ..resolvers import Arguments, Asked, Root
from . import messages
from .refusals import invalid, refused

_LONGEST_PATH: Final = 1000
_NAMES: Final = ("id", "path")
Payload = dict[str, Any]


def _item(asked: Asked) -> Payload:
    given = [name for name in _NAMES if asked.arguments.get(name) is not None]
    if len(given) != 1:
        raise refused(messages.ONE_NAME if given else messages.WHICH_ITEM, "path" if given else "id", _NAMES)
    languages = _languages(asked.arguments)
    if given == ["id"]:
        return _served(asked, item_queries.item(item_id(asked.arguments["id"]), *languages), shared.NO_SUCH_ID)
    return _served(asked, item_queries.item_at(_path(asked.arguments["path"]), *languages), shared.NO_SUCH_PATH)


def _home(asked: Asked) -> Payload:
    return _served(asked, item_queries.first_of_type("home", *_languages(asked.arguments)), _missing("home"))


def _framework(asked: Asked) -> Payload:
    return _served(asked, item_queries.first_of_type("framework", *_languages(asked.arguments)), _missing("framework"))


def _section(asked: Asked) -> Payload:
    number = asked.arguments["number"]
    if not is_section_number(number):
        raise refused(shared.INVALID_NUMBER, "number", [messages.SECTIONS])
    return _served(asked, item_queries.numbered("section", number, *_languages(asked.arguments)), _missing("section"))


def _missing(type_: str) -> Label:
    kind = item_types()[type_]
    way = kind.single or kind.numbered
    return way.missing if way else shared.NO_SUCH_ID


def _languages(arguments: Arguments) -> tuple[Language, ...]:
    """The languages whose bytes to read: the one asked for first."""
    language: Language = arguments["language"]
    return (language,) if arguments.get("fallback") in {None, language} else (language, other(language))


def _path(text: str) -> str:
    """The path as it is stored: it begins and ends with a slash. Raises Problem (400)."""
    if not text.startswith("/") or len(text) > _LONGEST_PATH or not text.isprintable():
        raise invalid("path", shared.A_PATH)
    return text if text.endswith("/") else f"{text}/"


def _served(asked: Asked, found: FoundItem | None, none: Label) -> Payload:
    """The payload in the language asked for, else the fallback where one was asked for, which says so.

    Raises Problem (404, 410).
    """
    language, fallback = asked.arguments["language"], asked.arguments.get("fallback")
    own = found.edition(language) if found else None
    if own:
        return _payload(asked, own)
    instead = found.edition(fallback) if found and fallback else None
    if instead:
        return {**_payload(asked, instead), "fallback": {"asked": language, "served": instead.language}}
    raise absence(found, language, none)


def _payload(asked: Asked, edition: ReadyEdition) -> Payload:
    asked.store.until(edition.expires_at)
    payload: Payload = orjson.loads(edition.body)
    asked.store.put("items", (payload["id"], edition.language), payload, whole=True)
    return payload


ITEM: Final = Root(_item)
HOME: Final = Root(_home)
FRAMEWORK: Final = Root(_framework)
SECTION: Final = Root(_section)
