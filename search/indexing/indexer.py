"""The log's consumer that keeps the index: it writes documents of what changed, and has a new index built where there is none.

It reads editions and the log, and knows no engine by name.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Final
from uuid import UUID

from cms.content.languages import CODES
from cms.publication.changelog.consumers import Keep, Position, State
from cms.publication.changelog.leases import Setback
from cms.publication.changelog.log import begin_generation, newest
from cms.publication.models import Change

from .. import engines
from ..engines.interface import Unavailable
from . import vocabulary
from .building import Busy, build
from .documents import documents
from .index_position import NAME, is_of
from .term_forms import Forms, public_forms

# Items whose documents are made and written at a time where a term has changed.
_STEP: Final = 100
logger = logging.getLogger(__name__)


class Indexer:
    """The consumer. With `builds` off it never builds an index, which may take minutes."""

    name = NAME

    def __init__(self, *, builds: bool = True) -> None:
        self._builds = builds

    def resume(self, position: Position, keep: Keep) -> Position | None:
        """The position given if the index that serves is the one that it tells of; otherwise that of a new index."""
        with outages():
            if is_of(engines.engine().identity(), position.state):
                return position
            if not self._builds:
                return None
            logger.warning("search: the index is missing, of another release or not this database's: building it")
            try:
                return build(held=keep)
            except Busy:
                return None

    def apply(self, changes: Sequence[Change], state: State, keep: Keep) -> State:
        """Writes the documents of what changed, and of all whose texts hold a term that changed, before or now."""
        items = list(dict.fromkeys(change.item for change in changes))
        known: Forms = state.get("forms", {})
        with outages():
            found = public_forms(items)
            write(items)
            changed = {str(item) for item in items}
            changed = {item for item in changed if known.get(item) != found.get(item)}
            for part in _parts(items_holding(changed, known, found)):
                keep()
                write(part)
        kept = {item: forms for item, forms in known.items() if item not in changed}
        return {**state, "forms": {**kept, **found}}


def write(items: Sequence[UUID]) -> None:
    """Writes the items' documents as they are now; the log's version is read before they are.

    What was answered before, and is remembered, is then no longer given.
    """
    version = newest()
    engines.engine().write(documents(items, version))
    begin_generation()


def items_holding(terms: set[str], *known: Forms) -> list[UUID]:
    """The items whose documents hold a form of the terms, in the index as it is."""
    found: set[UUID] = set()
    for language in CODES:
        forms = {form for forms in known for term in terms for form in forms.get(term, {}).get(language, ())}
        if forms:
            keys = vocabulary.surface_keys(sorted(forms), language)
            found.update(engines.engine().items_with(language, keys))
    return sorted(found)


@contextmanager
def outages() -> Iterator[None]:
    """Within it an engine that is not available is a setback, not a fault."""
    try:
        yield
    except Unavailable as error:
        raise Setback(str(error)) from error


def _parts(items: list[UUID]) -> Iterator[list[UUID]]:
    remaining = iter(items)
    while part := list(islice(remaining, _STEP)):
        yield part
