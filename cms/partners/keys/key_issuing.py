"""Keys are issued, two of a kind at a time, and revoked."""

from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from cms.http.deprecations import CONTRACT_VERSION

from ..models import LIVE_AT_ONCE, KeyKind, Partner, PartnerKey
from .key_text import new_key

# What is noted in a partner's history.
ISSUED: Final = "partners.issue_key"
REVOKED: Final = "partners.revoke_key"


class TooManyKeys(Exception):
    """As many keys of the kind are live as may be: one is to be revoked first."""


def issue(partner: Partner, kind: KeyKind) -> tuple[PartnerKey, str]:
    """A new key and its text, which nobody can be told again. Raises TooManyKeys."""
    made = new_key(kind)
    taken = set(live_keys(partner).filter(kind=kind).values_list("slot", flat=True))
    for slot in range(1, LIVE_AT_ONCE + 1):
        if slot in taken:
            continue
        try:
            with transaction.atomic():
                key = PartnerKey.objects.create(
                    partner=partner,
                    kind=kind,
                    slot=slot,
                    prefix=made.prefix,
                    digest=made.digest,
                    contract=CONTRACT_VERSION,
                )
        except IntegrityError:  # somebody else has issued one for this place meanwhile
            continue
        return key, made.text
    raise TooManyKeys


def revoke(key: PartnerKey) -> None:
    """From now on the key is refused, within a second by every process."""
    PartnerKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now())


def live_keys(partner: Partner) -> QuerySet[PartnerKey]:
    """Those that are not revoked."""
    return PartnerKey.objects.filter(partner=partner, revoked_at=None)
