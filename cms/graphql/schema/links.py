"""Where fields lead: by the ids that payloads name, and always within the language of the source, but for its twin."""

from collections.abc import Iterable
from typing import Final

from cms.content.languages import other
from cms.publication.payload.addresses import ancestor_paths

from ..limits import PAGE
from . import children
from .payload_loader import PayloadKey
from .resolvers import Arguments, Link, Source


def _parent(source: Source, arguments: Arguments) -> Iterable[PayloadKey]:
    """The breadcrumb leaves out what is not public: its last step is the parent only if it stands right above."""
    steps, above = source["breadcrumb"], ancestor_paths(source["path"])
    if steps and above and steps[-1]["path"] == above[-1]:
        yield steps[-1]["id"], source["language"]


def _related(source: Source, arguments: Arguments) -> Iterable[PayloadKey]:
    return ((card["id"], source["language"]) for card in source["related"])


def _twin(source: Source, arguments: Arguments) -> Iterable[PayloadKey]:
    twin = other(source["language"])
    if any(state["language"] == twin and state["state"] == "published" for state in source["languages"]):
        yield source["id"], twin


def _published(source: Source, arguments: Arguments) -> Iterable[PayloadKey]:
    if source["state"] == "published":
        yield source["id"], source["language"]


def _own(source: Source, arguments: Arguments) -> Iterable[PayloadKey]:
    """Steps and terms have the id of what they are of."""
    yield source["id"], source["lang"]


def _linked(source: Source, arguments: Arguments) -> Iterable[PayloadKey]:
    """The item in the language that the link stands in. Where it leads to the other language, a walk does not follow."""
    if source["item"]:
        yield source["item"], source["lang"]


def _hit(source: Source, arguments: Arguments) -> Iterable[PayloadKey]:
    yield source["item"]["id"], source["item"]["lang"]


def _suggested(source: Source, arguments: Arguments) -> Iterable[PayloadKey]:
    if source["type"] == "item":
        yield source["id"], source["lang"]


PARENT: Final = Link(_parent, needs=("breadcrumb", "path", "language"))
RELATED: Final = Link(_related, needs=("related", "language"), many=True, size=5)
TWIN: Final = Link(_twin, needs=("id", "language", "languages"))
TRANSLATION_ITEM: Final = Link(_published)
STEP_ITEM: Final = Link(_own)
LINKED_ITEM: Final = Link(_linked)
MARKED_TERM: Final = Link(_own, loader="terms")
HIT_ITEM: Final = Link(_hit)
SUGGESTED_ITEM: Final = Link(_suggested)


CHILDREN: Final = Link(
    children.keys,
    needs=("children", "children_total", "id", "language"),
    size=PAGE,
    value=children.value,
    fetch=children.fetch,
)
