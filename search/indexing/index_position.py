"""What the indexer's cursor says of the index: which one it is, and how far it has come."""

from typing import Final

from cms.publication.changelog.consumers import State
from cms.publication.models import ConsumerOffset

CONSUMER_NAME: Final = "search"


def is_index_of(identity: str | None, state: State) -> bool:
    """Whether the index is the one that the cursor's state names."""
    return identity is not None and identity == state.get("index")


def was_built() -> bool:
    """Whether an index was ever built from this database."""
    return "index" in current_state()


def current_state() -> State:
    """What the indexer's cursor holds beside its version; empty before the first index."""
    return ConsumerOffset.objects.filter(name=CONSUMER_NAME).values_list("state", flat=True).first() or {}
