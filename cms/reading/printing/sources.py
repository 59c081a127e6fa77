"""What a printable document is made from, read through the publication's queries and nothing else."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from cms.content.declaration.items import CHILDREN_LIMIT
from cms.content.declaration.registry import item_types
from cms.content.languages import Language
from cms.publication.queries import list_queries
from cms.publication.queries.query_types import EditionFilter, EditionList, FoundItem, ReadyEdition


@dataclass(frozen=True)
class Sources:
    """An edition, and for one that gathers them the editions directly below it in its language, in the editors' order."""

    found: FoundItem
    edition: ReadyEdition
    below: EditionList | None

    @property
    def language(self) -> Language:
        return self.edition.language

    @cached_property
    def payload(self) -> dict[str, Any]:
        """The edition's own payload."""
        payload: dict[str, Any] = json.loads(self.edition.body)
        return payload

    @property
    def gathers(self) -> bool:
        """Whether the document holds the full text of what is directly below the item; others only name it."""
        return item_types()[self.payload["type"]].gathers

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The payloads of what is below it."""
        return [json.loads(body) for body in self._below]

    @property
    def _below(self) -> list[bytes]:
        return [row.content for row in self.below.rows] if self.below else []

    @property
    def left_out(self) -> int:
        """How many items below it are not in the document."""
        return self.below.total - len(self.below.rows) if self.below else 0

    @property
    def expires_at(self) -> datetime | None:
        """The first moment at which any of it is no longer public."""
        ends = [self.edition.expires_at, self.below.expires_at if self.below else None]
        return min((end for end in ends if end is not None), default=None)

    def fingerprint(self, *facts: object) -> str:
        """32 hexadecimal digits for all the bytes it is made from, and for what else it depends on."""
        digest = hashlib.blake2b(repr((facts, self.left_out)).encode(), digest_size=16)
        for body in (self.edition.body, *self._below):
            digest.update(hashlib.blake2b(body).digest())
        return digest.hexdigest()


def sources(found: FoundItem, edition: ReadyEdition) -> Sources:
    """The edition with what belongs in its document: no query, or two for a section."""
    whole = Sources(found, edition, None)
    if not whole.gathers:
        return whole
    edition_filter = EditionFilter(edition.language, parents=(edition.item,))
    return Sources(found, edition, list_queries.editions(edition_filter, "position", CHILDREN_LIMIT, full=True))
