"""The consumer of the log that purges what has changed from the caches in front of us."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Final
from uuid import UUID

from cms.content.languages import CODES, Language, parse
from cms.publication.changelog.consumers import Checkpoint, Renew, State
from cms.publication.changelog.log import newest
from cms.publication.models import Change, Edition, TermEdition
from cms.publication.notices.notice_queries import moved_into
from cms.publication.queries.generation_cache import CHECK_EVERY
from cms.publication.queries.item_queries import generation

from .purging import Purge, addresses_of
from .structure import differing, structure
from .surrogate_keys import SITE, key_of_path, keys_of_anything, keys_of_item, keys_of_list, keys_of_terms

# Until then a process may still give an answer from before the commit, which the cache would take again.
SETTLING: Final = CHECK_EVERY + 0.15
logger = logging.getLogger(__name__)


class Purger:
    """Purges the keys of each change; and those of lists, where what they hold or their order has changed.

    `purge` raises ExternalFailure where a cache does not answer: the same changes come again.
    """

    name = "purge"

    def __init__(self, purge: Purge, wait: Callable[[float], object] = time.sleep) -> None:
        self._purge, self._wait = purge, wait
        self._looked_at: int | None = None

    def resume(self, checkpoint: Checkpoint, renew: Renew) -> Checkpoint | None:
        """The first time, all is purged; later what changed without a row of the log, such as the order of pages."""
        if not checkpoint.state:
            version = newest()
            self._after_a_while({SITE})
            return Checkpoint(version, {"structure": structure()})
        now = generation()
        if now == self._looked_at or newest() > checkpoint.version:
            return checkpoint
        self._looked_at, made = now, structure()
        changed = differing(checkpoint.state["structure"], made)
        if not changed:
            return checkpoint
        self._after_a_while(with_languages(changed))
        return Checkpoint(checkpoint.version, {"structure": made})

    def apply(self, changes: Sequence[Change], state: State, renew: Renew) -> State:
        """Purges what the changes touch. What they are in the log for twice is purged twice, which does no harm."""
        made = structure()
        keys = keys_of(changes) | with_languages(differing(state.get("structure", {}), made))
        renew()
        self._after_a_while(keys, addresses_of({change.item for change in changes}))
        return {"structure": made}

    def _after_a_while(self, keys: set[str], addresses: Sequence[str] = ()) -> None:
        self._wait(SETTLING)
        self._purge(sorted(keys), addresses)
        logger.debug("purged: %s", " ".join(sorted(keys)))


def with_languages(lists: set[str]) -> set[str]:
    """The keys of lists that are not as they were, and those of anything in their languages."""
    return lists.union(*(keys_of_anything(code) for code in CODES if keys_of_list(code) & lists))


def keys_of(changes: Iterable[Change]) -> set[str]:
    """The keys of what the changes tell of: items and those merged into them, terms, and what is at the paths of items."""
    languages: dict[UUID, set[Language]] = {}
    for change in changes:
        told = (parse(code) for code in change.languages.split(","))
        languages.setdefault(change.item, set()).update(code for code in told if code)
    # What was merged in several steps leads on by each of them.
    all_told = set[Language]().union(*languages.values())
    for item in moved_into(languages):
        languages[item] = languages.get(item, set()) | all_told
    terms = set(TermEdition.objects.filter(item__in=languages).values_list("item", flat=True))
    keys = set(keys_of_terms(*CODES)) if terms else set()
    for item, some in languages.items():
        keys |= keys_of_item(item, *some)
        if item not in terms:
            keys |= keys_of_anything(*some)
    for item, language, path in Edition.objects.filter(item__in=languages).values_list("item", "language", "path"):
        if language in languages[item]:
            keys |= key_of_path(path)
    return keys
