"""What the database keeps of backups, for whoever watches: when the last one was taken, and whether it fails now."""

from typing import Final

from django.db import Error, transaction

from cms.publication.changelog.leases import described
from cms.publication.clock import shared_now
from cms.publication.models import ConsumerOffset

# The row beside those of the worker's work.
NAME: Final = "backup"


def note_taken() -> None:
    """One was taken just now."""
    _note(moved_at=shared_now(), failures=0, failing_since=None, last_error="")


def note_failed(error: Exception) -> None:
    """One was not taken. Nothing where the database cannot be written either: the last one's age tells, then."""
    try:
        with transaction.atomic():
            row = ConsumerOffset.objects.filter(name=NAME).first() or ConsumerOffset()
            _note(
                failures=row.failures + 1, failing_since=row.failing_since or shared_now(), last_error=described(error)
            )
    except Error:
        return


def last_taken() -> float:
    """When one was last taken, in seconds; 0 where none ever was."""
    at = ConsumerOffset.objects.filter(name=NAME).values_list("moved_at", flat=True).first()
    return at.timestamp() if at else 0.0


def _note(**values: object) -> None:
    ConsumerOffset.objects.update_or_create(name=NAME, defaults=values)
