"""The ids of the schema's objects: of an edition, a term in one language, a part of an edition (Relay's Global Object
Identification). Each is of one language, so a client that keeps objects by their ids never takes one language for the other.

To clients an id says nothing: they give it back as it came.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final, Literal
from uuid import UUID

from cms.content.languages import CODES, Language

# An edition, one that stands in for the other language, a part of an edition, a term, or a value of one answer alone.
NodeKind = Literal["item", "fallback", "part", "term", "value"]
_LETTERS: Final[dict[NodeKind, bytes]] = {"item": b"i", "fallback": b"f", "part": b"p", "term": b"t", "value": b"v"}
_KINDS: Final = {letter: kind for kind, letter in _LETTERS.items()}
_LANGUAGES: Final[dict[bytes, Language]] = {code.encode(): code for code in CODES}
# The letter, the language and the UUID; of a part also a digest of its place, as long as fills the last group of base64.
_HEAD, _PLACE = 19, 11


@dataclass(frozen=True, slots=True)
class NodeId:
    """What an id stands for. `item` is the item or term that it is, or is a part of."""

    kind: NodeKind
    language: Language
    item: UUID


def item_node_id(payload: Mapping[str, Any]) -> str:
    """That of an edition. One that stands in for the other language says so of itself: it is another object."""
    return _sealed(_head("fallback" if payload.get("fallback") else "item", payload["language"], payload["id"]))


def term_node_id(payload: Mapping[str, Any]) -> str:
    """That of a term in one language."""
    return _sealed(_head("term", payload["language"], payload["id"]))


def part_id_maker(payload: Mapping[str, Any]) -> Callable[[str], str]:
    """What makes those of an edition's parts, of their places in it."""
    head = _head("part", payload["language"], payload["id"])
    return lambda place: _sealed(head + blake2b(place.encode(), digest_size=_PLACE).digest())


def value_node_id(value: Any, language: Language) -> str:
    """That of a value which is nowhere but in this answer: another one for another value."""
    written = json.dumps(value, sort_keys=True).encode()
    return _sealed(_LETTERS["value"] + language.encode() + blake2b(written, digest_size=16).digest())


def node_id_of(text: str) -> NodeId | None:
    """What an id stands for; None for what was never an id of ours. The id itself may be of what is no more."""
    if len(text) > 2 * (_HEAD + _PLACE) or not text.isascii():
        return None
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        return None
    kind, language = _KINDS.get(raw[:1]), _LANGUAGES.get(raw[1:3])
    length = _HEAD + (_PLACE if kind == "part" else 0)
    if kind is None or language is None or len(raw) != length or _sealed(raw) != text:
        return None
    return NodeId(kind, language, UUID(bytes=raw[3:_HEAD]))


def _head(kind: NodeKind, language: str, item: str) -> bytes:
    return _LETTERS[kind] + language.encode() + bytes.fromhex(item.replace("-", ""))


def _sealed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
