"""What the indexer's cursor tells of the index: which one it is, and how far it has come."""

from typing import Final

from cms.publication.changelog.consumers import State
from cms.publication.models import Cursor

from .. import engines

NAME: Final = "search"


def is_of(identity: str | None, state: State) -> bool:
    """Whether the index is the one that the cursor's state tells of."""
    return identity is not None and identity == state.get("index")


def was_built() -> bool:
    """Whether an index was ever built from this database."""
    return "index" in _state()


def is_usable() -> bool:
    """Whether the index that serves is this database's and this release's. Raises Unavailable."""
    return is_of(engines.engine().identity(), _state())


def _state() -> State:
    return Cursor.objects.filter(name=NAME).values_list("state", flat=True).first() or {}
