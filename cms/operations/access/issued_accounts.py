"""From what an issuer says to an account here, and to its groups.

An account is known by the issuer's own name for somebody (`sub`), and by nothing else: who is given another's e-mail address or
user name there does not become them here.
"""

from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from cms.accounts.account_log import note
from cms.accounts.sessions.session_ending import end_sessions
from cms.desk.workflow.models import DeskGroup

from .models import IssuedIdentity

SUPERUSER: Final = "superuser"
CONNECTED: Final = "access.connect"


class NotLetIn(Exception):
    """Why somebody whom the issuer knows is not let in: `reason`, and the account that is meant, if there is one."""

    def __init__(self, reason: str, user: Any = None, subject: str = "") -> None:
        self.reason, self.user, self.subject = reason, user, subject
        super().__init__(reason)


def account_for(claims: dict[str, Any]) -> Any:
    """The account of whom the claims are of, with the groups that they give and no others; made if need be. Raises NotLetIn."""
    roles = roles_in(claims.get(settings.OIDC["groups_claim"]))
    with transaction.atomic():
        user = _known(claims["sub"])
        if user is not None:
            _give(user, roles)
        elif roles:
            user = _new(claims)
            _give(user, roles)
    if not roles:
        raise NotLetIn("no_group", user)
    if not user.is_active:
        raise NotLetIn("inactive", user)
    return user


def roles_in(values: Any) -> set[str]:
    """What the values of the claim give: the keys of groups, and `superuser`."""
    named = [values] if isinstance(values, str) else values if isinstance(values, list) else []
    groups = settings.OIDC["groups"]
    return {role for value in named if isinstance(value, str) for role in groups.get(value, ())}


@transaction.atomic
def connect(user: Any, subject: str) -> None:
    """From now on the account is that of whom the issuer calls so."""
    IssuedIdentity.objects.update_or_create(user=user, defaults={"issuer": settings.OIDC["issuer"], "subject": subject})
    note(CONNECTED, user)


def _known(subject: str) -> Any:
    found = IssuedIdentity.objects.filter(issuer=settings.OIDC["issuer"], subject=subject).select_related("user")
    identity = found.select_for_update().first()
    return identity.user if identity else None


def _new(claims: dict[str, Any]) -> Any:
    """An account without a password. Where one has the address already, an operator says whether it is theirs."""
    model = get_user_model()
    email = str(claims.get("email") or "")[:254] if claims.get("email_verified") is not False else ""
    if email and model.objects.filter(email__iexact=email).exists():
        raise NotLetIn("not_connected", subject=claims["sub"])
    user = model.objects.create_user(
        _free_name(str(claims.get("preferred_username") or email or claims["sub"])),
        email,
        first_name=str(claims.get("given_name") or "")[:150],
        last_name=str(claims.get("family_name") or "")[:150],
    )
    connect(user, claims["sub"])
    return user


def _free_name(wanted: str) -> str:
    """A user name that nobody has."""
    name, number = wanted[:140], 1
    while get_user_model().objects.filter(username=name).exists():
        number += 1
        name = f"{wanted[:140]}-{number}"
    return name


def _give(user: Any, roles: set[str]) -> None:
    """Gives and takes our own groups, and all rights where a value stands for them. Whoever has none is out everywhere."""
    ours = {row.role: row.group_id for row in DeskGroup.objects.all()}
    has = set(user.groups.filter(pk__in=ours.values()).values_list("pk", flat=True))
    wanted = {ours[role] for role in roles if role in ours}
    if wanted - has:
        user.groups.add(*(wanted - has))
    if has - wanted:
        user.groups.remove(*(has - wanted))
    named = any(SUPERUSER in given for given in settings.OIDC["groups"].values())
    if named and user.is_superuser != (SUPERUSER in roles):
        user.is_superuser = SUPERUSER in roles
        user.save(update_fields=["is_superuser"])
    if not roles:
        end_sessions(user)
