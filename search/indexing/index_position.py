"""What the indexer's cursor and the index say of each other: which index it is, whose log it followed, and how far.

An index outlives a database that is put back to an earlier day, and a database an index that is: neither is seen by its name.
"""

from typing import Final

from cms.publication.changelog.consumers import Checkpoint, State
from cms.publication.changelog.log import position_of
from cms.publication.models import Change, ConsumerOffset

from ..engines.interface import IndexIdentity

CONSUMER_NAME: Final = "search"


def follows(serving: IndexIdentity | None, checkpoint: Checkpoint) -> bool:
    """Whether the index is the one that the checkpoint names, and was told of this log's changes up to there and no others."""
    if serving is None or serving.name != checkpoint.state.get("index"):
        return False
    told = int(serving.position.partition(":")[0] or 0)
    changes = Change.objects.filter(version__range=(told, max(told, checkpoint.version))).order_by("version")[:2]
    # One that went further in a log that is no more, or stayed behind one that goes on, holds what this log never said.
    return [position_of(change) for change in changes] == [serving.position] * bool(told)


def was_built() -> bool:
    """Whether an index was ever built from this database."""
    return "index" in current_checkpoint().state


def current_checkpoint() -> Checkpoint:
    """The indexer's cursor; at 0 and with nothing before the first index."""
    row = ConsumerOffset.objects.filter(name=CONSUMER_NAME).first() or ConsumerOffset()
    state: State = row.state
    return Checkpoint(row.version, state)
