"""A revision that readers see is not deleted by housekeeping: `purge_revisions` counts it among those it ignores."""

from typing import Any

from django.db.models import ProtectedError, QuerySet
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.models import Revision

from ..models import Edition, State


@receiver(pre_delete, sender=Revision)
def keep_what_is_public(instance: Revision, origin: Any = None, **kwargs: Any) -> None:
    """Refuses, unless the revision goes along with its page."""
    alone = isinstance(origin, Revision) or (isinstance(origin, QuerySet) and origin.model is Revision)
    if alone and Edition.objects.filter(revision=instance.pk, state=State.PUBLISHED).exists():
        raise ProtectedError("Readers see this revision.", {instance})
