"""Two editors to try the demo with, one with the admin in Welsh and one in English. Their passwords are public."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.users.models import UserProfile

from cms.content.languages import Language

GROUP = "Golygyddion / Editors"
_SNIPPETS = {"content": ("organisation", "topic", "term"), "search": ("synonym",)}
_VERBS = ("add", "change", "delete", "view")
_EVERYWHERE = {
    "wagtailadmin": ["access_admin"],
    "wagtailcore": ["view_locale"],
    "wagtail_localize": ["submit_translation"],
    **{app: [f"{verb}_{model}" for model in models for verb in _VERBS] for app, models in _SNIPPETS.items()},
}
_PAGES = {"wagtailcore": ["add_page", "change_page", "publish_page", "unlock_page", "lock_page"]}
_UPLOADS = {
    "wagtaildocs": ["add_document", "change_document", "choose_document"],
    "wagtailimages": ["add_image", "change_image", "choose_image"],
}


@dataclass(frozen=True)
class Account:
    """A log-in of the demo."""

    username: str
    password: str
    language: Language
    first_name: str
    last_name: str


ACCOUNTS = (
    Account("golygydd", "sefydlogrwydd", "cy", "Golygydd", "Enghreifftiol"),
    Account("editor", "permanence", "en", "Example", "Editor"),
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
        user.groups.add(_group())
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": account.language})
        found[account.username] = user
    return found[ACCOUNTS[0].username]


def _group() -> Group:
    """The editors' group. One that is there already keeps the permissions it has."""
    group, created = Group.objects.get_or_create(name=GROUP)
    if created:
        group.permissions.set(_permissions(_EVERYWHERE))
        root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
        for permission in _permissions(_PAGES):
            GroupPagePermission.objects.create(group=group, page=root, permission=permission)
        for permission in _permissions(_UPLOADS):
            GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    return group


def _permissions(codenames: dict[str, list[str]]) -> list[Permission]:
    """The permissions by app label and codename. Raises LookupError naming those that do not exist."""
    wanted = {(app, codename) for app, names in codenames.items() for codename in names}
    query = Q()
    for app, codename in wanted:
        query |= Q(content_type__app_label=app, codename=codename)
    permissions = list(Permission.objects.filter(query).select_related("content_type"))
    if absent := wanted - {(permission.content_type.app_label, permission.codename) for permission in permissions}:
        raise LookupError(f"no such permission: {sorted(absent)}")
    return permissions
