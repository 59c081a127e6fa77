"""What was found and is still to be looked at; and dismissing a finding, which lasts until its text changes."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.content.models import Term

from ..models import FindingDismissal, ProofedText, TextFinding
from .changed_since import items_to_check
from .present_knowledge import present_knowledge
from .proofs import proofread_each


def up_to_date(items: Iterable[UUID]) -> None:
    """Checks those of the items that have changed since they were checked. What cannot be read is logged, and left."""
    if changed := list(items_to_check(set(items))):
        list(proofread_each(changed, present_knowledge()))


def findings_of(items: Iterable[UUID]) -> QuerySet[TextFinding]:
    """What was found in items and nobody has dismissed, in the order of the texts."""
    rows = TextFinding.objects.filter(proof__item__in=set(items), dismissal=None)
    return rows.select_related("proof").order_by("proof__title", "proof__language", "pk")


def findings_for(user: Any) -> QuerySet[TextFinding]:
    """All findings in pages and terms that a user may change, those that were dismissed too."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    own = Q(proof__page__in=pages)
    if user.has_perm(f"{Term._meta.app_label}.change_term"):
        own |= Q(proof__term__isnull=False)
    rows: QuerySet[TextFinding] = TextFinding.objects.filter(own).select_related("proof", "dismissal")
    return rows


@transaction.atomic
def dismiss(finding: TextFinding, user: Any, reason: str) -> None:
    """Notes that what was found is right as it is, and why. Raises ValueError for what keeps a page from readers."""
    if finding.kind == "language":
        raise ValueError("a text in the other language is confirmed, not dismissed")
    proof: ProofedText = finding.proof
    values = {
        "kind": finding.kind,
        "reason": reason,
        "dismissed_by": user,
        "by_name": user.get_full_name() or user.get_username(),
    }
    dismissal, _ = FindingDismissal.objects.update_or_create(
        item=proof.item, language=proof.language, digest=finding.digest, defaults=values
    )
    proof.findings.filter(digest=finding.digest).update(dismissal=dismissal)


def list_again(dismissal: FindingDismissal) -> None:
    """Has a finding looked at again."""
    dismissal.delete()
