"""Accounts to try the demo with, half with the admin in Welsh and half in English. Their passwords are public.

Two may do everything but approve what they wrote themselves; two translate.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.db import transaction
from django.db.models import QuerySet
from wagtail.users.models import UserProfile

from cms.content.languages import Language
from cms.desk.workflow.groups.standard_groups import ROLES
from cms.desk.workflow.models import DeskGroup

_EVERYTHING = tuple(ROLES)


@dataclass(frozen=True)
class Account:
    """A log-in of the demo."""

    username: str
    password: str
    language: Language
    first_name: str
    last_name: str
    roles: tuple[str, ...]


ACCOUNTS = (
    Account("golygydd", "sefydlogrwydd", "cy", "Golygydd", "Enghreifftiol", _EVERYTHING),
    Account("editor", "permanence", "en", "Example", "Editor", _EVERYTHING),
    Account("cyfieithydd", "mabwysiadu", "cy", "Cyfieithydd", "Enghreifftiol", ("translators",)),
    Account("translator", "adoption", "en", "Example", "Translator", ("translators",)),
)


@transaction.atomic
def ensure() -> AbstractUser:
    """Makes the accounts that are missing, and returns the first: the editor who loads the demo.

    Where DEBUG is off they have no usable password: theirs can be read by anybody.
    """
    users = get_user_model().objects
    found = {user.username: user for user in users.filter(username__in=[account.username for account in ACCOUNTS])}
    missing = [account for account in ACCOUNTS if account.username not in found]
    for account in missing:
        user = users.create_user(
            account.username,
            f"{account.username}@example.org",
            account.password if settings.DEBUG else None,
            first_name=account.first_name,
            last_name=account.last_name,
        )
        user.groups.set(_groups(account.roles))
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": account.language})
        found[account.username] = user
    return found[ACCOUNTS[0].username]


def _groups(roles: tuple[str, ...]) -> QuerySet[Group]:
    """The desk's groups of some roles, those that are left of them."""
    return Group.objects.filter(pk__in=DeskGroup.objects.filter(role__in=roles).values("group"))
