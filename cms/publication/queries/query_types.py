"""What readers get: frozen values, never model instances. They know nothing of HTTP."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal, Protocol
from uuid import UUID

from cms.content.languages import CODES, Language

ItemState = Literal["published", "withdrawn", "gone", "missing"]

# Quotation marks inside a text are escaped in JSON, so only the payload's own member can match.
_LICENCE: Final = re.compile(rb'"licence":\{"code":"([a-z0-9.-]+)"')


@dataclass(frozen=True, slots=True)
class ReadyEdition:
    """An edition that may be served, with its ready bytes; `encoded` are the same in the encoding asked for, if they are ready
    made.
    """

    item: UUID
    language: Language
    version: int
    digest: str
    changed_at: datetime
    expires_at: datetime | None
    path: str
    title: str
    body: bytes
    encoded: bytes = b""

    @property
    def licence(self) -> str:
        """The code of its licence, read from the bytes; empty where there is none."""
        found = _LICENCE.search(self.body)
        return found[1].decode() if found else ""


@dataclass(frozen=True, slots=True)
class LanguageStatus:
    """How an item is in one language. `title` and `path` are empty, and `since` may be None, unless it is published.

    `expires_at` is when that ends by itself; None where it does not.
    """

    language: Language
    state: ItemState
    since: datetime | None = None
    title: str = ""
    path: str = ""
    changed_at: datetime | None = None
    expires_at: datetime | None = None

    @property
    def public(self) -> bool:
        """Whether the public may see it now."""
        return self.state == "published"


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item that is or once was public: its status in each language, and the editions that were asked for.

    `moved` says that it was found by a former address: one at which it was public, and which it has no more; or one of an
    item that was said to have moved to it: `led_from`.
    """

    item: UUID
    statuses: tuple[LanguageStatus, ...]
    editions: tuple[ReadyEdition, ...]
    moved: bool = False
    led_from: UUID | None = None

    @property
    def ids(self) -> tuple[UUID, ...]:
        """Its own, and that of the item from which it was led to."""
        return (self.item,) if self.led_from is None else (self.item, self.led_from)

    @property
    def expires_at(self) -> datetime | None:
        """When it first ends in a language by itself: what shows it in one says where the other is."""
        return min((status.expires_at for status in self.statuses if status.expires_at), default=None)

    def edition(self, language: Language) -> ReadyEdition | None:
        """The edition in `language`, if it may be served and was asked for."""
        return next((edition for edition in self.editions if edition.language == language), None)

    def status(self, language: Language) -> LanguageStatus:
        """Its status in `language`."""
        return self.statuses[CODES.index(language)]

    @property
    def available(self) -> tuple[LanguageStatus, ...]:
        """The languages in which the public may see it."""
        return tuple(status for status in self.statuses if status.public)


@dataclass(frozen=True, slots=True)
class EditionFilter:
    """Which editions a list holds. An empty tuple or None does not narrow it; several values mean any of them."""

    language: Language
    types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    parents: tuple[UUID, ...] = ()
    new: bool | None = None
    updated_since: datetime | None = None
    changed_since: int | None = None
    reviewed_before: date | None = None


SortName = Literal[
    "position", "title", "-title", "updated", "-updated", "published", "-published", "version", "released", "-released"
]  # fmt: skip
SortValue = str | datetime | int
# What lists of items are sorted by.
SORT_FIELDS: Final[dict[SortName, str]] = {
    "position": "position",
    "title": "title_key",
    "-title": "title_key",
    "updated": "updated_at",
    "-updated": "updated_at",
    "published": "published_at",
    "-published": "published_at",
    # As the log has it: what changes while a list is read moves to its end, so nothing is missed.
    "version": "version",
}
# Releases are numbered as they go out.
ORDER_FIELDS: Final[dict[SortName, str]] = {**SORT_FIELDS, "released": "id", "-released": "id"}


@dataclass(frozen=True, slots=True)
class ReleaseFilter:
    """Which releases a list holds. An empty tuple or None does not narrow it; several values mean any of them."""

    items: tuple[UUID, ...] = ()
    kinds: tuple[str, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeysetPosition:
    """A place in an ordered list: just beside the row of this sort value and item; `backwards` means what is before it."""

    value: SortValue
    item: UUID
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list: its place, and its ready JSON (a card or the whole payload)."""

    item: UUID
    value: SortValue
    content: bytes


@dataclass(frozen=True, slots=True)
class EditionList:
    """A page of a list, in order. `more` says whether there are further rows in the direction that was read.

    `total` counts all that is selected; `expires_at` is the first moment at which any of it expires.
    """

    rows: tuple[ListRow, ...]
    more: bool
    total: int
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReadyCard:
    """An edition that may be served, as lists show it. `body` is empty unless it was asked for; `twin` says whether the
    other language may be served too.
    """

    item: UUID
    version: int
    path: str
    title: str
    card: bytes
    body: bytes
    twin: bool
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards by item, and the generation at which they were read; None where no row says so."""

    by_item: Mapping[UUID, ReadyCard]
    generation: int | None = None


@dataclass(frozen=True, slots=True)
class ManifestEdition:
    """One language of a manifest entry."""

    language: Language
    version: int
    address: str
    api: str
    updated_at: datetime
    media: Mapping[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """An item, or a term of the glossary, with the languages in which it is public."""

    item: UUID
    type: str
    editions: tuple[ManifestEdition, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A page of the manifest in the order of ids. `more` says whether there are further entries after it."""

    entries: tuple[ManifestEntry, ...]
    more: bool
    total: int
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class CodeCount:
    """How many public editions of a language have a code. `label` is empty where the code's labels are a closed list.
    `until` is when the first of them expires.
    """

    code: str
    count: int
    label: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AttributionCount:
    """How many public editions of a language are owed to the same organisations under the same licence; empty for none.
    `until` is when the first of them expires.
    """

    publisher: str
    commissioner: str
    licence: str
    count: int
    until: datetime | None = None


class Ending(Protocol):
    """What is as it is until a moment."""

    @property
    def until(self) -> datetime | None:
        """The moment; None for none."""


def first_end(some: Iterable[Ending]) -> datetime | None:
    """The first moment at which one of them is another."""
    return min((one.until for one in some if one.until is not None), default=None)


@dataclass(frozen=True, slots=True)
class Offer:
    """Whether the public may have a file or picture: `offered` now, `withdrawn` (it was until lately) or `unknown`.

    `until` is when the last edition that offers it expires, None for no such moment; `items` are those whose editions do.
    """

    state: Literal["offered", "withdrawn", "unknown"]
    until: datetime | None = None
    items: frozenset[tuple[UUID, Language]] = frozenset()
