"""A revision that readers see or saw is not deleted by housekeeping: `purge_revisions` counts it among those it ignores."""

from typing import Any

from django.db.models import ProtectedError, QuerySet
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.models import Revision

from ..releases.last_releases import is_named


@receiver(pre_delete, sender=Revision)
def keep_what_was_released(instance: Revision, origin: Any = None, **kwargs: Any) -> None:
    """Refuses, unless the revision goes along with its page."""
    alone = isinstance(origin, Revision) or (isinstance(origin, QuerySet) and origin.model is Revision)
    if alone and is_named(instance.pk):
        raise ProtectedError("A release shows this revision.", {instance})
