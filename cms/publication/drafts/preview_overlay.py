"""What a request is shown instead of what is public: the items of the preview whose token it came with, and no others."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from cms.content.languages import Language
from cms.content.projection.gaps import Gap

from ..models import Edition

EditionKey = tuple[UUID, Language]


@dataclass(frozen=True)
class PreviewedEdition:
    """An edition that is stored nowhere, what keeps it from being wholly in its language, and what it offers."""

    edition: Edition
    gaps: tuple[Gap, ...]
    files: frozenset[UUID]
    pictures: frozenset[UUID]


@dataclass(frozen=True)
class PreviewOverlay:
    """The previewed editions of some items. An item has no others: where there is none in a language, there is nothing.

    `unmade` could not be made: something without which there is no payload is not there yet.
    """

    items: frozenset[UUID]
    shown: Mapping[EditionKey, PreviewedEdition]
    unmade: frozenset[EditionKey] = frozenset()

    def editions(self) -> list[Edition]:
        """All of them."""
        return [one.edition for one in self.shown.values()]

    def offers(self, kind: Literal["file", "picture"], uid: UUID) -> bool:
        """Whether one of them offers a file or shows a picture."""
        return any(uid in (one.files if kind == "file" else one.pictures) for one in self.shown.values())


_shown: ContextVar[PreviewOverlay | None] = ContextVar("shown_overlay", default=None)


def shown_overlay() -> PreviewOverlay | None:
    """What stands in for what is public in this request; None for nearly all."""
    return _shown.get()


@contextmanager
def showing(overlay: PreviewOverlay) -> Iterator[None]:
    """The queries within find what is previewed where they would find what is public."""
    token = _shown.set(overlay)
    try:
        yield
    finally:
        _shown.reset(token)
