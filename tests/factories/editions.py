"""Editions as the publication leaves them, made without it: rows, facets and ready bytes that validate against the schema."""

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone

from cms.content.declaration.schema import payload_adapter
from cms.content.languages import NAMES
from cms.content.vocabularies import AUDIENCES, KINDS, LICENCE_ADDRESSES, LICENCES
from cms.publication.address_history import note_addresses
from cms.publication.collation import title_key
from cms.publication.models import Edition, Facet
from cms.publication.payload.addresses import print_addresses
from cms.publication.payload.cards import list_entry
from cms.publication.payload.composition import put_bytes

_numbers = count(1)
_SLUGS = {"cy": "eitem", "en": "item"}
_OWN: dict[str, dict[str, Any]] = {
    "home": {"introduction": {"html": "<p>Croeso</p>", "plain": "Croeso"}, "promos": []},
    "landing": {"promos": []},
    "guide": {"key_messages": [], "chapters": [], "practice_points": []},
    "module": {"part_number": 1, "video": None, "learning_outcomes": [], "who_it_is_for": ""},
}


def edition(language="cy", *, item=None, topics=(), audiences=(), files=(), pictures=(), **facts):
    """One edition. `facts` are its columns; traits below say the usual ones in a word."""
    row = Edition(item=item or uuid4(), language=language, **_facts(language, facts))
    if row.state == "published":
        _write_bytes(row, topics, audiences)
    row.save()
    named = {"topic": topics, "audience": audiences, "file": files, "picture": pictures}
    rows = [Facet(edition=row, name=name, value=str(value)) for name, values in named.items() for value in values]
    Facet.objects.bulk_create(rows)
    return row


def pair(*, cy=None, en=None, item=None, **facts):
    """Both languages of an item; what differs between them is given by language."""
    item = item or uuid4()
    made = {code: edition(code, item=item, **{**facts, **(own or {})}) for code, own in (("cy", cy), ("en", en))}
    return made["cy"], made["en"]


def withdrawn(language="cy", **facts):
    """The tombstone of an unpublished edition."""
    return edition(language, state="withdrawn", **facts)


def gone(language="cy", **facts):
    """The tombstone of a deleted edition."""
    return edition(language, state="gone", **facts)


def formerly(row, *paths):
    """The edition, whose item was once public at these paths too, and nothing else since."""
    note_addresses(dict.fromkeys(paths, row.item), row.published_at)
    return row


def expired(language="cy", **facts):
    """Published, but past its expiry: nobody has reconciled it yet."""
    return edition(language, expires_at=timezone.now() - timedelta(seconds=1), **facts)


def published_at(moment=None):
    return moment or datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def _facts(language, given):
    number = next(_numbers)
    moment = published_at(given.get("published_at"))
    title = given.get("title", f"{'Teitl' if language == 'cy' else 'Title'} {number}")
    return {
        "type": "information",
        "state": "published",
        "state_since": moment,
        "path": f"/{language}/{_SLUGS[language]}-{number}/",
        "parent": None,
        "position": f"0001{number:04d}",
        "title": title,
        "title_key": title_key(title, language),
        "summary": "Crynodeb" if language == "cy" else "Summary",
        "kind": "checklist" if given.get("type") == "resource" else "",
        "number": "6" if given.get("type") == "section" else "",
        "section": given.get("number", ""),
        "published_at": moment,
        "updated_at": moment,
        "translation_status": "current",
        "translation_since": moment,
        "version": number,
        "changed_at": moment,
        "digest": f"{number:032x}",
        "card": b"",
        "body": b"",
        "body_gzip": b"",
        **given,
    }


def _write_bytes(row, topics, audiences):
    labels = [{"code": code, "label": f"{code} ({row.language})"} for code in topics]
    row.content = {"title": row.title, "topics": labels}
    payload = _payload(row, labels, audiences)
    dumped = payload_adapter().dump_python(payload_adapter().validate_python(payload), mode="json")
    put_bytes(row, _encode(dumped))
    row.card = _encode(list_entry(dumped, row.version))


def _encode(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _payload(row, topics, audiences):
    language = row.language
    payload = {
        "id": row.item,
        "type": row.type,
        "language": language,
        "version": row.version,
        "path": row.path,
        "canonical": settings.PUBLIC_URLS[language] + row.path,
        "print": print_addresses(row.item, language),
        "title": row.title,
        "summary": row.summary,
        "published": row.published_at,
        "updated": row.updated_at,
        "reviewed_on": row.reviewed_on,
        "review_due": row.review_due,
        "new_until": row.new_until,
        "change_note": "",
        "body": [_text_block(language)],
        "files": [],
        "audiences": [{"code": code, "label": AUDIENCES[code].text(language)} for code in audiences],
        "topics": topics,
        "attribution": {"publisher": None, "commissioner": None},
        "licence": {
            "code": "ogl-3.0",
            "label": LICENCES["ogl-3.0"].text(language),
            "address": LICENCE_ADDRESSES["ogl-3.0"],
        },
        "breadcrumb": [],
        "children": [],
        "children_total": 0,
        "related": [],
        "terms": [],
        "withdrawn": None,
        "languages": [_state(row, code) for code in NAMES],
        **_OWN.get(row.type, {}),
    }
    if row.type == "section":
        payload["number"] = row.number
    if row.type == "resource":
        payload["kind"] = {"code": row.kind, "label": KINDS[row.kind].text(language)}
    return payload


def _text_block(language):
    words = "Mae'r llwybr at y tŷ yn hir. " * 30 if language == "cy" else "The path to the house is long. " * 30
    return {"id": "a1", "lang": language, "type": "text", "text": {"html": f"<p>{words}</p>", "plain": words}}


def _state(row, code):
    own = code == row.language
    return {
        "language": code,
        "name": NAMES[code],
        "state": "published" if own else "missing",
        "title": row.title if own else None,
        "address": settings.PUBLIC_URLS[code] + row.path if own else None,
        "api": f"{settings.API_URL}/api/v1/{code}/items/{row.item}" if own else None,
        "translation_status": "current" if own else "missing",
        "since": row.published_at,
    }


EXAMPLE = UUID("5d6f0c1e-7b7a-4c53-9a43-0a6c8f2b1d11")
