"""Who published a version, by what Wagtail logged of it: who made it may be somebody else."""

from collections.abc import Collection
from typing import Final

from wagtail.models import PageLogEntry

_PUBLICATIONS: Final = ("wagtail.publish", "wagtail.publish.schedule")


def publishers_of(revisions: Collection[int]) -> dict[int, int]:
    """The users who published revisions, or scheduled that; not those of which nobody is logged."""
    rows = PageLogEntry.objects.filter(revision__in=revisions, action__in=_PUBLICATIONS, user__isnull=False)
    return dict(rows.order_by("timestamp", "pk").values_list("revision", "user")) if revisions else {}
