"""Which page type is which item type, and the function that projects it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from uuid import UUID

from wagtail.models import Page

from cms.content.languages import Language
from cms.content.pages import ContentPage

from ..completeness.gaps import Gap
from .context import Context
from .lookups import Lookups
from .shared import shared_content

Projector = Callable[[Any, Context], dict[str, Any]]
TYPES: Final[dict[type[ContentPage], tuple[str, Projector]]] = {}


@dataclass(frozen=True)
class Projection:
    """The content of a page in its language, what it uses, and what it lacks."""

    content: dict[str, Any]
    gaps: tuple[Gap, ...]
    snippets: tuple[tuple[str, Any], ...]
    files: frozenset[UUID]
    pictures: frozenset[UUID]


def projects(model: type[ContentPage], name: str) -> Callable[[Projector], Projector]:
    """Registers the projection of a page type as the item type `name`."""

    def register(projector: Projector) -> Projector:
        TYPES[model] = (name, projector)
        return projector

    return register


def item_type(page: Page) -> str | None:
    """The item type of a page (specific instance), or None for a page type that is no item."""
    entry = TYPES.get(type(page))
    return entry[0] if entry else None


def models() -> tuple[type[ContentPage], ...]:
    """All page types that are items."""
    return tuple(TYPES)


@cache
def has_children(type_: str) -> bool:
    """Whether pages of an item type may have pages below them."""
    return any(name == type_ and model.allowed_subpage_models() for model, (name, _) in TYPES.items())


def project(page: ContentPage, language: Language, lookups: Lookups | None = None) -> Projection:
    """The content of `page` in `language`. Pure but for look-ups; raises KeyError for a type that is no item."""
    context = Context(language, lookups=lookups or Lookups())
    _, projector = TYPES[type(page)]
    content = {**shared_content(page, context), **projector(page, context)}
    return Projection(
        content=content,
        gaps=tuple(context.gaps),
        snippets=tuple(context.snippets),
        files=frozenset(context.files),
        pictures=frozenset(context.pictures),
    )
