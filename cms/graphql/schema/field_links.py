"""Where fields lead: by the ids that payloads name, and always within the language of the source, but for its twin."""

from collections.abc import Iterable
from typing import Final

from cms.content.languages import other
from cms.publication.payload.addresses import ancestor_paths

from ..limits import PAGE
from . import children
from .payload_loader import PayloadKey
from .resolvers import Arguments, LinkResolver, Source

# How many items a list of links usually leads to.
_SIZE: Final = 5


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


def linked(name: str, *, many: bool = False) -> LinkResolver:
    """To the items whose ids are the member `name`, in the language that the link stands in. Where its address leads to the
    other language, a walk does not follow.
    """

    def keys(source: Source, arguments: Arguments) -> Iterable[PayloadKey]:
        ids = source[name] if many else [source[name]]
        return ((id_, source["lang"]) for id_ in ids if id_)

    return LinkResolver(keys, needs=(name, "lang"), many=many, size=_SIZE if many else 1)


def _hit(source: Source, arguments: Arguments) -> Iterable[PayloadKey]:
    yield source["item"]["id"], source["item"]["lang"]


def _suggested(source: Source, arguments: Arguments) -> Iterable[PayloadKey]:
    if source["type"] == "item":
        yield source["id"], source["lang"]


def _released(source: Source, arguments: Arguments) -> Iterable[PayloadKey]:
    if source["title"] is not None:
        yield source["item"], source["language"]


def _changed(source: Source, arguments: Arguments) -> Iterable[PayloadKey]:
    if source["state"] == "published":
        yield source["item"], source["language"]


PARENT: Final = LinkResolver(_parent, needs=("breadcrumb", "path", "language"))
RELATED: Final = LinkResolver(_related, needs=("related", "language"), many=True, size=_SIZE)
TWIN: Final = LinkResolver(_twin, needs=("id", "language", "languages"))
TRANSLATION_ITEM: Final = LinkResolver(_published)
RELEASED_ITEM: Final = LinkResolver(_released)
CHANGED_ITEM: Final = LinkResolver(_changed)
STEP_ITEM: Final = LinkResolver(_own)
MARKED_TERM: Final = LinkResolver(_own, loader="terms")
HIT_ITEM: Final = LinkResolver(_hit)
SUGGESTED_ITEM: Final = LinkResolver(_suggested)


CHILDREN: Final = LinkResolver(
    children.keys,
    needs=("children", "children_total", "id", "language"),
    size=PAGE,
    value=children.value,
    fetch=children.fetch,
)
