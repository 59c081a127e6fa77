"""When what readers see last changed, for clients that compare moments (RFC 9110, 8.8.2)."""

from datetime import UTC, datetime, timedelta
from typing import Final

from django.utils import timezone

from cms.publication.queries.item_queries import generation

# A change that is being committed may have an earlier moment than one that was read: until this is over, none is told.
_SETTLED: Final = timedelta(minutes=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def settled_moment(at: int | None = None) -> datetime | None:
    """The moment of a generation (of now, to be asked for before what is shown); None while another may bear the same one."""
    moment = _EPOCH + timedelta(microseconds=generation() if at is None else at)
    return moment if _EPOCH < moment <= timezone.now() - _SETTLED else None
