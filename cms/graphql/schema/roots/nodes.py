"""Whatever has an id, by its id alone: one, or many at once. An id is of one language, and nothing else is given for it."""

from typing import Any, Final

from cms.content.declaration.registry import item_types
from cms.content.languages import Language, other
from cms.content.vocabularies import Label
from cms.http import messages as shared
from cms.http.problems.problem import Problem
from cms.publication.queries import item_queries

from ...limits import MAX_PAGE
from ..node_ids import NodeId, node_id_of
from ..payload_loader import LoaderName, PayloadKey
from ..payload_parts import NODE_TYPE, part_of
from ..resolvers import Arguments, FieldRequest, RootResolver
from . import messages
from .argument_problems import invalid
from .items import labelled, served
from .terms import public_term

Payload = dict[str, Any]
_SO_MANY: Final = Label(*(sentence.format(most=MAX_PAGE) for sentence in messages.SO_MANY))


def _node(request: FieldRequest) -> Payload:
    text = request.arguments["id"]
    node = node_id_of(text)
    if node is None:
        raise Problem("invalid-id", messages.NO_NODE_ID, parameter="id", allowed=[messages.A_NODE_ID])
    if node.kind == "value":
        raise Problem("not-found", messages.NO_NODE)
    if node.kind == "term":
        found: Payload | None = public_term(node.item, node.language)
    else:
        # An id stands for one thing: it is not answered by another that has taken its place.
        item = item_queries.item(node.item, node.language, former=False)
        found = served(request, item, node.language, None, shared.NO_SUCH_ID)
    found = _of(node, text, found)
    if found is None:
        raise Problem("not-found", messages.NO_NODE)
    return found


def _nodes(request: FieldRequest) -> list[Payload | None]:
    """In the order of the ids, null for what is not there: two reads of items and one of terms, however many there are."""
    texts = request.arguments["ids"]
    if len(texts) > MAX_PAGE:
        raise invalid("ids", _SO_MANY)
    nodes = [(node_id_of(text), text) for text in texts]
    wanted: dict[tuple[LoaderName, bool], set[PayloadKey]] = {}
    for node, _ in nodes:
        if node is not None and node.kind != "value":
            # A part is found in the whole; and whole payloads are read first, since they serve as cards too.
            whole = request.whole or node.kind in {"part", "term"}
            wanted.setdefault((_loader(node), whole), set()).add(_key(node))
    for (loader, whole), keys in sorted(wanted.items(), key=lambda entry: not entry[0][1]):
        request.payloads.load(loader, keys, whole=whole)
    return [_of(node, text, request.payloads.get(_loader(node), _key(node))) if node else None for node, text in nodes]


def _loader(node: NodeId) -> LoaderName:
    return "terms" if node.kind == "term" else "items"


def _key(node: NodeId) -> PayloadKey:
    return str(node.item), node.language


def _of(node: NodeId, text: str, payload: Payload | None) -> Payload | None:
    """What an id stands for, made of the payload that it is or is in, and told its type."""
    if payload is None or node.kind == "part":
        return payload and part_of(payload, text)
    if node.kind == "term":
        return {**payload, NODE_TYPE: "Term"}
    named = {**payload, NODE_TYPE: item_types()[payload["type"]].public_name}
    return labelled(named, other(node.language)) if node.kind == "fallback" else named


def _language(arguments: Arguments) -> Language | None:
    """That of the id, which is the one in which is said what is wrong."""
    node = node_id_of(arguments.get("id") or "")
    return node.language if node else None


NODE: Final = RootResolver(_node, language=_language)
NODES: Final = RootResolver(_nodes, language=_language, each=True)
