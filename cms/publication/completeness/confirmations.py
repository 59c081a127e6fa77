"""What people have confirmed to be right: the same in both languages, or in the other language."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from ..models import SameInBoth
from .other_language import digest


def confirmed_texts(keys: set[UUID]) -> dict[UUID, set[str]]:
    """Digests of what has been confirmed, by item or snippet."""
    found: dict[UUID, set[str]] = {}
    # Not by the digests stored: an earlier release may have compared texts otherwise.
    for key, text in SameInBoth.objects.filter(item__in=keys).values_list("item", "text"):
        found.setdefault(key, set()).add(digest(text))
    return found


def confirmations(item: UUID, texts: Iterable[str], user: Any) -> list[SameInBoth]:
    """Unsaved confirmations of texts, line by line as they are compared."""
    found = {digest(line): line for text in texts for line in text.split("\n") if line.strip()}
    return [SameInBoth(item=item, text=line, digest=key, confirmed_by=user) for key, line in found.items()]
