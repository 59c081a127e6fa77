"""What a request is shown instead of what is public: the items of the preview whose token it came with, and no others."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final, Literal
from uuid import UUID

from cms.content.languages import Language
from cms.content.projection.gaps import Gap

from ..models import Edition

EditionKey = tuple[UUID, Language]
# Those of some public editions that would be given otherwise, with their bytes.
Surroundings = Callable[[Collection[EditionKey]], Mapping[EditionKey, Edition]]


def _nothing(keys: Collection[EditionKey]) -> Mapping[EditionKey, Edition]:
    return {}


@dataclass(frozen=True)
class Moves:
    """The addresses of items that would have others, with those: what is below goes along."""

    paths: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.paths)

    def there(self, path: str) -> str:
        """The address that a public one would be."""
        return _led(path, self.paths)

    def back(self, path: str) -> str:
        """The public address of what would be at one."""
        return _led(path, {new: old for old, new in self.paths.items()})


def _led(path: str, paths: Mapping[str, str]) -> str:
    nearest = max((one for one in paths if path.startswith(one)), key=len, default="")
    return paths[nearest] + path[len(nearest) :] if nearest else path


@dataclass(frozen=True)
class PreviewedEdition:
    """An edition that is stored nowhere, what keeps it from being wholly in its language, and by what it is found."""

    edition: Edition
    gaps: tuple[Gap, ...]
    facets: Mapping[str, Collection[str]]


@dataclass(frozen=True)
class PreviewOverlay:
    """The previewed editions of some items. An item has no others: where there is none in a language, there is nothing.

    `unmade` could not be made: something without which there is no payload is not there yet. `moves` are the
    addresses that would be others, and `around` composes public editions of other items as they would be beside these.
    """

    items: frozenset[UUID]
    shown: Mapping[EditionKey, PreviewedEdition]
    unmade: frozenset[EditionKey] = frozenset()
    moves: Moves = field(default_factory=Moves)
    around: Surroundings = field(default=_nothing, compare=False)

    def editions(self) -> list[Edition]:
        """All of them."""
        return [one.edition for one in self.shown.values()]

    def offers(self, kind: Literal["file", "picture"], uid: UUID) -> bool:
        """Whether one of them offers a file or shows a picture."""
        return any(str(uid) in one.facets[kind] for one in self.shown.values())


# What is searched where something is previewed: indexes hold no draft.
SEARCHED: Final = "public"
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
