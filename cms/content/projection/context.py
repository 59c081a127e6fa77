"""What one projection gathers on its way: gaps, and the snippets, files and pictures of the content."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ..languages import Language, serves
from .gaps import Gap
from .lookups import Lookups

# The scheme of a link to an item inside stored content; composition replaces it by a public address.
ITEM_SCHEME = "item"


@dataclass
class Context:
    """The language projected into, and what was found. Made anew for each page."""

    language: Language
    gaps: list[Gap] = field(default_factory=list)
    files: set[UUID] = field(default_factory=set)
    pictures: set[UUID] = field(default_factory=set)
    snippets: list[tuple[str, Any]] = field(default_factory=list)
    lookups: Lookups = field(default_factory=Lookups)

    def lacks(self, kind: str, path: str, text: str = "") -> None:
        """Notes a gap."""
        self.gaps.append(Gap(kind, path, text))

    def in_public_collection(self, member: Any) -> bool:
        """Whether no view restriction is on the collection of a file or picture, nor on one above it."""
        restricted = self.lookups.restricted
        return not restricted or not any(member.collection.path.startswith(path) for path in restricted)

    def speaks(self, declared: str) -> bool:
        """Whether a file or picture of the declared language serves readers of this one."""
        return serves(declared, self.language)

    def item_of(self, page_id: int) -> UUID | None:
        """The item of a page by the page's primary key, or None where there is no such page."""
        return self.lookups.item_of(page_id)
