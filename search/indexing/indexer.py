"""The log's consumer that keeps the index up to date: it writes documents of what changed, and has a new index built where
there is none.

It reads editions and the log, and knows no engine by name.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Final
from uuid import UUID

from cms.content.languages import CODES
from cms.publication.changelog.consumers import Checkpoint, Renew, State
from cms.publication.changelog.leases import ExternalFailure
from cms.publication.changelog.log import begin_generation, newest, position_of
from cms.publication.models import Change

from .. import engines
from ..engines.interface import Unavailable
from . import analysers
from .content_fingerprint import CONTENT_FINGERPRINT
from .document_builder import build_documents
from .index_builder import IndexBusy, build_index
from .index_position import CONSUMER_NAME, follows
from .synonyms import meant_forms
from .term_forms import TermForms, public_forms

# Items whose documents are made and written at a time where a term has changed.
_BATCH: Final = 100
logger = logging.getLogger(__name__)


class Indexer:
    """The consumer. With `builds` off it never builds an index, which may take minutes."""

    name = CONSUMER_NAME

    def __init__(self, *, builds: bool = True) -> None:
        self._builds = builds

    def resume(self, checkpoint: Checkpoint, renew: Renew) -> Checkpoint | None:
        """The checkpoint given if the index that serves followed this log as far; otherwise that of a new index."""
        with setback_when_unavailable():
            if follows(engines.engine().identity(CONTENT_FINGERPRINT), checkpoint):
                return _with_synonyms(checkpoint, renew)
            if not self._builds:
                return None
            logger.warning("search: the index is missing, of another release or has not followed this log: building it")
            try:
                return build_index(renew=renew)
            except IndexBusy:
                return None

    def apply(self, changes: Sequence[Change], state: State, renew: Renew) -> State:
        """Writes the documents of what changed, and of all whose texts contain a term that changed, before or now."""
        items = list(dict.fromkeys(change.item for change in changes))
        known: TermForms = state.get("forms", {})
        with setback_when_unavailable():
            found = public_forms(items)
            # First: whatever an index holds of a log, it has been told of.
            engines.engine().tell(CONTENT_FINGERPRINT, position_of(changes[-1]))
            index_items(items)
            changed = {str(item) for item in items}
            changed = {item for item in changed if known.get(item) != found.get(item)}
            _index_containing(changed, known, found, renew)
        unchanged = {item: forms for item, forms in known.items() if item not in changed}
        return {**state, "forms": {**unchanged, **found}}


def index_items(items: Sequence[UUID]) -> None:
    """Writes the items' documents as they are now; the log's version is read before they are.

    Cached answers are then out of date.
    """
    version = newest()
    engines.engine().write(build_documents(items, version))
    begin_generation()


def _with_synonyms(checkpoint: Checkpoint, renew: Renew) -> Checkpoint:
    """The checkpoint with the synonyms as they are now, once the documents of the words that they mean are written anew."""
    known: TermForms = checkpoint.state.get("synonyms", {})
    now = meant_forms()
    if now == known:
        return checkpoint
    _index_containing(known.keys() ^ now.keys(), known, now, renew)
    return Checkpoint(checkpoint.version, {**checkpoint.state, "synonyms": now})


def _index_containing(changed: set[str], known: TermForms, found: TermForms, renew: Renew) -> None:
    for batch in _batches(items_containing(changed, known, found)):
        renew()
        index_items(batch)


def items_containing(terms: set[str], *known: TermForms) -> list[UUID]:
    """The items whose documents contain a form of the terms or synonyms, in the index as it is."""
    found: set[UUID] = set()
    # Of either language: each is looked for in the texts of both.
    forms = {form for forms in known for term in terms for of_one in forms.get(term, {}).values() for form in of_one}
    for language in CODES:
        if forms:
            keys = analysers.surface_keys(sorted(forms), language)
            found.update(engines.engine().items_with(language, keys))
    return sorted(found)


@contextmanager
def setback_when_unavailable() -> Iterator[None]:
    """Within it an engine that is not available is a setback, not a fault."""
    try:
        yield
    except Unavailable as error:
        raise ExternalFailure(str(error)) from error


def _batches(items: list[UUID]) -> Iterator[list[UUID]]:
    remaining = iter(items)
    while batch := list(islice(remaining, _BATCH)):
        yield batch
