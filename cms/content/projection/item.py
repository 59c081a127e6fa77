"""A page to the content of an edition: what all items have, and what its type declares beyond that."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ..declaration.items import ItemPayload
from ..declaration.members import own_members
from ..declaration.registry import ItemType, type_of
from ..languages import Language
from .by_role import by_role, value_of
from .context import Context
from .gaps import Gap
from .lookups import Lookups
from .media_refs import file_ref
from .named_snippets import organisation, topics
from .stream import project_stream


@dataclass(frozen=True)
class Projection:
    """The content of a page in its language, of the shape that `payload` declares; what it uses, and what it lacks."""

    payload: type[ItemPayload]
    content: dict[str, Any]
    gaps: tuple[Gap, ...]
    snippets: tuple[tuple[str, Any], ...]
    files: frozenset[UUID]
    pictures: frozenset[UUID]


def project(page: Any, language: Language, lookups: Lookups | None = None) -> Projection:
    """The content of `page` in `language`. Pure but for look-ups; raises KeyError for a page that is no item."""
    context = Context(language, lookups=lookups or Lookups())
    kind = type_of(page)
    if kind is None:
        raise KeyError(type(page))
    content = {**_shared(page, context), **_own(page, kind, context)}
    return Projection(
        payload=kind.payload,
        content=content,
        gaps=tuple(context.gaps),
        snippets=tuple(context.snippets),
        files=frozenset(context.files),
        pictures=frozenset(context.pictures),
    )


def _own(page: Any, kind: ItemType, context: Context) -> dict[str, Any]:
    """What the type has of its own, in the order in which it declares it; its projector has the last word."""
    made = kind.projector(page, context) if kind.projector else {}
    return {
        member.name: made[member.name]
        if member.name in made
        else value_of(member, getattr(page, member.name), context, member.name)
        for member in own_members(kind)
    }


def unprojected(kind: ItemType) -> list[str]:
    """The type's own fields that nothing could fill: the page has none of the name, or the role alone does not do."""
    if kind.projector is not None:
        return []
    return [one.name for one in own_members(kind) if not hasattr(kind.page, one.name) or not by_role(one)]


def _shared(page: Any, context: Context) -> dict[str, Any]:
    """The part of the content that every type has. Codes only: labels are added when the payload is composed."""
    for name in ("title", "summary"):
        if not getattr(page, name).strip():
            context.lacks("empty", name)
    return {
        "title": page.title,
        "summary": page.summary,
        "change_note": page.change_note,
        "body": project_stream(page.body, context, "body"),
        "files": [
            found
            for block in page.files
            if (found := file_ref(block.value["file"], block.value["title"], context, f"files.{block.id}"))
        ],
        "audiences": list(page.audiences or []),
        "topics": topics(page.topics, context),
        "publisher": organisation(page.publisher, context, "publisher"),
        "commissioner": organisation(page.commissioner, context, "commissioner"),
        "licence": page.licence,
        "reviewed_on": page.reviewed_on and page.reviewed_on.isoformat(),
        "review_due": page.review_due and page.review_due.isoformat(),
        "new_until": page.new_until and page.new_until.isoformat(),
        "related": [str(item) for block in page.related.raw_data if (item := context.item_of(block["value"] or 0))],
    }
