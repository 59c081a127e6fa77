"""A document as Elasticsearch is sent it (mapping.json)."""

from collections.abc import Iterable
from typing import Any, Final

from search.engines.ranking import microseconds

from ..documents import IndexDocument

# Lucene's whitespace tokenizer would cut a longer key in two, and the second half would be found by itself.
LONGEST_KEY: Final = 255
# Read or sorted by, even where it is empty.
_ALWAYS: Final = frozenset({"edition", "title", "title_key"})


def _joined(keys: Iterable[str]) -> str:
    """Keys as the `whitespace` analyser takes them apart again."""
    return " ".join(key[:LONGEST_KEY] for key in keys)


def document_fields(document: IndexDocument) -> dict[str, Any]:
    """The document's fields. What has no words has no fields for them: tombstones least of all, then terms."""
    fields: dict[str, Any] = {"state": document.state, "doc_type": document.doc_type, "item": str(document.item)}
    if document.state == "public":
        fields |= _suggested(document)
        if document.doc_type == "item":
            fields |= _facts(document) | _words(document)
    return {name: value for name, value in fields.items() if name in _ALWAYS or value not in (None, "", (), {})}


def _suggested(document: IndexDocument) -> dict[str, Any]:
    return {
        "edition": document.edition,
        "title": document.title,
        "title_key": document.title_key,
        "title_length": len(document.title),
        "starts": document.starts,
        "first_start": document.starts[0] if document.starts else None,
    }


def _facts(document: IndexDocument) -> dict[str, Any]:
    published, updated, expires = document.published_at, document.updated_at, document.expires_at
    return {
        "type": document.type,
        "kind": document.kind,
        "section": document.section,
        "audience": document.audiences,
        "topic": document.topics,
        "published_at": microseconds(published) if published else 0,
        "updated_at": microseconds(updated) if updated else 0,
        "expires_at": microseconds(expires) if expires else None,
        "new_until": document.new_until.toordinal() if document.new_until else None,
    }


def _words(document: IndexDocument) -> dict[str, Any]:
    return {
        "keys": {name: _joined(keys) for name, keys in document.keys.items() if keys},
        "title_sequence": document.title_sequence,
        "whole_title": document.title_sequence,
        "sequence": document.sequence,
        "twin_title_sequence": document.twin_title_sequence,
        "twin_whole_title": document.twin_title_sequence,
        "twin_sequence": document.twin_sequence,
        "words": document.words,
        "highlight_source": document.highlight_source,
    }
