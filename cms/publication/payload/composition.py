"""An edition's content and its neighbourhood to the payload's bytes. It reads editions only, never pages."""

import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from cms.content.declaration.items import CHILDREN_LIMIT, ItemPayload
from cms.content.declaration.members import listed_members, members
from cms.content.declaration.registry import has_children, item_types
from cms.content.declaration.schema import payload_adapter
from cms.content.languages import CODES, NAMES, Language, other
from cms.content.projection.context import ITEM_SCHEME
from cms.content.vocabularies import LICENCE_ADDRESSES, LICENCES, Label

from ..glossary.lexicon import Lexicon
from ..glossary.marking import Marking
from ..glossary.words import lexicon, words_of
from ..models import Edition, State
from ..visibility import is_served, served

_ITEM_LINK: Final = re.compile(rf'<a href="{ITEM_SCHEME}:([0-9a-f-]{{36}})">(.*?)</a>', re.DOTALL)
_DROPPED: Final = object()
# What is read of editions that another one only shows a few words of.
CARD_FIELDS: Final = (
    "item", "language", "type", "state", "path", "parent", "position", "title", "summary", "kind", "number",
    "state_since", "expires_at", "translation_status", "translation_since", "published_at",
)  # fmt: skip


def public_address(language: Language, path: str) -> str:
    """The public site's address of a path."""
    return f"{settings.PUBLIC_URLS[language]}{path}"


def api_address(item: UUID, language: Language) -> str:
    """The address of an edition over REST."""
    return f"{settings.API_URL}/api/v1/{language}/items/{item}"


def print_addresses(item: UUID, language: Language) -> dict[str, str]:
    """The addresses of an edition's printable document."""
    address = public_address(language, f"/{language}/print/{item}")
    return {"html": f"{address}/", "pdf": f"{address}.pdf"}


@dataclass(frozen=True)
class Bytes:
    """What will be served: the payload, its digest and its JSON, all but for the version, which is 0 in them."""

    digest: str
    payload: dict[str, Any]
    body: bytes


class Neighbourhood:
    """The editions that a set of editions shows: both languages of each, ancestors, children and linked items."""

    def __init__(self, editions: Iterable[Edition], now: datetime) -> None:
        self.now = now
        editions = list(editions)
        items = {edition.item for edition in editions}
        links = {UUID(item) for edition in editions for item in linked_items(edition.content)}
        ancestors = {path for edition in editions for path in ancestor_paths(edition.path)}
        # Children are read parent by parent: a list of thousands must not be read to show a hundred.
        rows = Edition.objects.filter(Q(item__in=items | links) | Q(path__in=ancestors)).only(*CARD_FIELDS)
        self._past: Counter[tuple[UUID | None, str]] | None = None
        self._lexicons: dict[Language, Lexicon] = {}
        self.by_key: dict[tuple[UUID, str], Edition] = {}
        self.by_path: dict[str, Edition] = {}
        for row in rows:
            self.by_key[row.item, row.language] = row
            if is_served(row, now):
                self.by_path[row.path] = row

    def lexicon(self, language: Language) -> Lexicon:
        """The public terms of a language."""
        if language not in self._lexicons:
            self._lexicons[language] = lexicon(language)
        return self._lexicons[language]

    def shown(self, item: UUID, language: str) -> Edition | None:
        """The edition if the public may see it."""
        row = self.by_key.get((item, language))
        return row if row is not None and is_served(row, self.now) else None

    def target(self, item: UUID, language: Language) -> Edition | None:
        """Where a link to `item` leads: this language, else the other, else nowhere."""
        return self.shown(item, language) or self.shown(item, other(language))

    def breadcrumb(self, edition: Edition) -> list[dict[str, Any]]:
        """The public ancestors, from the home page down."""
        steps = (self.by_path.get(path) for path in ancestor_paths(edition.path))
        return [_step(step) for step in steps if step is not None]

    def children(self, edition: Edition) -> tuple[list[dict[str, Any]], int]:
        """The first children in the editors' order, and how many there are."""
        if not has_children(edition.type):
            return [], 0
        rows = Edition.objects.filter(served(self.now), parent=edition.item, language=edition.language)
        first = list(rows.order_by("position").values_list(*CARD_FIELDS, named=True)[: CHILDREN_LIMIT + 1])
        total = len(first) if len(first) <= CHILDREN_LIMIT else self._count(edition)
        return [card(row) for row in first[:CHILDREN_LIMIT]], total

    def _count(self, edition: Edition) -> int:
        """How many children an edition has: those published, counted in an index, less the few that have expired."""
        rows = Edition.objects.filter(parent=edition.item, language=edition.language, state=State.PUBLISHED)
        return rows.count() - self._expired()[edition.item, edition.language]

    def _expired(self) -> Counter[tuple[UUID | None, str]]:
        """How many published editions are past their expiry, by parent and language."""
        if self._past is None:
            rows = Edition.objects.filter(expires_at__lte=self.now).values_list("parent", "language", "state")
            self._past = Counter((parent, language) for parent, language, state in rows if state == State.PUBLISHED)
        return self._past


def compose(edition: Edition, near: Neighbourhood) -> Bytes:
    """The payload of a published edition, validated against its schema, all but its version.

    Raises pydantic's ValidationError for content that does not have the shape it should have.
    """
    language = edition.lang
    marking = Marking(near.lexicon(language))
    content = marking.content(resolve(edition.content, language, near))
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
        "related": [card(row) for item in content["related"] if (row := near.shown(UUID(item), language))],
        "terms": marking.references(),
        "languages": [language_state(edition.item, code, near) for code in CODES],
    }
    for name in ("publisher", "commissioner"):
        del payload[name]
    adapter = payload_adapter()
    dumped = adapter.dump_python(adapter.validate_python(payload), mode="json")
    body = encode(dumped)
    return Bytes(hashlib.blake2b(body, digest_size=16).hexdigest(), dumped, body)


def write_bytes(edition: Edition, made: Bytes, version: int, now: datetime) -> None:
    """Puts the ready bytes on the (unsaved) edition, under a new version."""
    edition.digest, edition.version, edition.changed_at = made.digest, version, now
    # Only id, type and language stand before the version.
    body = made.body.replace(b'"version":0,', b'"version":%d,' % version, 1)
    edition.body, edition.body_gzip = body, gzip.compress(body, 6, mtime=0)
    edition.card = encode(list_entry(made.payload, version))
    edition.words = words_of(made.payload)


def encode(payload: Any) -> bytes:
    """Compact UTF-8 JSON."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def resolve(node: Any, language: Language, near: Neighbourhood) -> Any:
    """Stored content with its links to items resolved; cards and links that lead nowhere are dropped."""
    if isinstance(node, list):
        resolved = (resolve(member, language, near) for member in node)
        return [member for member in resolved if member is not _DROPPED]
    if not isinstance(node, dict):
        return node
    if node.get("item") and "address" in node:
        target = near.target(UUID(node["item"]), language)
        if target is None:
            return _DROPPED
        found = {"address": public_address(target.lang, target.path), "language": target.language}
        return {**node, **found}
    if "html" in node:
        return {**node, "html": _resolve_html(node["html"], language, near)}
    return {key: resolve(value, language, near) for key, value in node.items()}


def linked_items(node: Any) -> set[str]:
    """The items that stored content leads to."""
    found: set[str] = set()
    _add_linked(node, found)
    return found


def _add_linked(node: Any, found: set[str]) -> None:
    if isinstance(node, list):
        for member in node:
            if not isinstance(member, str):
                _add_linked(member, found)
    elif isinstance(node, dict):
        found.update(node.get("related") or ())
        if node.get("item"):
            found.add(node["item"])
        if "html" in node:
            found.update(item for item, _ in _ITEM_LINK.findall(node["html"]))
        for value in node.values():
            if isinstance(value, dict | list):
                _add_linked(value, found)


def ancestor_paths(path: str) -> list[str]:
    """`/cy/`, `/cy/a/` for `/cy/a/b/`."""
    steps = path.strip("/").split("/")
    return ["/" + "/".join(steps[:length]) + "/" for length in range(1, len(steps))]


def language_state(item: UUID, language: Language, near: Neighbourhood) -> dict[str, Any]:
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


def card(row: Any) -> dict[str, Any]:
    """An edition, or a row of its `CARD_FIELDS`, in a few words."""
    return {
        **_step(row),
        "type": row.type,
        "kind": row.kind or None,
        "number": row.number or None,
        "summary": row.summary,
    }


def _step(row: Any) -> dict[str, Any]:
    return {
        "id": str(row.item),
        "lang": row.language,
        "title": row.title,
        "path": row.path,
        "address": public_address(row.language, row.path),
    }


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


def _resolve_html(html: str, language: Language, near: Neighbourhood) -> str:
    def anchor(match: re.Match[str]) -> str:
        target = near.target(UUID(match[1]), language)
        if target is None:
            return match[2]
        elsewhere = f' hreflang="{target.language}"' if target.language != language else ""
        address = public_address(target.lang, target.path)
        return f'<a href="{address}" data-item="{match[1]}"{elsewhere}>{match[2]}</a>'

    return _ITEM_LINK.sub(anchor, html)


LIST_FIELDS: Final = (
    "id", "type", "language", "version", "path", "canonical", "title", "summary", "published", "updated", "reviewed_on",
    "review_due", "new_until", "change_note", "audiences", "topics", "languages",
)  # fmt: skip


def list_entry(payload: dict[str, Any], version: int) -> dict[str, Any]:
    """The summary of an edition in lists; a subset of its payload."""
    entry: dict[str, Any] = {name: payload[name] for name in LIST_FIELDS}
    entry.update((name, payload[name]) for name in listed_members() if name in payload)
    return {**entry, "version": version}
