"""Editions in a few words: as links to them show them, and as entries of lists."""

from typing import Any, Final

from cms.content.declaration.members import listed_members

from .addresses import public_address

# What is read of editions that another one only shows a few words of.
CARD_FIELDS: Final = (
    "item", "language", "type", "state", "path", "parent", "position", "title", "summary", "kind", "number",
    "state_since", "expires_at", "withdrawn_at", "translation_status", "translation_since", "published_at",
)  # fmt: skip
LIST_FIELDS: Final = (
    "id", "type", "language", "version", "path", "canonical", "title", "summary", "published", "updated", "reviewed_on",
    "review_due", "new_until", "change_note", "audiences", "topics", "languages",
)  # fmt: skip


def card(row: Any) -> dict[str, Any]:
    """An edition, or a row of its `CARD_FIELDS`, in a few words."""
    return {
        **breadcrumb_step(row),
        "type": row.type,
        "kind": row.kind or None,
        "number": row.number or None,
        "summary": row.summary,
    }


def breadcrumb_step(row: Any) -> dict[str, Any]:
    """An edition as a link, and no more."""
    return {
        "id": str(row.item),
        "lang": row.language,
        "title": row.title,
        "path": row.path,
        "address": public_address(row.language, row.path),
    }


def list_entry(payload: dict[str, Any], version: int) -> dict[str, Any]:
    """The summary of an edition in lists; a subset of its payload."""
    entry: dict[str, Any] = {name: payload[name] for name in LIST_FIELDS}
    entry.update((name, payload[name]) for name in listed_members() if name in payload)
    return {**entry, "version": version}
