"""An edition's content and its neighbourhood to the payload's bytes. It reads editions only, never pages."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cms.content.declaration.items import ItemPayload
from cms.content.declaration.members import members
from cms.content.declaration.registry import item_types
from cms.content.declaration.schema import payload_adapter
from cms.content.languages import CODES, NAMES, Language, other
from cms.content.vocabularies import LICENCE_ADDRESSES, LICENCES, Label

from ..glossary.marking import Marking
from ..glossary.words import words_of
from ..models import Edition, State
from .addresses import api_address, print_addresses, public_address
from .cards import breadcrumb_step, card, list_entry
from .compression import compressed
from .item_links import resolve
from .neighbourhood import Neighbourhood
from .shown_media import Media, shown_media


@dataclass(frozen=True)
class ComposedEdition:
    """What will be served: the payload, its digest and its JSON, all but for the version, which is 0 in them."""

    digest: str
    payload: dict[str, Any]
    body: bytes
    media: Media


def compose(edition: Edition, near: Neighbourhood) -> ComposedEdition:
    """The payload of a published edition, validated against its schema, all but its version.

    Raises pydantic's ValidationError for content that does not have the shape it should have.
    """
    language = edition.lang
    marking = Marking(near.lexicon(language))
    content = marking.content(resolve(edition.content, language, lambda item: near.target(item, language)))
    children, total = near.children(edition)
    payload = {
        **content,
        **_coded(content, item_types()[edition.type].payload, language),
        "id": str(edition.item),
        "type": edition.type,
        "language": language,
        "version": 0,
        "path": edition.path,
        "canonical": public_address(language, edition.path),
        "print": print_addresses(edition.item, language),
        "published": edition.published_at,
        "updated": edition.updated_at,
        "attribution": {name: content[name] for name in ("publisher", "commissioner")},
        "licence": _licence(content["licence"], language),
        "breadcrumb": near.breadcrumb(edition),
        "children": children,
        "children_total": total,
        "related": [card(row) for item in content["related"] if (row := near.related(UUID(item), language))],
        "terms": marking.references(),
        "withdrawn": _withdrawal(content.get("withdrawn"), language, near),
        "languages": [_language_status(edition.item, code, near) for code in CODES],
    }
    for name in ("publisher", "commissioner"):
        del payload[name]
    adapter = payload_adapter()
    valid = adapter.validate_python(payload)
    dumped = adapter.dump_python(valid, mode="json")
    body = encode(dumped)
    return ComposedEdition(hashlib.blake2b(body, digest_size=16).hexdigest(), dumped, body, shown_media(valid))


def write_bytes(edition: Edition, made: ComposedEdition, version: int, now: datetime) -> None:
    """Puts the ready bytes on the (unsaved) edition, under a new version."""
    edition.digest, edition.version, edition.changed_at = made.digest, version, now
    # Only id, type and language stand before the version.
    body = made.body.replace(b'"version":0,', b'"version":%d,' % version, 1)
    put_bytes(edition, body)
    edition.card = encode(list_entry(made.payload, version))
    edition.words = words_of(made.payload)
    edition.media = made.media


def put_bytes(edition: Edition, body: bytes) -> None:
    """Puts the bytes of its version on the (unsaved) edition, in every encoding in which they are asked for."""
    edition.body, edition.body_gzip = body, compressed(body, "gzip")
    edition.body_br, edition.body_zstd = compressed(body, "br"), compressed(body, "zstd")
    edition.encoded_version = edition.version


def encode(payload: Any) -> bytes:
    """Compact UTF-8 JSON."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def _language_status(item: UUID, language: Language, near: Neighbourhood) -> dict[str, Any]:
    """How the item stands in one language."""
    row, shown = near.by_key.get((item, language)), near.shown(item, language)
    if shown is not None:
        return {
            "language": language,
            "name": NAMES[language],
            "state": "published",
            "title": shown.title,
            "address": public_address(language, shown.path),
            "api": api_address(item, language),
            "translation_status": shown.translation_status,
            "since": shown.translation_since,
        }
    twin = near.by_key.get((item, other(language)))
    expired = row is not None and row.state == State.PUBLISHED
    since = (row.expires_at if expired else row.state_since) if row else (twin.published_at if twin else near.now)
    return {
        "language": language,
        "name": NAMES[language],
        "state": ("withdrawn" if expired else row.state) if row else "missing",
        "title": None,
        "address": None,
        "api": None,
        "translation_status": "missing",
        "since": since,
    }


def _withdrawal(said: dict[str, Any] | None, language: Language, near: Neighbourhood) -> dict[str, Any] | None:
    """What an edition that is withdrawn says of that, with the items to go to instead."""
    if said is None:
        return None
    targets = (near.target(UUID(item), language) for item in said["instead"])
    return {**said, "instead": [breadcrumb_step(row) for row in targets if row is not None]}


def _coded(content: dict[str, Any], model: type[ItemPayload], language: Language) -> dict[str, Any]:
    """The codes of vocabularies in the content, each with its label."""

    def labelled(codes: Any, labels: Mapping[str, Label]) -> Any:
        if isinstance(codes, list):
            return [labelled(code, labels) for code in codes]
        return {"code": codes, "label": labels[codes].text(language)}

    return {
        name: labelled(content[name], member.role.vocabulary)
        for name, member in members(model).items()
        if member.role.vocabulary is not None
    }


def _licence(code: str, language: Language) -> dict[str, Any]:
    return {"code": code, "label": LICENCES[code].text(language), "address": LICENCE_ADDRESSES.get(code)}
