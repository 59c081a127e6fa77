"""A revision that a live preview is pinned to is not deleted by housekeeping: `purge_revisions` ignores it."""

from typing import Any

from django.db.models import ProtectedError, QuerySet
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Revision

from .models import PinnedRevision


@receiver(pre_delete, sender=Revision)
def keep_what_is_pinned(instance: Revision, origin: Any = None, **kwargs: Any) -> None:
    """Refuses, unless the revision goes along with its page."""
    alone = isinstance(origin, Revision) or (isinstance(origin, QuerySet) and origin.model is Revision)
    live = PinnedRevision.objects.filter(token__revoked_at=None, token__expires_at__gt=timezone.now())
    if alone and live.filter(revision=instance.pk).exists():
        raise ProtectedError("A preview is pinned to this revision.", {instance})
