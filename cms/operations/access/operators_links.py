"""A link that lets somebody in once, made by whoever may run commands: for when the issuer does not answer."""

from typing import Any, Final

from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.utils import timezone

_SALT: Final = "cms.operations.access.link"
LASTS_MINUTES: Final = 10
LINK_MADE: Final = "access.link"


def link_token(user: Any) -> str:
    """Holds until somebody has logged in to the account, and for ten minutes at most."""
    return signing.dumps([user.pk, _last(user)], salt=_SALT)


def account_of(token: str) -> Any:
    """Whose link it is, if it still holds."""
    try:
        pk, last = signing.loads(token, salt=_SALT, max_age=LASTS_MINUTES * 60)
    except signing.BadSignature:
        return None
    user = get_user_model().objects.filter(pk=pk, is_active=True).first()
    return user if user is not None and _last(user) == last else None


@transaction.atomic
def use_up(token: str) -> Any:
    """Whose link it was: it holds for nobody else from now on."""
    user = account_of(token)
    if user is None:
        return None
    locked = get_user_model().objects.select_for_update().get(pk=user.pk)
    if _last(locked) != _last(user):
        return None
    locked.last_login = timezone.now()
    locked.save(update_fields=["last_login"])
    return locked


def _last(user: Any) -> str:
    return user.last_login.isoformat() if user.last_login else ""
